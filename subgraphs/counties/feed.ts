// The records of the counties' change feed: everything with a validity, and what counties need.
import { type FeedCollections, toBoolean } from '../shared/change-feed';

export const collections: FeedCollections = {
  province: {
    relation: 'province',
    key: ['code'],
    select: ['name', 'region', 'dataset_id'],
    children: {},
    toBody: ({ code, name, region, dataset_id }) => ({ code, name, region, dataset: dataset_id }),
  },
  prefecture: {
    relation: 'prefecture',
    key: ['code'],
    select: ['name', 'province_code'],
    children: {},
    toBody: ({ code, name, province_code }) => ({ code, name, province: province_code }),
  },
  partnership: {
    relation: 'east_west_partnership',
    key: ['east_code', 'west_code'],
    select: ['from_on', 'to_on', 'dataset_id'],
    children: {},
    toBody: ({ east_code, west_code, from_on, to_on, dataset_id }) => ({ east: east_code, west: west_code, from: from_on, to: to_on, dataset: dataset_id }),
  },
  county: {
    relation: 'county',
    key: ['code'],
    select: [
      'name',
      'prefecture_code',
      'province_code',
      'ethnic_minority_area',
      'border_county',
      'old_revolutionary_base',
      'three_regions_three_prefectures',
      'dataset_id',
    ],
    children: {
      formerCodes: { relation: 'county_former_code', parent: 'county_code', select: ['former_code'], orderBy: ['former_code'] },
      designations: { relation: 'county_designation', parent: 'county_code', select: ['list', 'from_on', 'to_on'], orderBy: ['list', 'from_on'] },
    },
    toBody: (row, childrenOf) => ({
      code: row.code,
      name: row.name,
      prefecture: row.prefecture_code,
      province: row.province_code,
      ethnicMinorityArea: toBoolean(row.ethnic_minority_area),
      borderCounty: toBoolean(row.border_county),
      oldRevolutionaryBase: toBoolean(row.old_revolutionary_base),
      threeRegionsThreePrefectures: toBoolean(row.three_regions_three_prefectures),
      dataset: row.dataset_id,
      formerCodes: childrenOf('formerCodes').map(({ former_code }) => former_code),
      designations: childrenOf('designations').map(({ list, from_on, to_on }) => ({ list, from: from_on, to: to_on })),
    }),
  },
  need: {
    relation: 'county_need',
    key: ['id'],
    select: ['county_code', 'kind', 'stated_on', 'amount_sought_fen', 'dataset_id'],
    children: {
      statuses: { relation: 'county_need_status', parent: 'need_id', select: ['status', 'since_on', 'until_on'], orderBy: ['since_on'] },
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
