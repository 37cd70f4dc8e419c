// Asks both gateways the same and says whether they agree. Where nothing fails it is known besides what the true answer is:
// by that stock is excused, and what both have wrong is counted.
import type { Case } from './cases';
import { type Comparison, compare, hasNullOverData, isTrue, type Outcome } from './compare';
import { decide, hasEmptied, withoutEmptied } from './decided';
import type { Gateways } from './gateways';
import type { Stage } from './stage';
import { findSupergraph } from './supergraphs';
import { findTruth, type Truth } from './truth';
import { canonical } from './world';

export interface Agreement extends Comparison {
  stock: Outcome;
  ours: Outcome;
  truth: Truth;
}

export async function findAgreement(instance: Case, gateways: Gateways, stage: Stage): Promise<Agreement> {
  const answers = await askBoth(instance, gateways, stage);
  const { ours, truth } = answers;
  const raised = answers.stock.data === ours.data ? ours.data : await truth.raiseNulls(answers.stock.data);
  const isRaised = raised !== undefined && canonical(JSON.parse(raised)) !== canonical(JSON.parse(answers.stock.data ?? 'null'));
  const stock = isRaised ? { ...answers.stock, data: raised } : answers.stock;
  const comparison = compare(stock, ours, truth);
  if (isRaised) comparison.mends.push('nulls as the interface has them');
  const isUntrue = isClean(instance) && isTrue(ours, truth) === false;
  if (comparison.difference === null) return { ...answers, ...comparison, mends: isUntrue ? [...comparison.mends, 'wrong in both'] : comparison.mends };
  if (failsToPlan(stock) && (ours.data === undefined || !isUntrue)) return { ...answers, difference: null, mends: ['not planned'] };
  const wrong = await findWrong(instance, gateways, stage);
  if (wrong.stock) return { ...answers, difference: null, mends: [wrong.ours ? 'wrong in both' : 'wrong where nothing fails'] };
  if (hasNullOverData(stock, ours) && (await truth.raiseNulls(ours.data)) === ours.data && ours.errors.every((error) => truth.judge(error) !== 'wrong')) {
    return { ...answers, difference: null, mends: ['null over another’s data'] };
  }
  const truly = isClean(instance) ? `\nthe truth:     ${JSON.stringify(truth.data)}` : '';
  return { ...answers, ...comparison, difference: comparison.difference + truly };
}

/** The stock planner throws at some valid operations; ours may refuse them or answer. */
function failsToPlan({ data, requests, errors: [error] }: Outcome): boolean {
  return data === undefined && requests === 0 && error?.extensions?.code === 'INTERNAL_SERVER_ERROR';
}

/**
 * Some plans of stock are wrong whatever the subgraphs answer: a client's argument or alias stands in for what @requires
 * needs, or a representation lacks its key. Such an operation is known by this: in some world where nothing fails, stock's
 * answer is not the true one. Stock says nothing about ours then; the truth does.
 */
async function findWrong(instance: Case, gateways: Gateways, stage: Stage): Promise<{ stock: boolean; ours: boolean }> {
  const wrong = { stock: false, ours: false };
  for (let seed = instance.seed; seed < instance.seed + 4; seed++) {
    const { stock, ours, truth } = await askBoth({ ...instance, seed, faultsPerMille: 0, lax: false, down: [] }, gateways, stage);
    const [stockIsTrue, oursIsTrue] = [isTrue(stock, truth), isTrue(ours, truth)];
    // Where stock is right, ours has to be.
    if (stockIsTrue === true && oursIsTrue === false) return { stock: false, ours: true };
    wrong.stock ||= stockIsTrue === false;
    wrong.ours ||= oursIsTrue === false;
  }
  return wrong;
}

async function askBoth(instance: Case, gateways: Gateways, stage: Stage) {
  const { query, variables } = instance;
  const { apiSchema } = findSupergraph(instance.supergraph);
  const decided = decide(apiSchema, query, variables);
  const stock = await gateways.ask('stock', { ...instance, query: decided });
  // What stands where nothing is left may cost a request, and where something fails, that costs it.
  const ours = await gateways.ask('jiedui', isClean(instance) || !hasEmptied(decided) ? instance : { ...instance, query: decided });
  const truth = await findTruth(stage.model, instance, apiSchema, query, variables);
  const withoutAdded = (outcome: Outcome): Outcome => ({ ...outcome, data: withoutEmptied(outcome.data) });
  return { stock: withoutAdded(stock), ours: withoutAdded(ours), truth };
}

/** Whether nothing fails. */
export function isClean({ faultsPerMille, lax, down }: Case): boolean {
  return faultsPerMille === 0 && !lax && down.length === 0;
}
