// Every migration of the counties' database, in order.
import { counties } from './001-counties';

export const migrations = [counties];
