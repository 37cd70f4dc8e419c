// The loaders of one request to the organizations. Each turns the keys of a tick into one statement.
import type { Knex } from 'knex';
import { openChangeFeed } from '../shared/change-feed';
import { ForbiddenField } from '../shared/errors';
import { loadMany, loadOne, perArguments } from '../shared/loaders';
import type { Page } from '../shared/pages';
import { createSourceLoader } from '../shared/source';
import type { Caller } from '../shared/subgraph';
import { collections } from './feed';
import * as queries from './queries';

export type Context = ReturnType<typeof createContext>;

export function createContext(database: Knex, caller: Caller) {
  const contacts = loadOne(
    (codes) => queries.selectContacts(database, codes),
    (row) => row.code,
  );
  return {
    changeFeed: () => openChangeFeed(database, collections, caller),
    sourceOf: createSourceLoader(database),
    organization: loadOne(
      (codes) => queries.selectOrganizations(database, codes),
      (row) => row.code,
    ),
    organizationPage: (conditions: queries.OrganizationConditions, page: Page) => queries.selectOrganizationPage(database, conditions, page),
    organizationCount: (conditions: queries.OrganizationConditions) => queries.countOrganizations(database, conditions),
    /** Personal data: a gateway that is trusted has checked that its caller may read the field. */
    contact(field: string) {
      if (!caller.trusted) throw new ForbiddenField(field);
      return contacts;
    },
    formerNames: loadMany(
      (codes) => queries.selectFormerNames(database, codes),
      (row) => row.code,
    ),
    status: perArguments(({ asOf }: { asOf: string }) =>
      loadOne(
        (codes) => queries.selectStatuses(database, codes, asOf),
        (row) => row.code,
      ),
    ),
    evaluations: loadMany(
      (codes) => queries.selectEvaluations(database, codes),
      (row) => row.code,
    ),
    qualifications: loadMany(
      (codes) => queries.selectQualifications(database, codes),
      (row) => row.code,
    ),
    inspections: loadMany(
      (codes) => queries.selectInspections(database, codes),
      (row) => row.code,
    ),
    listings: loadMany(
      (codes) => queries.selectListings(database, codes),
      (row) => row.code,
    ),
    penalties: loadMany(
      (codes) => queries.selectPenalties(database, codes),
      (row) => row.code,
    ),
  };
}
