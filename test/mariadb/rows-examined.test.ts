// A question about one county, one province or one organization reads what there is of it, and no more than a few times that: not
// the whole of the facts. One about many dates reads the links once, and not once for each.
import type { Knex } from 'knex';
import { families, watchReads } from '../../bench/statistics/count-examined';
import { openDatabase } from '../../subgraphs/shared/database';
import { readerUrl } from '../graph/graph';

const url = readerUrl('statistics', 'mariadb');
const tables: Readonly<Record<string, string>> = {
  status: 'fact_link',
  organizations: 'fact_link',
  pairings: 'fact_link',
  projects: 'fact_project',
  pledges: 'fact_pledge',
  reports: 'fact_report',
  needs: 'fact_need',
};
/** Handlers count the ends of ranges, look-ups of joined rows and temporary tables besides the rows themselves. */
const timesItsRows = 8;
const besides = 120;

let database: Knex;
let reads: ReturnType<typeof watchReads>;
let code: string;

beforeAll(async () => {
  database = openDatabase(url, { role: 'reader' });
  reads = watchReads(url);
  const [row]: { code: string }[] = await database('fact_link')
    .join('dim_organization as organization', 'organization.id', 'organization_id')
    .select('code')
    .groupBy('code')
    .orderByRaw('count(*) desc')
    .limit(1);
  code = row?.code ?? '';
});
afterAll(async () => {
  await reads.close();
  await database.destroy();
});

async function countRows(table: string, restrict: (query: Knex.QueryBuilder) => Knex.QueryBuilder): Promise<number> {
  return Number((await restrict(database(table)).count({ total: '*' }).first())?.total);
}

describe('the rows examined for a question about', () => {
  it.each([
    ['one county', () => ({ counties: ['530627'] }), (query: Knex.QueryBuilder) => query.where('county_id', 530_627)],
    ['one province', () => ({ provinces: ['640000'] }), (query: Knex.QueryBuilder) => query.whereBetween('county_id', [640_000, 649_999])],
    [
      'one organization',
      () => ({ organizations: [code] }),
      (query: Knex.QueryBuilder) => query.whereIn('organization_id', database('dim_organization').select('id').where({ code })),
    ],
  ])('%s are those there are of it', async (_case, where, restrict) => {
    const counts = await reads.count(where());
    const bounds: Record<string, number> = {};
    for (const [family, table] of Object.entries(tables)) {
      const isOfCounties = family === 'needs' && 'organizations' in where();
      bounds[family] = isOfCounties ? Number.POSITIVE_INFINITY : timesItsRows * (await countRows(table, restrict)) + besides;
    }
    const over = families.filter((family) => (counts.get(family) ?? 0) > (bounds[family] ?? Number.POSITIVE_INFINITY));
    expect(over.map((family) => `${family}: ${counts.get(family)} read, at most ${bounds[family]}`)).toEqual([]);
    expect(counts.get('status')).toBeGreaterThan(0);
    // The bound would not hold for a scan.
    expect(await countRows('fact_link', (query) => query)).toBeGreaterThan((bounds.status ?? 0) * 1.2);
  });

  it('organizations and pairings by month are hardly more than by year', async () => {
    const by = (interval: string) =>
      reads.count(
        {},
        `{ coverage: coverageTrend(from: "2022-01-01", to: "2026-06-30", interval: ${interval}, population: ALL) { rows { organizations pairings } } }`,
      );
    const [months, years] = [await by('MONTH'), await by('YEAR')];
    const links = await countRows('fact_link', (query) => query);
    for (const family of ['organizations', 'pairings'] as const) {
      expect(years.get(family)).toBeGreaterThan(links);
      expect(months.get(family)).toBeLessThan((years.get(family) ?? 0) * 1.2);
    }
  });
});
