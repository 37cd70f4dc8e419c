// Measures questions over data of national scale: coverage by each dimension beside a statement written by hand, and the others.
import type { Knex } from 'knex';
import { readConfig } from '../../config';
import { openSubgraph } from '../../subgraphs/open';
import { openDatabase } from '../../subgraphs/shared/database';
import { packageRoot } from '../../subgraphs/shared/package-root';
import type { Subgraph } from '../../subgraphs/shared/subgraph';
import { statistics } from '../../subgraphs/statistics';
import { countExamined } from './count-examined';
import type { ScaleDatabases } from './databases';
import { type CountedFrom, dimensionsByHand, type HandWrittenRow, overRegisters, writeByHand } from './hand-written';
import { allFields, askCoverage, type CoverageRows, coverageQuery, dates, log, ms, type Musts, statusFields, takeTurns } from './turns';

/** Coverage by each dimension beside the statement written by hand, then the other questions, and the rows that each statement examines. */
export async function measureQuestions(databases: ScaleDatabases, rounds: number, musts: Musts): Promise<string[]> {
  const config = readConfig(databases.environment, packageRoot);
  const subgraph = openSubgraph(statistics, config, log);
  const byHand = openDatabase(databases.url('statistics', 'reader'), { role: 'reader' });
  try {
    return [
      ...(await measureDimensions(subgraph, byHand, rounds, musts)),
      ...(await measureOthers(subgraph, rounds, musts)),
      ...(await countExamined(databases)),
    ];
  } finally {
    await subgraph.close();
    await byHand.destroy();
  }
}

async function measureDimensions(subgraph: Subgraph, byHand: Knex, rounds: number, musts: Musts): Promise<string[]> {
  const lines = [
    '## Coverage by one dimension, beside a statement written by hand',
    '',
    `The graph and the statements answer in turn, over the dates ${dates.join(', ')}; their rows are compared. p50 in ms. One statement counts from the links, the other from the statuses that are kept ahead, as the graph does.`,
    '',
    '| population | dimension | graph | from links by hand | ratio | from statuses by hand | ratio | organizations, graph | every measure and totals, once |',
    '|---|---|---|---|---|---|---|---|---|',
  ];
  const worst = { NATIONAL_KEY: 0, ALL: 0, ratio: 0 };
  for (const population of ['NATIONAL_KEY', 'ALL'] as const) {
    for (const dimension of dimensionsByHand) {
      const query = coverageQuery(dimension, statusFields, false);
      const everything = coverageQuery(dimension, allFields, true);
      const dateOf = (round: number) => dates[round % dates.length] as string;
      const hand = (from: CountedFrom) => async (round: number) => {
        const { sql, values } = writeByHand(dimension, population, dateOf(round), from);
        return (await byHand.raw(sql, values))[0] as HandWrittenRow[];
      };
      for (const [i, asOf] of dates.entries()) {
        const rows = await askCoverage(subgraph, query, { population, asOf });
        for (const from of ['links', 'statuses'] as const) expectEqual(dimension, population, rows, await hand(from)(i));
      }
      const ask = (asked: string) => (round: number) => askCoverage(subgraph, asked, { population, asOf: dateOf(round) });
      const organizations = coverageQuery(dimension, 'organizations', false);
      const works = [ask(query), hand('links'), hand('statuses'), ask(organizations)];
      const [graph = 0, links = 0, statuses = 0, counted = 0] = await takeTurns(rounds, works);
      const [all = 0] = await takeTurns(1, [ask(everything)]);
      const ratios = { links: graph / links, statuses: graph / statuses };
      lines.push(
        `| ${population} | ${dimension} | ${ms(graph)} | ${ms(links)} | ${ratios.links.toFixed(2)} | ${ms(statuses)} | ${ratios.statuses.toFixed(2)} | ${ms(counted)} | ${ms(all)} |`,
      );
      worst[population] = Math.max(worst[population], graph);
      worst.ratio = Math.max(worst.ratio, ratios.links);
      console.log(lines.at(-1));
    }
  }
  musts.push(['coverage by one dimension of the designated counties, p50, the slowest', `${ms(worst.NATIONAL_KEY)} ms`, '300 ms', worst.NATIONAL_KEY < 300]);
  musts.push(['the same of all 2,844 counties', `${ms(worst.ALL)} ms`, '300 ms', worst.ALL < 300]);
  musts.push(['coverage by one dimension against SQL by hand over the links, the worst', worst.ratio.toFixed(2), '1.5', worst.ratio <= 1.5]);
  const date = '2024-06-30';
  const normalised = overRegisters(date);
  const [registers = 0, model = 0] = await takeTurns(Math.min(5, rounds), [
    () => byHand.raw(normalised.sql, normalised.values),
    () => askCoverage(subgraph, coverageQuery('PROVINCE', 'covered', false), { population: 'ALL', asOf: date }),
  ]);
  lines.push(
    '',
    `Covered counties by province on ${date} over the registers' normalised tables: ${ms(registers)} ms; by the graph from the read model: ${ms(model)} ms.`,
    '',
  );
  return lines;
}

