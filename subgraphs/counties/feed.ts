// The records of the counties' change feed: everything with a validity, and what counties need.
import type { FeedCollections } from '../shared/change-feed';
import { contract } from './contract';

/** A truth value of JSON; what is no truth value stays what it is. */
const truth = (flag: unknown) => (flag === 0 || flag === 1 ? flag === 1 : flag);

export const collections: FeedCollections = {
  province: {
    relation: contract.province,
    // Read for its faults alone, as years are: the body does not show it.
    children: { offices: { relation: contract.liaison_office, parent: 'province_code', orderBy: ['province_code'] } },
    toBody: ({ code, name, region, dataset_id }) => ({ code, name, region, dataset: dataset_id }),
  },
  prefecture: {
    relation: contract.prefecture,
    children: {},
    toBody: ({ code, name, province_code }) => ({ code, name, province: province_code }),
  },
  partnership: {
    relation: contract.east_west_partnership,
    children: {},
    toBody: ({ east_code, west_code, from_on, to_on, dataset_id }) => ({ east: east_code, west: west_code, from: from_on, to: to_on, dataset: dataset_id }),
  },
  county: {
    relation: contract.county,
    children: {
      formerCodes: { relation: contract.county_former_code, parent: 'county_code', orderBy: ['former_code'] },
      designations: { relation: contract.county_designation, parent: 'county_code', orderBy: ['list', 'from_on'] },
      years: { relation: contract.county_year, parent: 'county_code', orderBy: ['year'] },
    },
    toBody: (row, childrenOf) => ({
      code: row.code,
      name: row.name,
      prefecture: row.prefecture_code,
      province: row.province_code,
      ethnicMinorityArea: truth(row.ethnic_minority_area),
      borderCounty: truth(row.border_county),
      oldRevolutionaryBase: truth(row.old_revolutionary_base),
      threeRegionsThreePrefectures: truth(row.three_regions_three_prefectures),
      dataset: row.dataset_id,
      formerCodes: childrenOf('formerCodes').map(({ former_code }) => former_code),
      designations: childrenOf('designations').map(({ list, from_on, to_on }) => ({ list, from: from_on, to: to_on })),
    }),
  },
  need: {
    relation: contract.county_need,
    children: {
      statuses: { relation: contract.county_need_status, parent: 'need_id', orderBy: ['since_on'] },
    },
    toBody: (row, childrenOf) => ({
      id: row.id,
      county: row.county_code,
      kind: row.kind,
      statedOn: row.stated_on,
      amountSoughtFen: row.amount_sought_fen,
      dataset: row.dataset_id,
      statuses: childrenOf('statuses').map(({ status, since_on, until_on }) => ({ status, since: since_on, until: until_on })),
    }),
  },
};
