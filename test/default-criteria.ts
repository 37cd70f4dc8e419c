// The committed criteria of the statistics, as a test reads them.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { packageRoot } from '../subgraphs/shared/package-root';
import type { Criteria } from '../subgraphs/statistics/criteria';

export const defaultCriteria = JSON.parse(readFileSync(path.join(packageRoot, 'subgraphs/statistics/default-criteria.json'), 'utf8')) as Criteria;
