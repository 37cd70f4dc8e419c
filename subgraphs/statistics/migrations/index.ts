// The statistics' migrations, in order.
import { statistics } from './001-statistics';

export const migrations = [statistics];
