// The loaders of one request to the pairing ledger. Each turns the keys of a tick into one statement.
import DataLoader from 'dataloader';
import type { Knex } from 'knex';
import { openChangeFeed } from '../shared/change-feed';
import type { InvalidValue } from '../shared/contract/invalid-value';
import { groupBy } from '../shared/group-by';
import { loadCount, loadMany, loadOne, perArguments } from '../shared/loaders';
import type { ChildRow, Page } from '../shared/pages';
import { createSourceLoader } from '../shared/source';
import type { Caller } from '../shared/subgraph';
import { contract } from './contract';
import { collections } from './feed';
import * as queries from './queries';
import type { CountyOfCode, PairingConditions, ProjectConditions, ProjectParent } from './queries';

export type Context = ReturnType<typeof createContext>;

interface PairingPage {
  conditions: PairingConditions;
  page: Page;
}

interface ProjectPage {
  conditions: ProjectConditions;
  page: Page;
}

export function createContext(database: Knex, caller: Caller, report: (fault: InvalidValue) => void) {
  return {
    changeFeed: () => openChangeFeed(database, collections, caller, report),
    protectedUnder: caller.protectedUnder,
    sourceOf: createSourceLoader(database),

    pairing: loadOne(contract.pairing, 'id', (ids) => queries.selectPairings(database, ids)),
    pairingPage: (conditions: PairingConditions, page: Page) => queries.selectPairingPage(database, conditions, page),
    pairingCount: (conditions: PairingConditions) => queries.countPairings(database, conditions),
    pairingsOfOrganization: perArguments(({ conditions, page }: PairingPage) =>
      loadMany('parent', (codes) => queries.selectPairingsOfOrganizations(database, codes, conditions, page)),
    ),
    pairingCountOfOrganization: perArguments((conditions: PairingConditions) =>
      loadCount((codes) => queries.countPairingsOfOrganizations(database, codes, conditions)),
    ),
    pairingsOfCounty: perArguments(({ conditions, page }: PairingPage) =>
      loadOfCounty((counties) => queries.selectPairingsOfCounties(database, counties, conditions, page)),
    ),
    pairingCountOfCounty: perArguments((conditions: PairingConditions) =>
      countOfCounty((counties) => queries.countPairingsOfCounties(database, counties, conditions)),
    ),
    organizationsOfPairing: loadMany('pairing_id', (ids) => queries.selectPairingOrganizations(database, ids)),
    countiesOfPairing: loadMany('pairing_id', (ids) => queries.selectPairingCounties(database, ids)),
    kindsOfPairing: loadMany('pairing_id', (ids) => queries.selectPairingKinds(database, ids)),
    pairingHistory: loadMany('pairing_id', (ids) => queries.selectPairingHistories(database, ids)),

    project: loadOne(contract.project, 'id', (ids) => queries.selectProjects(database, ids)),
    projectPage: (conditions: ProjectConditions, page: Page) => queries.selectProjectPage(database, conditions, page),
    projectCount: (conditions: ProjectConditions) => queries.countProjects(database, conditions),
    projectsOf: perArguments(({ parent, conditions, page }: ProjectPage & { parent: ProjectParent }) =>
      loadMany('parent', (keys) => queries.selectProjectsOf(database, parent, keys, conditions, page)),
    ),
    projectCountOf: perArguments(({ parent, conditions }: { parent: ProjectParent; conditions: ProjectConditions }) =>
      loadCount((keys) => queries.countProjectsOf(database, parent, keys, conditions)),
    ),
    projectsOfCounty: perArguments(({ conditions, page }: ProjectPage) =>
      loadOfCounty((counties) => queries.selectProjectsOfCounties(database, counties, conditions, page)),
    ),
    projectCountOfCounty: perArguments((conditions: ProjectConditions) =>
      countOfCounty((counties) => queries.countProjectsOfCounties(database, counties, conditions)),
    ),
    organizationsOfProject: loadMany('project_id', (ids) => queries.selectProjectOrganizations(database, ids)),
    projectHistory: loadMany('project_id', (ids) => queries.selectProjectHistories(database, ids)),
    reports: loadMany('project_id', (ids) => queries.selectReports(database, ids)),
  };
}

/** A county's key is the list of its codes, today's first. */
type CountyCodes = readonly string[];

/** Loads the rows of each county under any of its codes. */
function loadOfCounty<Row>(query: (counties: CountyOfCode) => Promise<ChildRow<Row>[]>): DataLoader<CountyCodes, ChildRow<Row>[], string> {
  return byCounty(async (counties) => {
    const groups = groupBy(await query(counties), (row) => String(row.parent));
    return (county) => groups.get(county) ?? [];
  });
}

/** Counts the rows of each county under any of its codes. */
function countOfCounty(query: (counties: CountyOfCode) => Promise<Map<string, number>>): DataLoader<CountyCodes, number, string> {
  return byCounty(async (counties) => {
    const counts = await query(counties);
    return (county) => counts.get(county) ?? 0;
  });
}

function byCounty<Value>(load: (counties: CountyOfCode) => Promise<(county: string) => Value>): DataLoader<CountyCodes, Value, string> {
  const today = (codes: CountyCodes) => codes[0] ?? '';
  return new DataLoader(
    async (keys) => {
      const find = await load(new Map(keys.flatMap((codes) => codes.map((code) => [code, today(codes)]))));
      return keys.map((codes) => find(today(codes)));
    },
    { cacheKeyFn: today },
  );
}
