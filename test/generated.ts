// How many cases a generated test takes, and from which seed. `npm test` takes a tenth from a fixed seed, so that two runs of one
// tree are the same; `npm run verify` takes all of them from a fresh seed, and runs every test file that imports this one.

const verifies = process.env.VERIFY === 'all';
const freshSeed = Number(process.env.VERIFY_SEED ?? Date.now() % 2 ** 31);

export interface Generated {
  /** The seed of the run, as fast-check and our own generators take it. */
  seed: number;
  /** How many cases to take. */
  numRuns: number;
}

/**
 * The seed and the number of cases of one generated test, printed so that a failure can be had again:
 * `VERIFY=all VERIFY_SEED=<seed> npx jest <file>`.
 *
 * @param name what the cases are
 * @param all how many `npm run verify` takes
 * @param seed the seed of `npm test`
 */
export function generated(name: string, all: number, seed = 20_220_507): Generated {
  const run = verifies ? { seed: freshSeed, numRuns: all } : { seed, numRuns: Math.ceil(all / 10) };
  process.stdout.write(`generated: ${name}: ${run.numRuns} of ${all} cases, seed ${run.seed}\n`);
  return run;
}
