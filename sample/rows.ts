// The shapes of the sample: rows keyed by column, tables in load order, one set for each agency.
// Holds no data of its own but the date the synthetic data describe and the data sets' common form.
import type { AgencyName } from '../subgraphs';
import type { Confidence, DatasetRow } from '../subgraphs/shared/source';

type Value = string | number | null;
export type Row = Record<string, Value>;

/** Rows by table; tables in the order in which they are loaded, `dataset` last. */
export type AgencyRows = Record<string, Row[]>;
export type Sample = Record<AgencyName, AgencyRows>;

/** The date the synthetic data describe; nothing in them happens later. */
export const asOf = '2026-06-30';

export const helpKinds = ['INDUSTRY', 'EMPLOYMENT', 'EDUCATION', 'HEALTH', 'ELDERLY_CARE', 'CONSUMPTION'] as const;

/** A kind of help that a county can ask for or an organization give; pairings may also be DIVERSIFIED. */
export type HelpKind = (typeof helpKinds)[number];

export interface DatasetFacts {
  id: string;
  name: string;
  asOf: string;
  confidence: Confidence;
  reference: string | null;
}

/** A data set that no source stands behind, and whose name says so. */
export function syntheticDataset(id: string, name: string): DatasetFacts {
  return { id, name: `${name}（合成 synthetic）`, asOf, confidence: 'SYNTHETIC', reference: null };
}

export function datasetRows(agency: string, loadedAt: string, datasets: readonly DatasetFacts[]): Row[] {
  return datasets.map((dataset): Row => {
    const row: DatasetRow = {
      id: dataset.id,
      agency,
      name: dataset.name,
      as_of: dataset.asOf,
      loaded_at: loadedAt,
      confidence: dataset.confidence,
      reference: dataset.reference,
    };
    return { ...row };
  });
}
