// Every migration of the organizations' database, in order.
import { organizations } from './001-organizations';

export const migrations = [organizations];
