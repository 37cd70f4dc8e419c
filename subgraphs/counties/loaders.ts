// The loaders of one request to the counties. Each turns the keys of a tick into one statement.
import type { Knex } from 'knex';
import { openChangeFeed } from '../shared/change-feed';
import { loadCount, loadMany, loadOne, perArguments } from '../shared/loaders';
import type { Page } from '../shared/pages';
import { createSourceLoader } from '../shared/source';
import type { Caller } from '../shared/subgraph';
import { collections } from './feed';
import * as queries from './queries';
import type { DesignationList } from './types.generated';

export type Context = ReturnType<typeof createContext>;

export function createContext(database: Knex, caller: Caller) {
  return {
    changeFeed: () => openChangeFeed(database, collections, caller),
    sourceOf: createSourceLoader(database),

    province: loadOne(
      (codes) => queries.selectProvinces(database, codes),
      (row) => row.code,
    ),
    provinces: (region: Parameters<typeof queries.selectAllProvinces>[1]) => queries.selectAllProvinces(database, region),
    partnerships: (asOf: string | null) => queries.selectPartnerships(database, asOf),
    partnershipsOfProvince: perArguments(({ asOf }: { asOf: string | null }) =>
      loadMany(
        (codes) => queries.selectPartnershipsOfProvinces(database, codes, asOf),
        (row) => row.parent,
      ),
    ),
    liaisonOffice: loadOne(
      (codes) => queries.selectLiaisonOffices(database, codes),
      (row) => row.province_code,
    ),
    prefecture: loadOne(
      (codes) => queries.selectPrefectures(database, codes),
      (row) => row.code,
    ),

    county: loadOne(
      (codes) => queries.selectCountiesByAnyCode(database, codes),
      (row) => row.recorded_code,
    ),
    countyPage: (conditions: queries.CountyConditions, page: Page) => queries.selectCountyPage(database, conditions, page),
    countyCount: (conditions: queries.CountyConditions) => queries.countCounties(database, conditions),
    countiesOfProvince: perArguments(({ conditions, page }: { conditions: queries.CountyConditions; page: Page }) =>
      loadMany(
        (codes) => queries.selectCountiesOfProvinces(database, codes, conditions, page),
        (row) => row.parent,
      ),
    ),
    countyCountOfProvince: perArguments((conditions: queries.CountyConditions) =>
      loadCount((codes) => queries.countCountiesOfProvinces(database, codes, conditions)),
    ),

    formerCodes: loadMany(
      (codes) => queries.selectFormerCodes(database, codes),
      (row) => row.county_code,
    ),
    designations: perArguments(({ list, asOf }: { list: DesignationList | null; asOf: string | null }) =>
      loadMany(
        (codes) => queries.selectDesignations(database, codes, list, asOf),
        (row) => row.county_code,
      ),
    ),
    years: perArguments(({ from, to }: { from: number | null; to: number | null }) =>
      loadMany(
        (codes) => queries.selectCountyYears(database, codes, from, to),
        (row) => row.county_code,
      ),
    ),

    need: loadOne(
      (ids) => queries.selectNeeds(database, ids),
      (row) => row.id,
    ),
    needsOfCounty: perArguments(({ conditions, page }: { conditions: queries.NeedConditions; page: Page }) =>
      loadMany(
        (codes) => queries.selectNeedsOfCounties(database, codes, conditions, page),
        (row) => row.parent,
      ),
    ),
    needCountOfCounty: perArguments((conditions: queries.NeedConditions) => loadCount((codes) => queries.countNeedsOfCounties(database, codes, conditions))),
    needStatus: perArguments(({ asOf }: { asOf: string }) =>
      loadOne(
        (ids) => queries.selectNeedStatuses(database, ids, asOf),
        (row) => row.need_id,
      ),
    ),
  };
}
