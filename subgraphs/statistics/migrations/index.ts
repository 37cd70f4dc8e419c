// The statistics' migrations, in order.
import { statistics } from './001-statistics';
import { doubts } from './002-doubts';

export const migrations = [statistics, doubts];
