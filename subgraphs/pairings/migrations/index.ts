// Every migration of the pairings' database, in order.
import { pairings } from './001-pairings';

export const migrations = [pairings];
