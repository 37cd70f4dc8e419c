// Measures this gateway beside others: npm run bench [-- --only public,small --rounds 5 --seconds 4 --quick --output FILE]
// and ten minutes of load with a fault a minute: npm run bench -- soak [--minutes 10 --output FILE]
// and the statistics: npm run bench -- statistics [--server URL --rounds 9 --quick --output FILE]
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { packageRoot } from '../subgraphs/shared/package-root';
import { endChildrenOnExit } from './processes';
import { writeReport } from './report';
import type { Pace, ScenarioResult } from './results';
import { scenarios } from './scenarios';
import { runSoak } from './soak';
import { runStatisticsBenchmark } from './statistics/benchmark';

/** Resolves with whether everything counts. */
async function main(): Promise<boolean> {
  const { values: flags, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      server: { type: 'string' },
      only: { type: 'string' },
      rounds: { type: 'string' },
      seconds: { type: 'string' },
      quick: { type: 'boolean', default: false },
      output: { type: 'string' },
      minutes: { type: 'string' },
    },
  });
  endChildrenOnExit();
  if (positionals[0] === 'soak') return soak(flags);
  if (positionals.length > 0) return measureStatistics(positionals, flags);
  const whole: Pace = { rounds: 5, warmupSeconds: 1, seconds: 4, swaps: 200 };
  const base: Pace = flags.quick ? { rounds: 2, warmupSeconds: 0.5, seconds: 2, swaps: 20 } : whole;
  const pace: Pace = { ...base, rounds: readNumber('rounds', flags.rounds, base.rounds), seconds: readNumber('seconds', flags.seconds, base.seconds) };
  const names = flags.only?.split(',') ?? scenarios.map(({ name }) => name);
  const unknown = names.filter((name) => !scenarios.some((scenario) => scenario.name === name));
  if (unknown.length > 0) throw new Error(`there is no scenario ${unknown.join(', ')}; there are ${scenarios.map(({ name }) => name).join(', ')}`);

  const folder = mkdtempSync(path.join(os.tmpdir(), 'jiedui-bench-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  const [loadAverage = Number.NaN] = os.loadavg();
  const results: ScenarioResult[] = [];
  for (const { name, run } of scenarios.filter((scenario) => names.includes(scenario.name))) {
    const own = path.join(folder, name);
    mkdirSync(own);
    results.push(await run(pace, own, (line) => console.log(line)));
  }
  const report = writeReport(results, pace, loadAverage);
  // Parts and hasty runs do not replace the results.
  const output = flags.output ?? (flags.only === undefined && pace.rounds >= whole.rounds ? path.join(packageRoot, 'bench/results.md') : undefined);
  if (output === undefined) console.log(`\n${report}`);
  else {
    writeFileSync(output, report);
    console.log(`the results are in ${output}`);
  }
  return results.every(({ faults }) => faults.size === 0);
}

/** Only a whole run, of ten minutes or more, replaces the results. */
async function soak({ minutes: given, output }: { minutes?: string; output?: string }): Promise<boolean> {
  const minutes = readNumber('minutes', given, 10);
  const folder = mkdtempSync(path.join(os.tmpdir(), 'jiedui-soak-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  const { report, sound } = await runSoak({ minutes, folder, say: (line) => console.log(line) });
  const file = output ?? (minutes >= 10 ? path.join(packageRoot, 'bench/soak.md') : undefined);
  if (file === undefined) console.log(`\n${report}`);
  else {
    writeFileSync(file, report);
    console.log(`the results are in ${file}`);
  }
  return sound;
}

/** Only a whole run replaces the results. */
function measureStatistics(
  [what, ...others]: readonly string[],
  { server, rounds, quick, output }: { server?: string; rounds?: string; quick: boolean; output?: string },
): Promise<boolean> {
  if (what !== 'statistics' || others.length > 0)
    throw new Error('there are two benchmarks of their own: npm run bench -- statistics, and npm run bench -- soak');
  const results = quick ? null : path.join(packageRoot, 'bench/statistics/results.md');
  return runStatisticsBenchmark({ server: server ?? null, rounds: readNumber('rounds', rounds, quick ? 3 : 9), output: output ?? results, quick });
}

function readNumber(name: string, text: string | undefined, otherwise: number): number {
  if (text === undefined) return otherwise;
  const value = Number(text);
  if (!(value > 0)) throw new Error(`--${name}: expected a number over 0, got ${text}`);
  return value;
}

main().then(
  (sound) => process.exit(sound ? 0 : 1),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
