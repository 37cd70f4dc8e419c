// Times in which a county's status is not known because a record says something that cannot be read: a designation of the county,
// or a pairing with it.
import type { Knex } from 'knex';
import type { Interval } from './intervals';
import type { Collection } from './records';
import { deleteRows, insertRows, selectRows } from './rows';

const doubtTable = { name: 'county_doubt', columns: ['county_id', 'collection', 'record_key', 'from_on', 'until_on'] };

interface CountyDoubt extends Interval {
  /** The county's number. */
  county: number;
  /** The record that cannot be read. */
  key: string;
}

/**
 * Writes the doubts that some records raise now, in place of those that they raised before.
 *
 * @returns the numbers of the counties that were, or are, in doubt by them
 */
export async function replaceDoubts(database: Knex, collection: Collection, keys: readonly string[], doubts: readonly CountyDoubt[]): Promise<number[]> {
  const own = () => database('county_doubt').where({ collection });
  const before = await selectRows<{ county_id: number }>(own().distinct(), ['county_id'], 'record_key', keys);
  await deleteRows(own(), 'record_key', keys);
  await insertRows(
    database,
    doubtTable,
    doubts.map(({ county, key, from, until }) => [county, collection, key, from, until]),
  );
  return [...new Set([...before.map(({ county_id }) => county_id), ...doubts.map(({ county }) => county)])];
}

export interface DoubtRow {
  county_id: number;
  collection: string;
  from_on: string;
  until_on: string;
}

export function selectCountyDoubts(database: Knex, counties: readonly number[]): Promise<DoubtRow[]> {
  return selectRows(database('county_doubt'), ['county_id', 'collection', 'from_on', 'until_on'], 'county_id', counties);
}
