// Which codes of a question matched nothing, each with why: a plausible zero may come of a mistyped code.
import type { ReadModel } from './open-model';
import * as queries from './queries';
import type { Question } from './question';
import type { LocalizedText } from './state';

/** The GraphQL type `UnmatchedCode`. */
export interface Unmatched extends LocalizedText {
  /** Where it was given, as `where.counties`. */
  argument: string;
  code: string;
}

type Argument = queries.CodeArgument;

/** What is said of a code that names nothing on record, and of one that does. */
const words: Readonly<Record<Argument, Record<'unknown' | 'outside', LocalizedText>>> = {
  provinces: {
    unknown: { english: 'no province has this code', chinese: '无此代码的省份' },
    outside: { english: 'no county of this province is among those asked about', chinese: '所问各县均不属于该省' },
  },
  prefectures: {
    unknown: { english: 'no prefecture has this code', chinese: '无此代码的地级行政区' },
    outside: { english: 'no county of this prefecture is among those asked about', chinese: '所问各县均不属于该地级行政区' },
  },
  counties: {
    unknown: { english: 'no county has this code, nor had it', chinese: '现行及曾用代码中均无此县' },
    outside: { english: 'this county is not in the population, or does not meet the other conditions', chinese: '该县不在统计范围内，或不符合其他条件' },
  },
  homeProvinces: {
    unknown: { english: 'no province has this code', chinese: '无此代码的省份' },
    outside: { english: 'no organization on record is registered in this province', chinese: '在册社会组织均未登记于该省' },
  },
  organizations: {
    unknown: { english: 'the register and the ledger know no organization of this code', chinese: '登记库与台账中均无此代码的社会组织' },
    outside: { english: 'this organization is in no pairing by then, and leads no project', chinese: '截至该日该社会组织无结对，亦未牵头项目' },
  },
  pairings: {
    unknown: { english: 'no pairing has this identifier', chinese: '无此编号的结对' },
    outside: { english: 'this pairing was not active then with a county of the population', chinese: '该结对当期未与统计范围内的县有效结对' },
  },
};

/** The codes of a question's conditions that matched nothing, in the order in which they were given. */
export async function findUnmatched({ database }: ReadModel, { counties, pairings, ...question }: Question): Promise<Unmatched[]> {
  const date = question.points.at(-1)?.date ?? '';
  const ofCounties = (argument: 'provinces' | 'prefectures' | 'counties') => (codes: readonly string[]) =>
    queries.selectCountedCodes(database, argument, { ...question, counties, pairings }, codes);
  const given: [Argument, readonly string[] | undefined, Match][] = [
    ['provinces', counties.provinces, ofCounties('provinces')],
    ['prefectures', counties.prefectures, ofCounties('prefectures')],
    ['counties', counties.counties, ofCounties('counties')],
    ['homeProvinces', pairings.homeProvinces, (codes) => queries.selectHomeProvinces(database, codes)],
    ['organizations', pairings.organizations, (codes) => queries.selectActiveOrganizations(database, codes, date)],
  ];
  const found: Unmatched[] = [];
  for (const [argument, codes = [], match] of given) found.push(...(await findMissing(database, argument, { codes, shown: `where.${argument}`, match })));
  return found;
}

/** Those of some codes that match something. */
type Match = (codes: readonly string[]) => Promise<ReadonlySet<string>>;

interface Given {
  codes: readonly string[];
  /** The argument as it is shown. */
  shown: string;
  match: Match;
}

/** Those of some codes that match nothing, each with why. */
export async function findMissing(database: ReadModel['database'], argument: Argument, { codes, shown, match }: Given): Promise<Unmatched[]> {
  if (codes.length === 0) return [];
  const matched = await match(codes);
  const missing = codes.filter((code) => !matched.has(code));
  if (missing.length === 0) return [];
  const known = await queries.selectKnownCodes(database, argument, missing);
  return missing.map((code) => ({ argument: shown, code, ...words[argument][known.has(code) ? 'outside' : 'unknown'] }));
}
