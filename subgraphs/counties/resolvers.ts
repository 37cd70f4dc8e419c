// Fields of the counties' graph to loaders. No SQL and no environment here.
import { mapRows, rawText } from '../shared/contract/rows';
import { findStatusOn, isInForce } from '../shared/in-force';
import { optionalSet, requireAll, requireDivisionCode } from '../shared/input';
import { buildConnection, readPage } from '../shared/pages';
import { type IsoDate, today } from '../shared/scalars';
import { readSearchText } from '../shared/search-text';
import type { CountyConditions, CountyRow, Flag } from './queries';
import type { CountyFilter, Resolvers } from './types.generated';

const codeOf = (row: CountyRow) => rawText(row, 'code');
const truth = (flag: Flag): boolean | null => (flag === null ? null : flag === 1);
/** Those of some rows that are in force on a day; all where none is asked. */
const inForce = <Row extends Parameters<typeof isInForce>[0]>(rows: Row[], asOf: IsoDate | null | undefined) =>
  asOf ? rows.filter((row) => isInForce(row, asOf)) : rows;

export const resolvers: Resolvers = {
  Query: {
    countyFeed: (_root, _args, { changeFeed }) => changeFeed(),
    province: (_root, { code }, { province }) => province.load(requireDivisionCode(code)),
    provinces: (_root, { region }, { provinces }) => provinces(region ?? null),
    county: (_root, { code }, { county }) => county.load(requireDivisionCode(code)),
    counties: (_root, { codes }, { county }) => Promise.all(requireAll(codes, requireDivisionCode).map((code) => county.load(code))),
    async countySearch(_root, args, { countyPage, countyCount }) {
      const field = 'countySearch';
      const page = readPage(field, args);
      const conditions = readConditions(args.filter, args.text);
      return buildConnection(field, page, await countyPage(conditions, page), codeOf, () => countyCount(conditions));
    },
    need: (_root, { id }, { need }) => need.load(id),
    eastWestPartnerships: async (_root, { asOf }, { partnerships }) => inForce(await partnerships(), asOf),
  },

  Province: {
    __resolveReference: ({ code }, { province }) => province.load(code),
    partnerships: async ({ code }, { asOf }, { partnershipsOfProvince }) => inForce(await partnershipsOfProvince.load(code), asOf),
    liaisonOffice: ({ code }, _args, { liaisonOffice }) => liaisonOffice.load(code),
    async counties({ code }, args, { countiesOfProvince, countyCountOfProvince }) {
      const field = 'Province.counties';
      const page = readPage(field, args);
      const conditions = readConditions(args.filter);
      const rows = await countiesOfProvince({ conditions, page }).load(code);
      return buildConnection(field, page, rows, codeOf, () => countyCountOfProvince(conditions).load(code));
    },
    source: (row, _args, { sourceOf }) => sourceOf(row),
  },

  EastWestPartnership: {
    east: ({ east_code }, _args, { province }) => province.load(east_code),
    west: ({ west_code }, _args, { province }) => province.load(west_code),
    from: ({ from_on }) => from_on,
    to: ({ to_on }) => to_on,
    source: (row, _args, { sourceOf }) => sourceOf(row),
  },

  LiaisonOffice: {
    source: (row, _args, { sourceOf }) => sourceOf(row),
  },

  County: {
    __resolveReference: (reference, { county }) => county.load('code' in reference ? reference.code : reference.recordedCode),
    recordedCode: ({ recorded_code }) => recorded_code,
    codes: async ({ code }, _args, { formerCodes }) => [code, ...mapRows(await formerCodes.load(code), (row) => row.former_code)],
    formerCodes: ({ code }, _args, { formerCodes }) => formerCodes.load(code),
    prefecture: ({ prefecture_code }, _args, { prefecture }) => (prefecture_code === null ? null : prefecture.load(prefecture_code)),
    province: ({ province_code }, _args, { province }) => province.load(province_code),
    async designations({ code }, { list, asOf }, { designations }) {
      const listed = (await designations.load(code)).filter((row) => !list || row.list === list);
      return inForce(listed, asOf);
    },
    ethnicMinorityArea: (row) => truth(row.ethnic_minority_area),
    borderCounty: (row) => truth(row.border_county),
    oldRevolutionaryBase: (row) => truth(row.old_revolutionary_base),
    threeRegionsThreePrefectures: (row) => truth(row.three_regions_three_prefectures),
    years: async ({ code }, { from, to }, { years }) =>
      (await years.load(code)).filter(({ year }) => (from === null || from === undefined || year >= from) && (to === null || to === undefined || year <= to)),
    async needs({ code }, args, { needsOfCounty, needCountOfCounty }) {
      const field = 'County.needs';
      const page = readPage(field, args);
      const conditions = { asOf: args.asOf ?? today(), kind: args.kind ?? null, status: optionalSet(args.status) ?? null };
      const rows = await needsOfCounty({ conditions, page }).load(code);
      return buildConnection(
        field,
        page,
        rows,
        (row) => rawText(row, 'id'),
        () => needCountOfCounty(conditions).load(code),
      );
    },
    source: (row, _args, { sourceOf }) => sourceOf(row),
  },

  FormerCode: {
    code: ({ former_code }) => former_code,
    name: ({ former_name }) => former_name,
    changedOn: ({ changed_on }) => changed_on,
    source: (row, _args, { sourceOf }) => sourceOf(row),
  },

  Designation: {
    from: ({ from_on }) => from_on,
    to: ({ to_on }) => to_on,
    source: (row, _args, { sourceOf }) => sourceOf(row),
  },

  CountyYear: {
    ruralIncome: ({ rural_income_fen }) => rural_income_fen,
    source: (row, _args, { sourceOf }) => sourceOf(row),
  },

  Need: {
    __resolveReference: ({ id }, { need }) => need.load(id),
    county: ({ county_code }, _args, { county }) => county.load(county_code),
    statedOn: ({ stated_on }) => stated_on,
    amountSought: ({ amount_sought_fen }) => amount_sought_fen,
    status: async ({ id }, { asOf }, { needStatuses }) => findStatusOn(await needStatuses.load(id), asOf ?? today(), 'county_need_status', id),
    source: (row, _args, { sourceOf }) => sourceOf(row),
  },

  NeedState: {
    since: ({ since_on }) => since_on,
  },
};

function readConditions(filter: CountyFilter | null | undefined, text?: string | null): CountyConditions {
  const { designation, ethnicMinorityArea, borderCounty, oldRevolutionaryBase, threeRegionsThreePrefectures, unmetNeeds } = filter ?? {};
  const flags = {
    ethnic_minority_area: ethnicMinorityArea,
    border_county: borderCounty,
    old_revolutionary_base: oldRevolutionaryBase,
    three_regions_three_prefectures: threeRegionsThreePrefectures,
  };
  const kinds = optionalSet(unmetNeeds);
  return {
    text: readSearchText(text),
    provinces: optionalSet(filter?.provinces, requireDivisionCode),
    prefectures: optionalSet(filter?.prefectures, requireDivisionCode),
    regions: optionalSet(filter?.regions),
    designation: designation === null || designation === undefined ? undefined : { list: designation.list ?? 'NATIONAL_KEY', asOf: designation.asOf ?? null },
    flags: Object.fromEntries(Object.entries(flags).filter(([, value]) => value !== null && value !== undefined)),
    unmetNeeds: kinds === undefined ? undefined : { kinds, asOf: today() },
  };
}
