// Where rows come from: each agency's database has one `dataset` relation, and every record names its data set.
import type { Knex } from 'knex';
import { InvalidValue, severalRows } from './contract/invalid-value';
import { type Confidence, dataset as declared, type Relation, type RowOf } from './contract/relation';
import { isInvalid, rawText, readRows } from './contract/rows';
import { groupBy } from './group-by';
import { addColumn, createIndex, createTable } from './migrations';
import type { IsoDate } from './scalars';

export const datasetRelation = { name: 'dataset', ...declared } satisfies Relation;

/** A row of the relation `dataset`: `as_of` is a day, `loaded_at` an instant, `reference` documents or source keys with `; ` between them. */
export type DatasetRow = RowOf<typeof datasetRelation>;

export type { Confidence };

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

/** The agency's data sets. There are few. */
function selectDatasets(database: Knex): Promise<DatasetRow[]> {
  return readRows(database, datasetRelation, (columns) => database('dataset').select(columns).orderBy('id'));
}

/** The newest date that the agency's data sets describe, of those that tell a date; null where none does. */
export async function selectNewestDate(database: Knex): Promise<IsoDate | null> {
  const days = (await selectDatasets(database)).filter((row) => !isInvalid(row, 'as_of')).map(({ as_of }) => as_of);
  return days.reduce<IsoDate | null>((newest, day) => (newest === null || day > newest ? day : newest), null);
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
  let datasets: Promise<Map<string, DatasetRow[]>> | undefined;
  return async (row) => {
    datasets ??= selectDatasets(database).then((rows) => groupBy(rows, (dataset) => rawText(dataset, 'id')));
    const [dataset, ...others] = (await datasets).get(row.dataset_id) ?? [];
    if (dataset === undefined) throw new Error(`a row names the data set ${row.dataset_id}, which the relation dataset lacks`);
    if (others.length > 0) throw new InvalidValue({ relation: 'dataset', column: 'id', key: row.dataset_id }, severalRows);
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
