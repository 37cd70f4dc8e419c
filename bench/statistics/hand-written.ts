// The statements that somebody who knows the read model would write by hand for one question each: coverage by one dimension on
// a date. The graph's own answer is measured against them, and must have the same rows.

/** Columns of the rows, as the graph names them; `value` is the dimension as the facts hold it. */
export interface HandWrittenRow {
  value: string | number | null;
  /** The place of the year. */
  place?: number;
  counties: number | string;
  covered: number | string;
  coveredByAny: number | string;
  atRisk: number | string;
  unknown: number | string;
}

/** Where a statement counts: in the links, or in the statuses that are kept ahead of them. */
export type CountedFrom = 'links' | 'statuses';

export interface HandWritten {
  sql: string;
  values: string[];
}

const goal = 'l.mechanism in (1, 2)';
const bestOf: Readonly<Record<CountedFrom, string>> = {
  links: `max(${goal} and l.standing = 1) good, max(l.standing = 1) any_good, max(${goal} and l.standing = 2) risk, max(${goal} and l.standing = 4) doubt`,
  statuses: 'max(l.good) good, max(l.any_good) any_good, max(l.risk) risk, max(l.doubt) doubt',
};
/** The dimensions of pairings by their numbers in `county_status`; 0 is all pairings. */
const numbers = ['', 'KIND', 'ORGANIZATION_KIND', 'SECTOR', 'LEVEL', 'GRADE', 'MECHANISM'];
const sums = `coalesce(sum(s.good), 0) covered, coalesce(sum(s.any_good), 0) coveredByAny,
  coalesce(sum(s.good = 0 and s.doubt = 0 and s.risk = 1), 0) atRisk, coalesce(sum(s.good = 0 and s.doubt = 1), 0) \`unknown\``;
const listed = (date: string) => `select d.county_id from dim_designation d where d.list = 'NATIONAL_KEY' and d.from_on <= ${date} and d.until_on > ${date}`;

/** Dimensions of counties, and where `dim_county` has them. */
const countyColumns: Readonly<Record<string, string>> = { PROVINCE: 'c.province_code', PREFECTURE: 'c.prefecture_code', COUNTY: 'c.id' };
const factColumns: Readonly<Record<string, string>> = {
  ORGANIZATION_KIND: 'l.organization_kind',
  SECTOR: 'l.sector',
  LEVEL: 'l.level',
  GRADE: 'l.grade',
  MECHANISM: 'l.mechanism',
};

export const dimensionsByHand = [...Object.keys(countyColumns), 'DESIGNATION', 'KIND', ...Object.keys(factColumns), 'YEAR'];

/** The statement for a dimension, in a population: the designated counties, or all. */
export function writeByHand(dimension: string, population: 'NATIONAL_KEY' | 'ALL', date: string, from: CountedFrom): HandWritten {
  const isListed = population === 'NATIONAL_KEY';
  const best = bestOf[from];
  const links = from === 'links' ? 'fact_link l' : 'county_status l';
  const counted = from === 'links' ? '' : `l.dimension = ${Math.max(0, numbers.indexOf(dimension))} and `;
  const onDate = `${counted}l.from_on <= ? and l.until_on > ?`;
  const column = countyColumns[dimension];
  if (column !== undefined) {
    return {
      sql: `select ${column} value, count(*) counties, ${sums} from dim_county c
        left join (select l.county_id, ${best} from ${links} where ${onDate}${isListed ? ` and l.county_id in (${listed('?')})` : ''} group by l.county_id) s on s.county_id = c.id
        ${isListed ? `where c.id in (${listed('?')})` : ''} group by ${column}`,
      values: Array<string>(isListed ? 6 : 2).fill(date),
    };
  }
  if (dimension === 'DESIGNATION') {
    return {
      sql: `select d.list value, count(*) counties, ${sums} from dim_designation d
        left join (select l.county_id, ${best} from ${links} where ${onDate} and l.county_id in (select county_id from dim_designation) group by l.county_id) s on s.county_id = d.county_id
        where d.from_on <= ? and d.until_on > ?${isListed ? ` and d.county_id in (${listed('?')})` : ''} group by d.list`,
      values: Array<string>(isListed ? 6 : 4).fill(date),
    };
  }
  const counties = (on: string) =>
    isListed
      ? `(select count(*) from dim_designation d where d.list = 'NATIONAL_KEY' and d.from_on <= ${on} and d.until_on > ${on})`
      : '(select count(*) from dim_county)';
  if (dimension === 'YEAR') {
    const years = Array.from({ length: Number(date.slice(0, 4)) - 2021 }, (_year, i) => `${2022 + i}-12-31`);
    const ends = years.map((end) => (end < date ? end : date));
    return {
      sql: `select s.place value, s.place, max(${counties('s.day')}) counties, ${sums} from (
        select p.place, p.day, l.county_id, ${best} from (${ends.map((_end, i) => `select ${i} place, date(?) day`).join(' union all ')}) p
        join ${links} on ${counted}l.from_on <= p.day and l.until_on > p.day
        ${isListed ? `where exists (select 1 from dim_designation d where d.county_id = l.county_id and d.list = 'NATIONAL_KEY' and d.from_on <= p.day and d.until_on > p.day)` : ''}
        group by p.place, p.day, l.county_id) s group by s.place`,
      values: ends,
    };
  }
  const join =
    dimension === 'KIND' && from === 'links'
      ? `join (${[0, 1, 2, 3, 4, 5, 6].map((bit) => `select ${bit + 1} code, ${1 << bit} bit`).join(' union all ')}) k on (l.kinds & k.bit) <> 0`
      : '';
  const inLinks = dimension === 'KIND' ? 'k.code' : (factColumns[dimension] ?? '');
  const value = from === 'links' ? inLinks : 'l.code';
  return {
    sql: `select s.value, ${counties('?')} counties, ${sums} from (
      select ${value} value, l.county_id, ${best} from ${links} ${join}
      where ${onDate}${isListed ? ` and l.county_id in (${listed('?')})` : ''} group by ${value}, l.county_id) s group by s.value`,
    values: Array<string>(isListed ? 6 : 2).fill(date),
  };
}

/**
 * Covered counties by province over the registers' own tables, as they are normalised: what the read model is instead of. Reads
 * three databases of one server, which no agency would allow.
 */
export const overRegisters = (date: string): HandWritten => ({
  sql: `select concat(left(pc.county_code, 2), '0000') province, count(distinct pc.county_code) covered
    from pairings.pairing_status ps
    join pairings.pairing p on p.id = ps.pairing_id and p.mechanism in ('NATIONAL', 'EAST_WEST')
    join pairings.pairing_county pc on pc.pairing_id = p.id
    join pairings.pairing_organization po on po.pairing_id = p.id
    join organizations.organization o on o.code = po.organization_code
    join organizations.organization_status os on os.code = o.code and os.status = 'ACTIVE' and os.since_on <= ? and (os.until_on is null or os.until_on > ?)
    where ps.status = 'ACTIVE' and ps.since_on <= ? and (ps.until_on is null or ps.until_on > ?)
      and (o.certificate_to is null or o.certificate_to >= ?)
      and not exists (select 1 from organizations.organization_listing l where l.code = o.code and l.listed_on <= ? and (l.removed_on is null or l.removed_on > ?))
      and not exists (select 1 from organizations.organization_inspection i where i.code = o.code and i.conclusion = 'FAILED' and i.concluded_on <= ?
        and i.year = (select max(j.year) from organizations.organization_inspection j where j.code = o.code and j.concluded_on <= ?))
    group by 1`,
  values: Array<string>(9).fill(date),
});
