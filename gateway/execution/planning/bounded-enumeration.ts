// Bounds what Apollo's planner enumerates. It follows every way to every field through every subgraph and key, which multiplies at
// each level, and has no bound on that but to fail (`debug.pathsLimit`). Here what is sure to be as good is left out first; where
// that is not enough, what is likely to be no better. A plan is then perhaps not the best, and never a wrong one: it is made of the
// planner's own steps, and where too much was left out to find one, all is looked at after all.
import conditionsCaching = require('@apollo/query-graphs/dist/conditionsCaching');
import type { Operation } from '@apollo/federation-internals';
import type { ConditionResolver, Edge, SimultaneousPaths } from '@apollo/query-graphs';
import type { QueryPlan, QueryPlanner } from '@apollo/query-planner';

export interface EnumerationBounds {
  /** Of the ways to one field more than these are followed only where they end in different places. */
  waysToField: number;
  /** How many times it may be worked out how a key or what a field requires is got at, before those that need others are left out. */
  conditions: number;
}

/** Ordinary operations come nowhere near: they get the plans that stock gives. */
export const defaultBounds: EnumerationBounds = { waysToField: 32, conditions: 500 };

/** Plans of one operation that are weighed against each other; Apollo takes up to 10,000. */
export const maxEvaluatedPlans = 500;

/** What one attempt at a plan may do, and has done. */
interface Attempt {
  bounds: EnumerationBounds;
  /** Whether a key counts that can only be got at through another key's subgraph. */
  followsNested: boolean;
  /** Whether it gives up where `bounds.conditions` is reached. */
  givesUp: boolean;
  resolved: Map<string, ReturnType<ConditionResolver>>;
}

class GivenUp extends Error {}

/** The attempt that is under way: planning is synchronous. Planners other than ours are never within one. */
let current: Attempt | null = null;

type Buildable = Pick<QueryPlanner, 'buildQueryPlan'>;
type Branch = [selection: unknown, options: SimultaneousPathsOption[]];
type SimultaneousPathsOption = { paths: SimultaneousPaths };

/** The part of the planner that is shown the branches that it has still to follow, before it begins. */
interface Estimator {
  checkNonLocalSelectionsLimitExceededAtRoot(stack: Branch[], ...rest: unknown[]): boolean;
}

/** Makes the function that plans with a planner within bounds. */
export function boundEnumeration(planner: Buildable, bounds: EnumerationBounds = defaultBounds): (operation: Operation) => QueryPlan {
  const estimator = (planner as unknown as { federatedQueryGraph: { nonLocalSelectionsMetadata: Estimator } }).federatedQueryGraph.nonLocalSelectionsMetadata;
  const estimate = estimator.checkNonLocalSelectionsLimitExceededAtRoot.bind(estimator);
  estimator.checkNonLocalSelectionsLimitExceededAtRoot = (stack, ...rest) => {
    if (current !== null) boundBranches(stack, current.bounds.waysToField);
    return estimate(stack, ...rest);
  };
  return (operation) => {
    const attempt = (terms: Pick<Attempt, 'followsNested' | 'givesUp'>) => attemptPlan(planner, operation, { ...terms, bounds, resolved: new Map() });
    const whole = attempt({ followsNested: true, givesUp: true });
    if (whole !== null) return whole;
    try {
      return attempt({ followsNested: false, givesUp: false }) as QueryPlan;
    } catch {
      // Too much was left out.
      return attempt({ followsNested: true, givesUp: false }) as QueryPlan;
    }
  };
}

/** Null where it was given up. */
function attemptPlan(planner: Buildable, operation: Operation, attempt: Attempt): QueryPlan | null {
  current = attempt;
  try {
    return planner.buildQueryPlan(operation);
  } catch (error) {
    if (error instanceof GivenUp) return null;
    throw error;
  } finally {
    current = null;
  }
}

/** Bounds each branch that is put on the planner's stack. The selections of one set share their options. */
function boundBranches(stack: Branch[], max: number): void {
  const bounded = new WeakMap<SimultaneousPathsOption[], SimultaneousPathsOption[]>();
  const bound = (options: SimultaneousPathsOption[]) => {
    if (options.length <= max) return options;
    const kept = bounded.get(options) ?? keepShortest(options, max);
    bounded.set(options, kept);
    return kept;
  };
  stack.push = (...branches) =>
    Array.prototype.push.apply(
      stack,
      branches.map(([selection, options]) => [selection, bound(options)]),
    );
}

/** Of the options that end in the same places, from where all goes on alike, the one with the fewest changes of subgraph. */
function keepShortest(options: readonly SimultaneousPathsOption[], max: number): SimultaneousPathsOption[] {
  const best = new Map<string, { option: SimultaneousPathsOption; jumps: number }>();
  for (const option of options) {
    const end = option.paths.map((path) => `${path.tail.index} ${path.tailPossibleRuntimeTypes().map(({ name }) => name)}`).join(';');
    const jumps = option.paths.reduce((sum, path) => sum + path.subgraphJumps(), 0);
    const known = best.get(end);
    if (known === undefined || jumps < known.jumps) best.set(end, { option, jumps });
  }
  const kept = [...best.values()].sort((one, other) => one.jumps - other.jumps);
  return kept.slice(0, max).map(({ option }) => option);
}

const cacheByPlanner = conditionsCaching.cachingConditionResolver;
const unsatisfied = { satisfied: false, cost: -1 };

/**
 * How a condition is got at depends on nothing but these; the planner remembers it for the outermost conditions alone, and works the
 * inner ones out again for each way to them. The property is set where the planner looks for it: the package's index reads it anew.
 */
(conditionsCaching as { cachingConditionResolver: typeof cacheByPlanner }).cachingConditionResolver = (resolve) =>
  cacheByPlanner((edge, context, excludedDestinations, excludedConditions, extra) => {
    if (current === null) return resolve(edge, context, excludedDestinations, excludedConditions, extra);
    if (excludedConditions.length > 0 && !current.followsNested) return unsatisfied;
    if (!context.isEmpty() || extra) return resolve(edge, context, excludedDestinations, excludedConditions, extra);
    const excluded = `${[...excludedDestinations].sort()} ${excludedConditions.map(textOf).sort()}`;
    const key = `${numberOf(edge)} ${excluded}`;
    const known = current.resolved.get(key);
    if (known !== undefined) return known;
    if (current.givesUp && current.resolved.size >= current.bounds.conditions) throw new GivenUp('there are very many ways');
    const resolution = resolve(edge, context, excludedDestinations, excludedConditions);
    current.resolved.set(key, resolution);
    return resolution;
  });

const textOf = rememberFor((conditions: { toString(): string }) => conditions.toString());
let edges = 0;
const numberOf = rememberFor((_edge: Edge) => edges++);

function rememberFor<Key extends object, Value>(compute: (key: Key) => Value): (key: Key) => Value {
  const known = new WeakMap<Key, Value>();
  return (key) => {
    let value = known.get(key);
    if (value === undefined) {
      value = compute(key);
      known.set(key, value);
    }
    return value;
  };
}
