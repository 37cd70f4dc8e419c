// Derives dimensions and facts from records, some of a collection at a time. Deriving the same ones again gives the same rows. What
// depends on what has changed is returned, for its collection to be derived after.
import type { Knex } from 'knex';
import type { Changed, Dependents, Rules } from './changed';
import { deriveCounties, deriveNeeds, derivePartnerships, derivePrefectures, deriveProvinces } from './derive-counties';
import { derivePairings, deriveProjects } from './derive-ledger';
import { deriveOrganizations } from './derive-organizations';
import { readRecords } from './mirror';
import type { Collection } from './records';

type Derive<Name extends Collection> = (database: Knex, changed: Changed<Name>, rules: Rules) => Promise<Dependents>;

/** For each collection, in the order in which they have to be derived. */
const derivations: { readonly [Name in Collection]: Derive<Name> } = {
  province: deriveProvinces,
  prefecture: derivePrefectures,
  partnership: derivePartnerships,
  county: deriveCounties,
  need: deriveNeeds,
  organization: deriveOrganizations,
  project: deriveProjects,
  pairing: derivePairings,
};

/** The order in which collections are derived: each needs those before it. */
export const order = Object.keys(derivations) as Collection[];

/** Derives records at hand. */
export function derive<Name extends Collection>(database: Knex, collection: Name, changed: Changed<Name>, rules: Rules): Promise<Dependents> {
  return derivations[collection](database, changed, rules);
}

/** Derives the records of some keys from the mirror. */
export async function deriveKept<Name extends Collection>(database: Knex, collection: Name, keys: readonly string[], rules: Rules): Promise<Dependents> {
  return derive(database, collection, { keys, records: await readRecords(database, collection, keys), isNew: false }, rules);
}
