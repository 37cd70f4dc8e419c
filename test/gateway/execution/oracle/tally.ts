// Counts what the oracle has seen, so that a reader knows that it was not nothing.
import { type Agreement, isClean } from './agreement';
import type { Case } from './cases';
import { isTrue } from './compare';
import { sharedDefects } from './regressions';

const defective = new Set(sharedDefects.map(({ supergraph }) => supergraph));

export class Tally {
  readonly counts = {
    operations: 0,
    discarded: 0,
    cases: 0,
    overHttp: 0,
    withErrors: 0,
    withNulls: 0,
    withoutData: 0,
    withSeveralRequests: 0,
    requestsOfStock: 0,
    requestsOfOurs: 0,
    errorsOfStock: 0,
    errorsOfOurs: 0,
    wrongPathsOfStock: 0,
  };
  /** Errors of ours, and not of stock, that stand where nothing failed. */
  readonly misplaced: string[] = [];
  /** Cases in which nothing failed and ours is not the true answer, of supergraphs without `sharedDefects`. */
  readonly untrue: string[] = [];
  readonly #mends = new Map<string, number>();
  readonly #supergraphs = new Map<string, number>();

  /** The share of cases in which neither has the true answer. */
  get wrongInBoth(): number {
    return (this.#mends.get('wrong in both') ?? 0) / this.counts.cases;
  }

  add(instance: Case, { stock, ours, truth, mends }: Agreement): void {
    const { counts } = this;
    counts.cases += 1;
    counts.overHttp += Number(instance.transport === 'http');
    counts.withErrors += Number(stock.errors.length > 0);
    counts.withNulls += Number(stock.data?.includes('null') ?? false);
    counts.withoutData += Number(stock.data === undefined || stock.data === 'null');
    counts.withSeveralRequests += Number(stock.requests > 1);
    counts.requestsOfStock += stock.requests;
    counts.requestsOfOurs += ours.requests;
    counts.errorsOfStock += stock.errors.length;
    counts.errorsOfOurs += ours.errors.length;
    counts.wrongPathsOfStock += stock.errors.filter((error) => truth.judge(error) === 'wrong').length;
    const ofStock = new Set(stock.errors.map(({ path, message }) => JSON.stringify([path, message])));
    const misplaced = ours.errors.filter((error) => truth.judge(error) === 'wrong' && !ofStock.has(JSON.stringify([error.path, error.message])));
    for (const { path, message } of misplaced) this.misplaced.push(`${JSON.stringify(path)} ${message}: ${JSON.stringify(instance)}`);
    if (isClean(instance) && isTrue(ours, truth) === false && !defective.has(instance.supergraph)) this.untrue.push(JSON.stringify(instance));
    for (const mend of mends) this.#mends.set(mend, (this.#mends.get(mend) ?? 0) + 1);
    this.#supergraphs.set(instance.supergraph, (this.#supergraphs.get(instance.supergraph) ?? 0) + 1);
  }

  print(): string {
    const lists = { supergraphs: this.#supergraphs, 'cases where stock was excused': this.#mends };
    const listed = Object.entries(lists).map(([name, list]) => `${name}: ${[...list].map(([entry, count]) => `${entry} ${count}`).join(', ')}`);
    return [...Object.entries(this.counts).map(([name, count]) => `${name}: ${count}`), ...listed].join('\n');
  }
}
