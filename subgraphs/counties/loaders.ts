// The loaders of one request to the counties. Each turns the keys of a tick into one statement.
import type { Knex } from 'knex';
import { openChangeFeed } from '../shared/change-feed';
import type { InvalidValue } from '../shared/contract/invalid-value';
import { loadCount, loadMany, loadOne, perArguments } from '../shared/loaders';
import type { Page } from '../shared/pages';
import { createSourceLoader } from '../shared/source';
import type { Caller } from '../shared/subgraph';
import { contract } from './contract';
import { collections } from './feed';
import * as queries from './queries';

export type Context = ReturnType<typeof createContext>;

export function createContext(database: Knex, caller: Caller, report: (fault: InvalidValue) => void) {
  return {
    changeFeed: () => openChangeFeed(database, collections, caller, report),
    sourceOf: createSourceLoader(database),

    province: loadOne(contract.province, 'code', (codes) => queries.selectProvinces(database, codes)),
    provinces: (region: Parameters<typeof queries.selectAllProvinces>[1]) => queries.selectAllProvinces(database, region),
    partnerships: () => queries.selectPartnerships(database),
    partnershipsOfProvince: loadMany('parent', (codes) => queries.selectPartnershipsOfProvinces(database, codes)),
    liaisonOffice: loadOne(contract.liaison_office, 'province_code', (codes) => queries.selectLiaisonOffices(database, codes)),
    prefecture: loadOne(contract.prefecture, 'code', (codes) => queries.selectPrefectures(database, codes)),

    county: loadOne(contract.county, 'recorded_code', (codes) => queries.selectCountiesByAnyCode(database, codes)),
    countyPage: (conditions: queries.CountyConditions, page: Page) => queries.selectCountyPage(database, conditions, page),
    countyCount: (conditions: queries.CountyConditions) => queries.countCounties(database, conditions),
    countiesOfProvince: perArguments(({ conditions, page }: { conditions: queries.CountyConditions; page: Page }) =>
      loadMany('parent', (codes) => queries.selectCountiesOfProvinces(database, codes, conditions, page)),
    ),
    countyCountOfProvince: perArguments((conditions: queries.CountyConditions) =>
      loadCount((codes) => queries.countCountiesOfProvinces(database, codes, conditions)),
    ),

    formerCodes: loadMany('county_code', (codes) => queries.selectFormerCodes(database, codes)),
    designations: loadMany('county_code', (codes) => queries.selectDesignations(database, codes)),
    years: loadMany('county_code', (codes) => queries.selectCountyYears(database, codes)),

    need: loadOne(contract.county_need, 'id', (ids) => queries.selectNeeds(database, ids)),
    needsOfCounty: perArguments(({ conditions, page }: { conditions: queries.NeedConditions; page: Page }) =>
      loadMany('parent', (codes) => queries.selectNeedsOfCounties(database, codes, conditions, page)),
    ),
    needCountOfCounty: perArguments((conditions: queries.NeedConditions) => loadCount((codes) => queries.countNeedsOfCounties(database, codes, conditions))),
    needStatuses: loadMany('need_id', (ids) => queries.selectNeedStatuses(database, ids)),
  };
}
