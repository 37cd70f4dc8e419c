// Measures the statistics with data of national scale: npm run bench -- statistics [--server URL] [--rounds N] [--output FILE]
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { readConfig } from '../../config';
import { prepareEmbeddedData } from '../../sample/prepare';
import { openSubgraph } from '../../subgraphs/open';
import { packageRoot } from '../../subgraphs/shared/package-root';
import { statistics } from '../../subgraphs/statistics';
import { openScaleDatabases, type ScaleDatabases } from './databases';
import { measureLoading } from './measure-loading';
import { measureQuestions } from './measure-questions';
import { analyzeTables, countWork, isOff, reportWork } from './measure-work';
import { allFields, askCoverage, coverageQuery, dates, log, type Musts, ms, statusFields, takeTurns } from './turns';

export interface StatisticsFlags {
  /** The connection string of a server to use, without a database; null for one of our own. */
  server: string | null;
  rounds: number;
  /** A file for the report; printed where null. */
  output: string | null;
  /** Less of everything, for a look. */
  quick: boolean;
}

/** Resolves with whether every must of the issue was reached and every answer was right. */
export async function runStatisticsBenchmark({ server, rounds, output, quick }: StatisticsFlags): Promise<boolean> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'jiedui-bench-statistics-'));
  const databases = await openScaleDatabases(server);
  const lines: string[] = [
    '# Statistics, measured',
    '',
    `Written by \`npm run bench -- statistics\` on ${new Date().toISOString().slice(0, 10)}: ${os.cpus().length} cores, ${databases.version}, Node ${process.version}, medians of ${rounds} rounds${quick ? ', **small data: a look, no result**' : ''}.`,
    '',
  ];
  const musts: Musts = [];
  try {
    lines.push(...(await measureSample(folder, rounds, musts)));
    lines.push(...(await measureLoading(databases, folder, quick, musts)));
    lines.push(...(await measureQuestions(databases, rounds, musts)));
    lines.push(...(await measureWork(databases, musts)));
  } finally {
    await databases.stop();
    rmSync(folder, { recursive: true, force: true });
  }
  const table = [
    '| what | reached | must | |',
    '|---|---|---|---|',
    ...musts.map(([what, reached, must, holds]) => `| ${what} | ${reached} | ${must} | ${holds ? '' : '**missed**'} |`),
    '',
  ];
  const report = [...lines.slice(0, 4), ...table, ...lines.slice(4)].join('\n');
  if (output === null) console.log(report);
  else writeFileSync(output, report);
  return musts.every(([, , , holds]) => holds);
}

const workCases = 50;
const workSeed = 1;

/** The estimates of work beside what is counted. */
async function measureWork(databases: ScaleDatabases, musts: Musts): Promise<string[]> {
  await analyzeTables(databases.url('statistics', 'owner'));
  const counted = await countWork(databases.url('statistics', 'reader'), workCases, workSeed);
  const within = counted.filter((each) => !isOff(each)).length / counted.length;
  musts.push(['estimates of work within a factor of 3 of the count', `${(100 * within).toFixed(1)} %`, '97 %', within >= 0.97]);
  return ['## Work, estimated and counted', '', ...reportWork('National scale', counted)];
}

/** The embedded sample on SQLite: coverage by province at several dates. */
async function measureSample(folder: string, rounds: number, musts: Musts): Promise<string[]> {
  const config = readConfig({ JIEDUI_DATA_DIR: path.join(folder, 'data') }, packageRoot);
  await prepareEmbeddedData(config, () => {});
  const subgraph = openSubgraph(statistics, config, log);
  const rows: string[] = [
    '## The embedded sample, in process',
    '',
    '| date | by province, status measures, ms | by province, every measure and totals, ms |',
    '|---|---|---|',
  ];
  const reached: number[] = [];
  for (const asOf of dates) {
    const ask = (fields: string, totals: boolean) => () =>
      askCoverage(subgraph, coverageQuery('PROVINCE', fields, totals), { population: 'NATIONAL_KEY', asOf });
    const [status = Number.NaN, all = Number.NaN] = await takeTurns(rounds * 3, [ask(statusFields, false), ask(allFields, true)]);
    reached.push(all);
    rows.push(`| ${asOf} | ${ms(status)} | ${ms(all)} |`);
  }
  await subgraph.close();
  musts.push([
    'sample: coverage by province, every measure and totals, p50, the slowest date',
    `${ms(Math.max(...reached))} ms`,
    '15 ms',
    Math.max(...reached) < 15,
  ]);
  return [...rows, ''];
}
