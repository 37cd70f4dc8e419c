// Holds our answer against stock's: the same data, names in the same order, and the same errors. Where stock is known to be
// wrong there is a named exception, each as narrow as it can be; what it excuses is counted.
import type { GraphQLFormattedError } from 'graphql';
import type { Truth } from './truth';
import { canonical } from './world';

export interface Outcome {
  /** As JSON, so that the order of names counts. */
  data: string | undefined;
  /** With codes as clients see them, and messages as they were. */
  errors: readonly GraphQLFormattedError[];
  /** How many requests the subgraphs had. */
  requests: number;
}

export interface Comparison {
  /** What differs, or null. */
  difference: string | null;
  /** The exceptions that were made. */
  mends: Mend[];
}

/** Ways in which stock is wrong, by which it is excused. */
type Mend =
  | 'names in another order'
  | 'nulls as the interface has them'
  | 'outage without a path'
  | 'refusal without a path'
  | 'path by the wrong index'
  | 'path with the planner’s names'
  | 'null without an error'
  | 'null over another’s data'
  | 'wrong where nothing fails'
  | 'not planned'
  | 'wrong in both';

export function compare(stock: Outcome, ours: Outcome, truth: Truth): Comparison {
  const mends: Mend[] = [];
  if (stock.data !== ours.data) {
    if (!isInOtherOrder(stock, ours) || !isInOrder(parse(ours), truth.data)) return { difference: describeDifference(stock, ours), mends };
    mends.push('names in another order');
  }
  const outages = describeAll(stock.errors.filter(isOutage), describeOutage);
  if (outages.length > 0) mends.push('outage without a path');
  if (String(outages) !== String(describeAll(ours.errors.filter(isOutage), describeOutage))) return { difference: describeDifference(stock, ours), mends };

  // A request that a subgraph refuses as a whole has no path from stock; ours stands wherever it costs something.
  const refusals = stock.errors.filter((error) => !isOutage(error) && error.path === undefined);
  const isRefusal = (error: GraphQLFormattedError) => refusals.some((refusal) => isSame(refusal, error));
  if (refusals.length > 0) mends.push('refusal without a path');
  if (!refusals.every((refusal) => ours.errors.some((error) => isSame(refusal, error)))) return { difference: describeDifference(stock, ours), mends };
  const stockErrors = stock.errors.filter((error) => !isOutage(error) && error.path !== undefined).map(withClientPath);
  if (stock.errors.some((error) => String(error.path).includes(plannersAlias))) mends.push('path with the planner’s names');
  const untold = ours.errors.filter((error) => isOfNull(error, parse(ours)) && !stockErrors.some((other) => describe(error) === describe(other)));
  if (untold.length > 0) mends.push('null without an error');
  const ourErrors = ours.errors.filter((error) => !isOutage(error) && !isRefusal(error) && !untold.includes(error));
  const onlyStock = without(stockErrors, ourErrors);
  const onlyOurs = without(ourErrors, stockErrors);
  if (onlyStock.length + onlyOurs.length === 0) return { difference: null, mends };
  const isExcused =
    onlyStock.every((error) => truth.judge(error) !== 'right' && ourErrors.some((other) => isSameButForIndexes(error, other))) &&
    onlyOurs.every((error) => truth.judge(error) !== 'wrong' && stockErrors.some((other) => isSameButForIndexes(error, other)));
  if (!isExcused) return { difference: describeDifference(stock, ours), mends };
  return { difference: null, mends: [...mends, 'path by the wrong index'] };
}

/**
 * Stock puts fields of fragments that are alike (`... on Named { a } b ... on Named { c }`) where the first of them is;
 * GraphQL has them where each is (specification, CollectFields). Ours must have them so.
 */
function isInOtherOrder(stock: Outcome, ours: Outcome): boolean {
  return canonical(parse(stock)) === canonical(parse(ours));
}

/**
 * Of an object that two subgraphs have, stock takes the null of the one that answers last. Whether stock's data is ours but for
 * nulls where ours has something.
 */
