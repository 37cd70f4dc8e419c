// Makes what was read visible: derives everything that changed and writes, in the same transaction, what each agency's data
// now are. A reader sees the read model before or after, never between. Until the first publication what is read is derived
// page by page, unseen.
import { createHash, hash } from 'node:crypto';
import type { Knex } from 'knex';
import type { FeedState } from '../../shared/feed-client/reader';
import { roundingUnit } from '../../shared/small-counts';
import type { Changed, Dependents, Derived, Rules } from './changed';
import { deriveCountyStatuses } from './county-statuses';
import { derive, deriveKept, order } from './derive';
import { markDirty, readPosition, rejectDatasets } from './mirror';
import { type Agency, agencies, type Collection, collections, datasetsOf } from './records';
import { deleteRows } from './rows';

const chunkSize = 1_000;

/** Whether the read model was published once; until then what is read is derived at once, since nobody sees it. */
export async function isBuilt(database: Knex): Promise<boolean> {
  return (await readState(database, 'built')) !== null;
}

/** Derives records in hand, in the transaction that writes them. What depends on them is derived when it is published. */
export async function deriveUnseen<Name extends Collection>(trx: Knex, collection: Name, changed: Changed<Name>, rules: Rules): Promise<void> {
  if ((await readState(trx, 'rules')) === null) await writeState(trx, 'rules', fingerprintOf(rules));
  await markDependents(trx, await derive(trx, collection, changed, rules));
}

/**
 * Publishes what was read of these agencies, whose feeds were read to their ends. Before the first time, every agency has to
 * be among them.
 *
 * @param states what each of them said of its feed
 */
export async function publish(database: Knex, states: ReadonlyMap<Agency, FeedState>, rules: Rules): Promise<void> {
  await database.transaction(async (trx) => {
    const isFirst = !(await isBuilt(trx));
    if (isFirst && states.size < agencies.length) return;
    await applyRules(trx, rules);
    await deriveDirty(trx, states, rules);
    await writeAgencyStates(trx, states);
    if (isFirst) await writeState(trx, 'built', 'yes');
  });
}

/** Where an operator changed the rules, everything that they decide is derived again, at once: no answer is made by both. */
async function applyRules(trx: Knex, rules: Rules): Promise<void> {
  const fingerprint = fingerprintOf(rules);
  if ((await readState(trx, 'rules')) === fingerprint) return;
  for (const collection of ['organization', 'project'] as const) {
    await trx('feed_dirty').where({ collection }).delete();
    await trx.raw('insert into feed_dirty (collection, record_key) select collection, record_key from feed_record where collection = ?', [collection]);
  }
  await writeState(trx, 'rules', fingerprint);
}

function fingerprintOf({ criteria: { scopeKinds }, protectedUnder }: Rules): string {
  return hash('sha256', JSON.stringify({ scopeKinds, protectedUnder, roundedTo: roundingUnit(protectedUnder) }), 'hex');
}

/** Derives what is marked, and what depends on it. What an agency has not told to its end waits: it may be half of a change. */
async function deriveDirty(trx: Knex, states: ReadonlyMap<Agency, FeedState>, rules: Rules): Promise<void> {
  const ready = [...states.keys()].flatMap((agency) => Object.keys(collections[agency]) as Collection[]);
  const inOrder = order.filter((collection) => ready.includes(collection));
  for (let dirty = await takeDirty(trx, inOrder); dirty !== null; dirty = await takeDirty(trx, inOrder)) {
    await markDependents(trx, await deriveKept(trx, dirty.name, dirty.keys, rules));
  }
  // Links are what they are to be: their counties are looked at once, however many of their pairings changed.
  for (let dirty = await takeDirty(trx, [countyStatus]); dirty !== null; dirty = await takeDirty(trx, [countyStatus])) {
    await deriveCountyStatuses(trx, dirty.keys.map(Number));
  }
}

const countyStatus = 'county_status';

async function markDependents(trx: Knex, dependents: Dependents): Promise<void> {
  for (const [name, keys] of Object.entries(dependents) as [Derived, Iterable<string>][]) await markDirty(trx, name, keys);
}

/** The next keys that are to be derived, which count as derived from then on; null where there are none. */
async function takeDirty<Name extends Derived>(trx: Knex, names: readonly Name[]): Promise<{ name: Name; keys: string[] } | null> {
  for (const name of names) {
    const marked = () => trx('feed_dirty').where({ collection: name });
    const keys: string[] = await marked().orderBy('record_key').limit(chunkSize).pluck('record_key');
    if (keys.length === 0) continue;
    await deleteRows(marked(), 'record_key', keys);
    return { name, keys };
  }
  return null;
}

async function writeAgencyStates(trx: Knex, states: ReadonlyMap<Agency, FeedState>): Promise<void> {
  for (const [agency, { now, dataThrough, datasets, malformedDatasets }] of states) {
    await rejectDatasets(trx, datasetsOf(agency), malformedDatasets);
    const names = Object.keys(collections[agency]) as Collection[];
    const version = createHash('sha256');
    let records = 0;
    for (const collection of names) {
      const { recordCount, content } = await readPosition(trx, collection);
      records += recordCount;
      version.update(`${collection} ${content.toString(16)}\n`);
    }
    const rejected: { total?: string | number } | undefined = await trx('feed_rejected')
      .whereIn('collection', [...names, datasetsOf(agency)])
      .count({ total: '*' })
      .first();
    const row = {
      data_through: dataThrough,
      read_at: now,
      data_version: version.digest('hex').slice(0, 16),
      record_count: records,
      rejected_count: Number(rejected?.total ?? 0),
      datasets: JSON.stringify(datasets),
    };
    const updated = await trx('agency_state').where({ agency }).update(row);
    if (updated === 0) await trx('agency_state').insert({ agency, ...row });
  }
}

async function readState(database: Knex, name: string): Promise<string | null> {
  const row: { value: string } | undefined = await database('model_state').where({ name }).first('value');
  return row?.value ?? null;
}

/** Keeps a value of the model's state under its name. */
export async function writeState(database: Knex, name: string, value: string): Promise<void> {
  const updated = await database('model_state').where({ name }).update({ value });
  if (updated === 0) await database('model_state').insert({ name, value });
}
