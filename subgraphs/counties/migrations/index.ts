// Every migration of the counties' database, in order.
import { counties } from './001-counties';
import { changeTime } from './002-change-time';

export const migrations = [counties, changeTime];