/** @throws Error where the graph's rows are not those of the statement */
function expectEqual(dimension: string, population: string, rows: CoverageRows, byHand: readonly HandWrittenRow[]): void {
  const columns = ['covered', 'coveredByAny', 'atRisk', 'unknown'] as const;
  // Rows without any pairing are in the graph's answer alone; a page has 500 rows. The status of projects outside pairings is null.
  const some = (row: Record<string, unknown>) => columns.some((column) => Number(row[column] ?? 0) > 0);
  const line = (row: Record<string, unknown>) => ['counties', ...columns].map((column) => Number(row[column] ?? 0)).join(' ');
  const [ours, theirs] = [
    rows.filter(some).map(line).sort(),
    byHand
      .filter((row) => some({ ...row }))
      .map((row) => line({ ...row }))
      .sort(),
  ];
  const isPart = rows.length === 500 ? ours.every((each) => theirs.includes(each)) : JSON.stringify(ours) === JSON.stringify(theirs);
  if (!isPart)
    throw new Error(
      `coverage by ${dimension} of ${population} differs from the statement by hand:\n${ours.slice(0, 5).join('\n')}\n---\n${theirs.slice(0, 5).join('\n')}`,
    );
}

async function measureOthers(subgraph: Subgraph, rounds: number, musts: Musts): Promise<string[]> {
  const run =
    (query: string, variables: Record<string, unknown> = {}) =>
    async () => {
      const { errors } = await subgraph.execute({ query, variables });
      if (errors !== undefined) throw new Error(`the statistics answer with an error: ${errors[0]?.message}`);
    };
  const gaps = `query ($population: Population!) { coverageGaps(population: $population, first: 50) { totalCount nodes { county { code } status reasons { code english } missingKinds
    unmetNeeds { kind since } candidates(first: 3) { organization { code } points criteria { criterion points } } } } }`;
  const trend = `{ coverageTrend(from: "2022-01-01", to: "2025-12-31") { rows { date ${allFields} } } }`;
  const evaluation = (of: string) => `{ evaluation(year: 2024, of: ${of}, first: 50) { nodes { score indicators { value } } } }`;
  const works: [what: string, work: () => Promise<void>][] = [
    ['coverageGaps, first 50 of NATIONAL_KEY, with reasons and candidates', run(gaps, { population: 'NATIONAL_KEY' })],
    ['coverageGaps, first 50 of ALL, with reasons and candidates', run(gaps, { population: 'ALL' })],
    ['coverageTrend by quarter since 2022, every measure', run(trend)],
    ...['PROVINCE', 'COUNTY', 'PAIRING', 'ORGANIZATION'].map((of): [string, () => Promise<void>] => [`evaluation of 2024, 50 of ${of}`, run(evaluation(of))]),
  ];
  const times = await takeTurns(
    rounds,
    works.map(([, work]) => work),
  );
  const slowest = Math.max(times[0] ?? 0, times[1] ?? 0);
  musts.push(['coverageGaps, first page with reasons and candidates, p50, the slower population', `${ms(slowest)} ms`, '300 ms', slowest < 300]);
  return ['## Other questions', '', '| question | p50 ms |', '|---|---|', ...works.map(([what], i) => `| ${what} | ${ms(times[i] ?? 0)} |`), ''];
}
