// Data of national scale for the benchmark of the statistics: 890,000 organizations, 2,844 counties, 200,000 pairings with 400,000
// links, 300,000 projects. The same rows for the same seed, as streams: memory holds typed arrays of what refers to what, never the rows.
import { type AgencyName, registers } from '../../subgraphs';
import { createGazetteer, generateCounties } from './scale-counties';
import { createRegister, generateOrganizations } from './scale-organizations';
import { generatePairings } from './scale-projects';
import type { RowBatch } from './scale-rows';

export type { RowBatch } from './scale-rows';

export interface ScaleOptions {
  seed?: number;
  organizations?: number;
  /** In all, each with one to three organizations and one to five counties; every twenty have forty links between them. */
  pairings?: number;
  projects?: number;
  needs?: number;
  /** When the rows were loaded, as they say themselves: `YYYY-MM-DD HH:MM:SS.mmm`, UTC. Records changed in the day up to it. */
  loadedAt?: string;
}

export interface ScaleData {
  /** Every row of an agency in batches of about 2,000 of one table, `dataset` last. Each call begins anew and gives the same. */
  generate(agency: AgencyName): Generator<RowBatch>;
  /** About how many rows there are in all; for a progress bar. */
  expectedRows: number;
}

/** Rows that come with one of each, as counted at full size. */
const rowsPer = { organization: 5.98, need: 2.76, pairing: 8.75, project: 6.86 };
const rowsOfCounties = 17_733;

/**
 * Decides the data; the rows themselves are made while they are read.
 *
 * @throws RangeError while reading, where there are too few organizations (under about 200) for the pairings' mechanisms
 */
export function createScaleData(options: ScaleOptions = {}): ScaleData {
  const { seed = 20220507, organizations = 890_000, pairings = 200_000, projects = 300_000, needs = 20_000, loadedAt = '2026-07-01 00:00:00.000' } = options;
  const register = createRegister(seed, organizations);
  const gazetteer = createGazetteer(seed, needs, loadedAt);
  const generators: Readonly<Record<AgencyName, () => Generator<RowBatch>>> = {
    organizations: () => generateOrganizations(seed, register, loadedAt),
    counties: () => generateCounties(seed, gazetteer, loadedAt),
    pairings: () => generatePairings(seed, { pairings, projects }, register, gazetteer, loadedAt),
  };
  return {
    generate: (agency) => generators[agency](),
    expectedRows: Math.round(
      organizations * rowsPer.organization + needs * rowsPer.need + pairings * rowsPer.pairing + projects * rowsPer.project + rowsOfCounties,
    ),
  };
}

/** The agencies in the order in which they are loaded. */
export const agencies: readonly AgencyName[] = registers.map(({ name }) => name);
