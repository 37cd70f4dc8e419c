// Every migration of the organizations' database, in order.
import { organizations } from './001-organizations';
import { changeTime } from './002-change-time';

export const migrations = [organizations, changeTime];
