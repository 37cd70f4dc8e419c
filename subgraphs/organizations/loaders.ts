// The loaders of one request to the organizations. Each turns the keys of a tick into one statement.
import type { Knex } from 'knex';
import { openChangeFeed } from '../shared/change-feed';
import type { InvalidValue } from '../shared/contract/invalid-value';
import { ForbiddenField } from '../shared/errors';
import { loadMany, loadOne } from '../shared/loaders';
import type { Page } from '../shared/pages';
import { createSourceLoader } from '../shared/source';
import type { Caller } from '../shared/subgraph';
import { contract } from './contract';
import { collections } from './feed';
import * as queries from './queries';

export type Context = ReturnType<typeof createContext>;

export function createContext(database: Knex, caller: Caller, report: (fault: InvalidValue) => void) {
  const contacts = loadOne(contract.organization, 'code', (codes) => queries.selectContacts(database, codes));
  return {
    changeFeed: () => openChangeFeed(database, collections, caller, report),
    sourceOf: createSourceLoader(database),
    organization: loadOne(contract.organization, 'code', (codes) => queries.selectOrganizations(database, codes)),
    organizationPage: (conditions: queries.OrganizationConditions, page: Page) => queries.selectOrganizationPage(database, conditions, page),
    organizationCount: (conditions: queries.OrganizationConditions) => queries.countOrganizations(database, conditions),
    /** Personal data: a gateway that is trusted has checked that its caller may read the field. */
    contact(field: string) {
      if (!caller.trusted) throw new ForbiddenField(field);
      return contacts;
    },
    formerNames: loadMany('code', (codes) => queries.selectFormerNames(database, codes)),
    statuses: loadMany('code', (codes) => queries.selectStatuses(database, codes)),
    evaluations: loadMany('code', (codes) => queries.selectEvaluations(database, codes)),
    qualifications: loadMany('code', (codes) => queries.selectQualifications(database, codes)),
    inspections: loadMany('code', (codes) => queries.selectInspections(database, codes)),
    listings: loadMany('code', (codes) => queries.selectListings(database, codes)),
    penalties: loadMany('code', (codes) => queries.selectPenalties(database, codes)),
  };
}
