// Counts what the server reads for each statement of a question.
import type { Knex } from 'knex';
import { openDatabase } from '../../subgraphs/shared/database';
import { createSubgraph } from '../../subgraphs/shared/subgraph';
import { statistics } from '../../subgraphs/statistics';
import type { ScaleDatabases } from './databases';
import { allFields, askCoverage, coverageQuery, log } from './turns';

/** Counts what a server reads to answer questions: about coverage by province with every measure, or as another query says. */
export function watchReads(url: string): { count(where: Record<string, unknown>, query?: string): Promise<Map<Family, number>>; close(): Promise<void> } {
  const statements: { sql: string; bindings: unknown[] }[] = [];
  const seen = openDatabase(url, { role: 'reader' });
  seen.on('query', ({ sql, bindings }: { sql: string; bindings?: unknown[] }) => statements.push({ sql, bindings: [...(bindings ?? [])] }));
  const watched = createSubgraph(statistics, { database: seen, logError: log.error });
  const counting = openDatabase(url, { role: 'reader' });
  return {
    async count(where, query = coverageQuery('PROVINCE', allFields, false)) {
      statements.length = 0;
      await askCoverage(watched, query, { population: 'ALL', asOf: '2024-06-30', where });
      const counts = new Map<Family, number>();
      // Counters are a connection's own: the statements are run again on one.
      await counting.transaction(async (trx) => {
        for (const { sql, bindings } of statements) {
          const family = familyOf(sql);
          if (family === null) continue;
          const before = await readHandlers(trx);
          await trx.raw(sql, bindings as string[]);
          counts.set(family, (await readHandlers(trx)) - before);
        }
      });
      return counts;
    },
    async close() {
      await watched.close();
      await counting.destroy();
    },
  };
}

/** Rows that the server's handlers read for each statement of one question. */
export async function countExamined(databases: ScaleDatabases): Promise<string[]> {
  const url = databases.url('statistics', 'reader');
  const database = openDatabase(url, { role: 'reader' });
  const reads = watchReads(url);
  const link = await database('fact_link').first('organization_id');
  const organization = (await database('dim_organization').where('id', link?.organization_id).first('code'))?.code;
  const cases: [what: string, where: Record<string, unknown>][] = [
    ['no filter, population ALL', {}],
    ['one county', { counties: ['530627'] }],
    ['one province', { provinces: ['640000'] }],
    ['one organization', { organizations: [organization] }],
  ];
  const lines = [
    '## Rows examined',
    '',
    'What the handlers of the server read for each statement of coverage by province with every measure, in population ALL on 2024-06-30.',
    '',
    `| filter | ${families.join(' | ')} |`,
    `|---|${families.map(() => '---|').join('')}`,
  ];
  for (const [what, where] of cases) {
    const counts = await reads.count(where);
    lines.push(`| ${what} | ${families.map((family) => (counts.get(family) ?? 0).toLocaleString('en')).join(' | ')} |`);
  }
  await reads.close();
  await database.destroy();
  return [...lines, ''];
}

export const families = ['counties', 'status', 'organizations', 'pairings', 'projects', 'pledges', 'reports', 'needs'] as const;
type Family = (typeof families)[number];

function familyOf(sql: string): Family | null {
  const marks: [mark: string, family: Family][] = [
    ['by_county', 'status'],
    ['`organizations`', 'organizations'],
    ['`pairings`', 'pairings'],
    ['fact_project', 'projects'],
    ['fact_pledge', 'pledges'],
    ['fact_report', 'reports'],
    ['fact_need', 'needs'],
    ['`counties`', 'counties'],
  ];
  return marks.find(([mark]) => sql.includes(mark))?.[1] ?? null;
}

async function readHandlers(database: Knex): Promise<number> {
  const [rows] = (await database.raw("show session status like 'Handler_read%'")) as [{ Value: string }[]];
  return rows.reduce((sum, { Value }) => sum + Number(Value), 0);
}