export function hasNullOverData(stock: Outcome, ours: Outcome): boolean {
  const withNulls = (own: unknown, other: unknown): unknown => {
    if (other === null || !isObject(own) || !isObject(other)) return other === null ? other : own;
    if (Array.isArray(own)) return own.map((item, index) => withNulls(item, (other as unknown as unknown[])[index]));
    return Object.fromEntries(Object.entries(own).map(([name, part]) => [name, withNulls(part, other[name])]));
  };
  return stock.data !== ours.data && canonical(withNulls(parse(ours), parse(stock))) === canonical(parse(stock));
}

/** Whether the names in `data` are in the order of `model`, wherever that has as many. */
function isInOrder(data: unknown, model: unknown): boolean {
  if (Array.isArray(data)) return !Array.isArray(model) || data.every((item, index) => isInOrder(item, model[index]));
  if (!isObject(data) || !isObject(model)) return true;
  const names = Object.keys(data);
  const modelNames = Object.keys(model);
  return (modelNames.length !== names.length || String(names) === String(modelNames)) && names.every((name) => isInOrder(data[name], model[name]));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function parse({ data }: Outcome): unknown {
  return data === undefined ? undefined : JSON.parse(data);
}

/**
 * Stock gives no path to the errors of a whole fetch that failed, and one error for each fetch. Of them the code and the
 * agency are compared, not how many there are.
 */
function isOutage({ message, extensions }: GraphQLFormattedError): boolean {
  return extensions?.code === 'AGENCY_UNAVAILABLE' && message.includes(' does not answer now.');
}

function describeOutage({ extensions }: GraphQLFormattedError): string {
  return `${extensions?.code} ${extensions?.agency}`;
}

/** Stock says nothing, or something in its extensions, of a null where the schema allows none; ours says that the subgraph gave it. */
function isOfNull({ path = [], message, extensions }: GraphQLFormattedError, data: unknown): boolean {
  if (extensions?.code !== 'AGENCY_ERROR' || !message.includes(' answered with an error, or with what cannot be used.')) return false;
  let value = data;
  for (const step of path) if (isObject(value)) value = value[step];
  return value === null;
}

/**
 * Stock takes the index in `_entities` for that among all objects at the fetch's path, though objects that gave no
 * representation (of other types, or lacking what is required) were left out: the error then lands on another object.
 */
function isSameButForIndexes(a: GraphQLFormattedError, b: GraphQLFormattedError): boolean {
  return isSame(a, b) && shapeOf(a) === shapeOf(b);
}

function isSame(a: GraphQLFormattedError, b: GraphQLFormattedError): boolean {
  return a.message === b.message && a.extensions?.code === b.extensions?.code;
}

function shapeOf({ path }: GraphQLFormattedError): string {
  return JSON.stringify(path?.map((step) => (typeof step === 'number' ? 0 : step)));
}

const plannersAlias = '__alias_';

/** Stock gives the names that the planner gave to fields of one name and different types. */
function withClientPath(error: GraphQLFormattedError): GraphQLFormattedError {
  const path = error.path?.map((step) => (typeof step === 'string' ? (step.split(plannersAlias)[0] ?? step) : step));
  return path === undefined ? error : { ...error, path };
}

function describe({ path, extensions }: GraphQLFormattedError): string {
  return `${JSON.stringify(path)} ${extensions?.code}`;
}

function without(errors: readonly GraphQLFormattedError[], others: readonly GraphQLFormattedError[]): GraphQLFormattedError[] {
  const known = new Set(others.map(describe));
  return errors.filter((error) => !known.has(describe(error)));
}

/** Whether an answer is what it must be where nothing fails; undefined where that is not known. */
export function isTrue({ data, errors }: Outcome, truth: Truth): boolean | undefined {
  return truth.data === undefined ? undefined : errors.length === 0 && data === JSON.stringify(truth.data);
}

function describeDifference(stock: Outcome, ours: Outcome): string {
  const list = ({ errors }: Outcome) => describeAll(errors, (error) => `  ${describe(error)} ${error.message}`).join('\n');
  const data = stock.data === ours.data ? `data of both:  ${stock.data}` : `data of stock: ${stock.data}\ndata of ours:  ${ours.data}`;
  return `${data}\nerrors of stock:\n${list(stock)}\nerrors of ours:\n${list(ours)}`;
}

function describeAll(errors: readonly GraphQLFormattedError[], describeOne: (error: GraphQLFormattedError) => string): string[] {
  return [...new Set(errors.map(describeOne))].sort();
}
