// The sample: real reference data and synthetic data of three agencies, the same rows for the same seed. Fetches and
// writes nothing; load.ts puts the rows into a database.
import { collections as countiesFeed } from '../subgraphs/counties/feed';
import { collections as organizationsFeed } from '../subgraphs/organizations/feed';
import { collections as pairingsFeed } from '../subgraphs/pairings/feed';
import type { FeedCollections } from '../subgraphs/shared/change-feed';
import { countiesAgency, countiesDatasets, generateCounties } from './counties';
import { generateNeeds, needRows, needsDataset } from './needs';
import { generateOrganizations, organizationsAgency, organizationsDatasets } from './organizations';
import { planPairings } from './pairing-plans';
import { createPairings, pairingRows, pairingsAgency, pairingsDataset } from './pairings';
import { generateProjects } from './projects';
import { createRandom } from './random';
import { readReference } from './reference';
import { type AgencyRows, datasetRows, type Sample } from './rows';

export { asOf, type Row, type Sample } from './rows';

export interface SampleOptions {
  seed?: number;
  /** `YYYY-MM-DD HH:MM:SS.mmm`, UTC; now where absent. The only value that the seed does not decide. */
  loadedAt?: string;
  /** How many organizations in all; at least 500. */
  organizations?: number;
}

/**
 * Generates every agency's rows.
 *
 * @throws RangeError where there would be too few organizations for the deliberate cases
 */
export function generateSample({ seed = 20220507, loadedAt = now(), organizations: count = 3_000 }: SampleOptions = {}): Sample {
  const reference = readReference();
  const counties = generateCounties(seed, reference);
  const designations = counties.county_designation ?? [];
  const provincialCounties = designations.filter((row) => row.list === 'PROVINCIAL_KEY').map((row) => String(row.county_code));
  const needs = generateNeeds(seed, designations);
  const { rows: organizationRows, organizations } = generateOrganizations(seed, reference, count);
  const plans = planPairings(createRandom(seed, 'pairing plans'), reference, organizations, provincialCounties);
  const pairings = createPairings(createRandom(seed, 'pairings'), plans, needs);
  const projects = generateProjects(seed, reference, organizations, pairings, needs, provincialCounties);
  return {
    organizations: { ...stamp(organizationRows, organizationsFeed, loadedAt), dataset: datasetRows(organizationsAgency, loadedAt, organizationsDatasets) },
    counties: {
      ...stamp({ ...counties, ...needRows(seed, needs, projects.answers) }, countiesFeed, loadedAt),
      dataset: datasetRows(countiesAgency, loadedAt, [...countiesDatasets, needsDataset]),
    },
    pairings: {
      ...stamp({ ...pairingRows(pairings), ...projects.rows }, pairingsFeed, loadedAt),
      dataset: datasetRows(pairingsAgency, loadedAt, [pairingsDataset]),
    },
  };
}

/** Says of each record of a change feed that it last changed when it was loaded. */
function stamp(rows: AgencyRows, collections: FeedCollections, loadedAt: string): AgencyRows {
  const stamped = { ...rows };
  for (const { relation } of Object.values(collections)) stamped[relation.name] = (rows[relation.name] ?? []).map((row) => ({ ...row, changed_at: loadedAt }));
  return stamped;
}

function now(): string {
  return new Date().toISOString().replace('T', ' ').replace('Z', '');
}
