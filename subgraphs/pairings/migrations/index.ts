// Every migration of the pairings' database, in order.
import { pairings } from './001-pairings';
import { changeTime } from './002-change-time';

export const migrations = [pairings, changeTime];
