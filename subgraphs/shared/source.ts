// Where rows come from: each agency's database has one `dataset` relation, and every record names its data set.
import type { Knex } from 'knex';
import { addColumn, createIndex, createTable } from './migrations';

/** A row of the relation `dataset`. */
export interface DatasetRow {
  id: string;
  agency: string;
  name: string;
  /** ISO date. */
  as_of: string;
  /** `YYYY-MM-DD HH:MM:SS.mmm`, UTC. */
  loaded_at: string;
  confidence: Confidence;
  /** Documents or source keys, separated by `; `; null where there are none. */
  reference: string | null;
}

export type Confidence = 'SOURCED' | 'RECONSTRUCTED_HIGH' | 'RECONSTRUCTED_MEDIUM' | 'RECONSTRUCTED_LOW' | 'SYNTHETIC';

export async function createDatasetTable(knex: Knex): Promise<void> {
  await createTable(knex, 'dataset', (table) => {
    table.string('id', 40).primary();
    table.string('agency', 80).notNullable();
    table.string('name', 200).notNullable();
    table.date('as_of').notNullable();
    table.string('loaded_at', 23).notNullable();
    table.string('confidence', 24).notNullable();
    table.string('reference', 500);
  });
}

/** Adds when a record last changed, `YYYY-MM-DD HH:MM:SS.mmm` in UTC, and the index by which its change feed is read. */
export async function addChangeTime(knex: Knex, relation: string, key: readonly string[]): Promise<void> {
  await addColumn(knex, relation, 'changed_at', (table) => table.string('changed_at', 23));
  await createIndex(knex, relation, ['changed_at', ...key]);
}

/** The newest date that the agency's data sets describe; null where it has none. */
export async function selectNewestDate(database: Knex): Promise<string | null> {
  const row: { newest?: string | null } | undefined = await database('dataset').max({ newest: 'as_of' }).first();
  // A view may give a time with it.
  return row?.newest?.slice(0, 10) ?? null;
}

/** The parts of a row that say where it comes from; a row's own confidence and reference go before its data set's. */
export interface SourcedRow {
  dataset_id: string;
  confidence?: Confidence | null;
  reference?: string | null;
}

/** The GraphQL type `Source`. */
export interface Source {
  agency: string;
  dataset: string;
  asOf: string;
  loadedAt: string;
  confidence: Confidence;
  references: string[];
}

/** Loads every data set of the agency; there are few, so the first record that asks loads them all. */
export function createSourceLoader(database: Knex): (row: SourcedRow) => Promise<Source> {
  let datasets: Promise<Map<string, DatasetRow>> | undefined;
  return async (row) => {
    datasets ??= database<DatasetRow>('dataset').then((rows) => new Map(rows.map((dataset) => [dataset.id, dataset])));
    const dataset = (await datasets).get(row.dataset_id);
    if (dataset === undefined) throw new Error(`a row names the data set ${row.dataset_id}, which the relation dataset lacks`);
    const reference = row.reference ?? dataset.reference;
    return {
      agency: dataset.agency,
      dataset: dataset.name,
      asOf: dataset.as_of,
      loadedAt: dataset.loaded_at,
      confidence: row.confidence ?? dataset.confidence,
      references: reference === null ? [] : reference.split('; '),
    };
  };
}
