// Our executor against the stock gateway, on generated operations over several supergraphs in generated worlds.
// Stock's planner has defects of its own, which a new seed may come upon.
import fc from 'fast-check';
import { generated } from '../../../generated';
import { type Agreement, findAgreement, isClean } from './agreement';
import { type Batch, batches, type Case, printCase } from './cases';
import { type Distort, distortable, distortions } from './distortions';
import { createGateways, createStages } from './gateways';
import { isTrue } from './compare';
import { regressions, sharedDefects } from './regressions';
import { supergraphs } from './supergraphs';
import { Tally } from './tally';

const { numRuns: wanted, seed } = generated('cases of both executions', 20_000, 77);
const batchSize = 7;
/** Batches of operations that stock cannot plan are cut short. */
const spare = 1.03;
/** Generating, answering and, where a case fails, shrinking. */
const timeoutMs = Math.max(900_000, wanted * 450);

let distort: Distort | null = null;
const stages = createStages();
const gateways = createGateways(stages.of, (subgraph) => distortable(subgraph, () => distort));
const tally = new Tally();

afterAll(async () => {
  await gateways.stop();
  await stages.stop();
});

const agreementOf = (instance: Case): Promise<Agreement> => findAgreement(instance, gateways, stages.of(instance.supergraph));

/** Cases by the operation and what tells apart those of one operation. */
function named(instances: readonly Case[]): [string, Case][] {
  return instances.map((instance) => [`${instance.query} (${instance.supergraph}, seed ${instance.seed})`, instance]);
}

async function expectAgreement(batch: Batch): Promise<void> {
  tally.counts.operations += 1;
  for (const instance of batch) {
    const agreement = await agreementOf(instance);
    tally.add(instance, agreement);
    if (agreement.difference !== null) throw new Error(`${printCase(instance)}\n${agreement.difference}`);
    // Failing to plan takes seconds, in every world.
    if (agreement.mends.includes('not planned')) return;
  }
}

describe('our executor', () => {
  it(
    `agrees with stock on ${wanted} generated cases, seed ${seed}`,
    async () => {
      const arbitrary = batches(batchSize, () => {
        tally.counts.discarded += 1;
      });
      const run = await fc.check(fc.asyncProperty(arbitrary, expectAgreement), { seed, numRuns: Math.ceil((wanted / batchSize) * spare) });
      console.log(`seed ${seed}\n${tally.print()}`);
      if (run.failed) throw new Error(`operation ${run.numRuns}, after ${run.numShrinks} shrinks:\n${run.errorInstance}`);
      const { cases, withErrors, withNulls, withSeveralRequests, overHttp, withoutData, discarded, operations } = tally.counts;
      expect(cases).toBeGreaterThanOrEqual(wanted);
      expect(tally.misplaced).toEqual([]);
      expect(tally.untrue).toEqual([]);
      expect(tally.wrongInBoth).toBeLessThan(0.01);
      // What is generated must be worth comparing.
      if (wanted < 1_000) return;
      for (const count of [withErrors, withNulls, withSeveralRequests]) expect(count).toBeGreaterThan(cases / 5);
      expect(overHttp).toBeGreaterThan(cases / 10);
      expect(withoutData).toBeLessThan(cases / 3);
      expect(discarded).toBeLessThan(operations / 4);
    },
    timeoutMs,
  );

  it.each(named(regressions))('agrees with stock, or is right, on %s', async (_name, instance) => {
    const { difference, mends, ours, truth } = await agreementOf(instance);
    expect(difference).toBeNull();
    expect(mends).not.toContain('wrong in both');
    if (isClean(instance)) expect(isTrue(ours, truth)).not.toBe(false);
  });

  it.failing.each(named(sharedDefects))('is right, unlike stock, on %s', async (_name, instance) => {
    const { ours, truth } = await agreementOf(instance);
    expect(isTrue(ours, truth)).toBe(true);
  });
});

describe('the comparison', () => {
  it.each([...distortions.keys()])('sees where one side %s', async (name) => {
    const sample = fc
      .sample(
        batches(6, () => {}),
        { numRuns: 40, seed: 1 },
      )
      .flat();
    const inProcess = sample.filter(({ transport }) => transport === 'in process');
    let seen = 0;
    for (const instance of inProcess) {
      distort = distortions.get(name) ?? null;
      const { difference } = await agreementOf(instance).finally(() => {
        distort = null;
      });
      if (difference !== null) seen += 1;
      if (seen === 5) return;
    }
    throw new Error(`expected 5 of ${inProcess.length} cases to differ; got ${seen}`);
  });
});

describe('the supergraphs', () => {
  it('use every directive of federation that stock executes', () => {
    const all = supergraphs.flatMap(({ subgraphs }) => [...subgraphs.values()]).join('\n');
    const bodies = all.replaceAll(/extend schema @link\([^)]*\)/g, '');
    for (const name of [
      'key',
      'requires',
      'provides',
      'external',
      'shareable',
      'override',
      'interfaceObject',
      'inaccessible',
      'tag',
      'extends',
      'composeDirective',
    ]) {
      expect(bodies).toMatch(new RegExp(`@${name}\\b`));
    }
    expect(bodies).toMatch(/resolvable: false/);
    expect(bodies).toMatch(/interface \w+ @key/);
  });
});
