// Makes what was read visible: derives everything that changed and writes, in the same transaction, what each agency's data
// now are. A reader sees the read model before or after, never between. A first build is done in steps, unseen until the
// last; one that was cut off goes on where it was.
import { createHash } from 'node:crypto';
import type { Knex } from 'knex';
import type { FeedState } from '../../shared/feed-client/reader';
import { derivations, type Rules } from './derive';
import { markDirty, readPosition } from './mirror';
import { type Agency, agencies, type Collection, collections } from './records';
import { deleteRows } from './rows';

/** The order in which collections are derived: each needs those before it. */
const order = Object.keys(derivations) as Collection[];
const chunkSize = 1_000;

/** Whether a first build has begun: from then on, what is read has to be marked, or it would be missed. */
export async function hasBegun(database: Knex): Promise<boolean> {
  return (await database('model_state').first('name')) !== undefined;
}

/**
 * Publishes what was read of these agencies, whose feeds were read to their ends.
 *
 * @param states what each of them said of its feed
 * @returns how many records were derived
 */
export async function publish(database: Knex, states: ReadonlyMap<Agency, FeedState>, rules: Rules): Promise<number> {
  if ((await readState(database, 'built')) === null) return build(database, states, rules);
  return database.transaction(async (trx) => {
    await applyRules(trx, rules);
    const derived = await deriveDirty(trx, states, rules);
    await writeAgencyStates(trx, states);
    return derived;
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
  return createHash('sha256').update(JSON.stringify({ scopeKinds, protectedUnder })).digest('hex');
}

/** Derives what is marked, and what depends on it. What an agency has not told to its end waits: it may be half of a change. */
async function deriveDirty(trx: Knex, states: ReadonlyMap<Agency, FeedState>, rules: Rules): Promise<number> {
  const ready = new Set<Collection>([...states.keys()].flatMap((agency) => Object.keys(collections[agency]) as Collection[]));
  let derived = 0;
  for (let dirty = await takeDirty(trx, ready); dirty !== null; dirty = await takeDirty(trx, ready)) {
    derived += dirty.keys.length;
    const dependents = await derivations[dirty.collection](trx, dirty.keys, rules);
    for (const [name, keys] of Object.entries(dependents) as [Collection, Iterable<string>][]) await markDirty(trx, name, keys);
  }
  return derived;
}

/** Derives all records for the first time, some at once; the last step makes them visible. */
async function build(database: Knex, states: ReadonlyMap<Agency, FeedState>, rules: Rules): Promise<number> {
  if (states.size < agencies.length) return 0;
  // A build that was cut off and goes on under other rules is made one with them by the first publication after it.
  if ((await readState(database, 'rules')) === null) await writeState(database, 'rules', fingerprintOf(rules));
  await writeState(database, 'begun', 'yes');
  let derived = 0;
  for (const collection of order) {
    for (;;) {
      const keys = await database.transaction(async (trx) => {
        const after = (await readState(trx, `built ${collection}`)) ?? '';
        const next: string[] = await trx('feed_record')
          .where({ collection })
          .where('record_key', '>', after)
          .orderBy('record_key')
          .limit(chunkSize)
          .pluck('record_key');
        const last = next.at(-1);
        if (last === undefined) return next;
        const dependents = await derivations[collection](trx, next, rules);
        // Those of later collections are derived in their turn.
        for (const earlier of order.slice(0, order.indexOf(collection))) await markDirty(trx, earlier, dependents[earlier] ?? []);
        await writeState(trx, `built ${collection}`, last);
        return next;
      });
      if (keys.length === 0) break;
      derived += keys.length;
    }
  }
  await database.transaction(async (trx) => {
    // What changed while the build went on, or between its parts where it was cut off.
    derived += await deriveDirty(trx, states, rules);
    await writeAgencyStates(trx, states);
    await writeState(trx, 'built', 'yes');
  });
  return derived;
}

/** The next keys that are to be derived, which count as derived from then on; null where there are none. */
async function takeDirty(trx: Knex, ready: ReadonlySet<Collection>): Promise<{ collection: Collection; keys: string[] } | null> {
  for (const collection of order.filter((name) => ready.has(name))) {
    const keys: string[] = await trx('feed_dirty').where({ collection }).orderBy('record_key').limit(chunkSize).pluck('record_key');
    if (keys.length === 0) continue;
    await deleteRows(trx('feed_dirty').where({ collection }), 'record_key', keys);
    return { collection, keys };
  }
  return null;
}

async function writeAgencyStates(trx: Knex, states: ReadonlyMap<Agency, FeedState>): Promise<void> {
  for (const [agency, { now, dataThrough, datasets }] of states) {
    const names = Object.keys(collections[agency]) as Collection[];
    const version = createHash('sha256');
    let records = 0;
    for (const collection of names) {
      const { recordCount, content } = await readPosition(trx, collection);
      records += recordCount;
      version.update(`${collection} ${content.toString(16)}\n`);
    }
    const rejected: { total?: string | number } | undefined = await trx('feed_rejected').whereIn('collection', names).count({ total: '*' }).first();
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

async function writeState(database: Knex, name: string, value: string): Promise<void> {
  const updated = await database('model_state').where({ name }).update({ value });
  if (updated === 0) await database('model_state').insert({ name, value });
}
