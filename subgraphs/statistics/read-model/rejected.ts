// What was refused of the feeds, as an operator sees it.
import type { Knex } from 'knex';
import { type Agency, agencies, collections, datasetsOf } from './records';

interface Rejected {
  agency: Agency;
  /** The kind of record; `dataset` for a data set. */
  collection: string;
  /** Its key; begins with `?` where it has none that can be used. */
  key: string;
  /** Whether the record is counted without what was refused. */
  isCounted: boolean;
  /** In words that hold no value. */
  reason: string;
}

/** @param agency whose alone; null for all */
export async function selectRejected(database: Knex, agency: Agency | null, limit: number): Promise<{ rows: Rejected[]; total: number }> {
  const asked = agency === null ? agencies : [agency];
  const agencyOf = new Map(asked.flatMap((name) => [...Object.keys(collections[name]), datasetsOf(name)].map((collection) => [collection, name] as const)));
  const listed = () => database('feed_rejected as rejected').whereIn('rejected.collection', [...agencyOf.keys()]);
  const count = await listed().count({ total: '*' }).first();
  const rows: { collection: string; record_key: string; reason: string; counted: string | null }[] = await listed()
    .leftJoin('feed_record as record', (join) => join.on('record.collection', 'rejected.collection').andOn('record.record_key', 'rejected.record_key'))
    .select('rejected.collection', 'rejected.record_key', 'rejected.reason', 'record.record_key as counted')
    .orderBy(['rejected.collection', 'rejected.record_key'])
    .limit(limit);
  return {
    total: Number(count?.total ?? 0),
    rows: rows.map(({ collection, record_key, reason, counted }) => {
      const of = agencyOf.get(collection) as Agency;
      return { agency: of, collection: collection === datasetsOf(of) ? 'dataset' : collection, key: record_key, isCounted: counted !== null, reason };
    }),
  };
}
