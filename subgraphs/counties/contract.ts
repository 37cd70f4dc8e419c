// What the counties' subgraph reads of its database: the relations, their columns and types. README.md says what each means.
import { changedAt, confidence, dataset, defineContract } from '../shared/contract/relation';
import * as column from '../shared/contract/columns';
import { readVocabularies } from '../shared/contract/vocabulary';
import type { DesignationList, HelpKind, NeedStatus, Region } from './types.generated';

const { conditionOnly, count, date, divisionCode, endDate, fen, flag, id, orNull, text, textOrNull, year } = column;
const vocabulary = readVocabularies('counties');

export const contract = defineContract({
  dataset,
  province: {
    key: ['code'],
    columns: { code: divisionCode, name: text, region: orNull(vocabulary<Region>('Region')), dataset_id: id, changed_at: changedAt },
  },
  east_west_partnership: {
    key: ['east_code', 'west_code'],
    columns: {
      east_code: divisionCode,
      west_code: divisionCode,
      from_on: orNull(date),
      to_on: endDate,
      note: textOrNull,
      confidence: orNull(confidence),
      reference: textOrNull,
      dataset_id: id,
      changed_at: changedAt,
    },
  },
  liaison_office: {
    key: ['province_code'],
    columns: { province_code: divisionCode, name: text, agency: textOrNull, dataset_id: id },
  },
  prefecture: {
    key: ['code'],
    columns: { code: divisionCode, name: text, province_code: divisionCode, changed_at: changedAt },
  },
  county: {
    key: ['code'],
    columns: {
      code: divisionCode,
      name: text,
      search_name: conditionOnly(text),
      prefecture_code: orNull(divisionCode),
      province_code: divisionCode,
      ethnic_minority_area: orNull(flag),
      border_county: orNull(flag),
      old_revolutionary_base: orNull(flag),
      three_regions_three_prefectures: orNull(flag),
      dataset_id: id,
      changed_at: changedAt,
    },
  },
  county_former_code: {
    key: ['former_code'],
    columns: {
      former_code: divisionCode,
      county_code: divisionCode,
      former_name: textOrNull,
      search_name: conditionOnly(textOrNull),
      changed_on: orNull(date),
      confidence: orNull(confidence),
      dataset_id: id,
    },
  },
  county_designation: {
    key: ['county_code', 'list', 'from_on'],
    columns: {
      county_code: divisionCode,
      list: vocabulary<DesignationList>('DesignationList'),
      from_on: date,
      to_on: endDate,
      confidence: orNull(confidence),
      reference: textOrNull,
      dataset_id: id,
    },
  },
  county_year: {
    key: ['county_code', 'year'],
    columns: { county_code: divisionCode, year, population: orNull(count), rural_income_fen: orNull(fen), dataset_id: id },
  },
  county_need: {
    key: ['id'],
    columns: {
      id,
      county_code: divisionCode,
      kind: vocabulary<HelpKind>('HelpKind'),
      description: textOrNull,
      stated_on: date,
      amount_sought_fen: orNull(fen),
      dataset_id: id,
      changed_at: changedAt,
    },
  },
  county_need_status: {
    key: ['need_id', 'since_on'],
    columns: { need_id: id, status: vocabulary<NeedStatus>('NeedStatus'), since_on: date, until_on: endDate },
  },
});
