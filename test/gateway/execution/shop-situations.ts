// The ways in which the shop's fields are fetched from its second subgraph, for tests of what becomes of them when that one
// answers badly, and how such a test reads an answer.
import type { WholeAnswer } from './faulty-graph';

/** The three ways in which fields are fetched, and what is left of each answer without the second subgraph. */
export const situations = {
  'a fetch at the root': {
    query: '{ warehouse { city } products { id price } }',
    asked: /warehouse/,
    left: { warehouse: null, products: each((n) => ({ id: `p${n}`, price: n + 1 })) },
    places: ['warehouse'],
  },
  'a fetch of entities': {
    query: '{ products { id count price } }',
    asked: /\{_entities/,
    left: { products: each((n) => ({ id: `p${n}`, count: null, price: n + 1 })) },
    places: each((n) => `products.${n}.count`),
  },
  'two merged fetches of entities': {
    query: '{ products { id count maker { owed } price } }',
    asked: /_0:_entities.*_1:_entities/,
    left: { products: each((n) => ({ id: `p${n}`, count: null, maker: { owed: null }, price: n + 1 })) },
    places: [...each((n) => `products.${n}.count`), ...each((n) => `products.${n}.maker.owed`)],
  },
};
export type Situation = keyof typeof situations;
export const allSituations = Object.keys(situations) as Situation[];

export function each<Value>(make: (number: number) => Value): Value[] {
  return [0, 1, 2].map(make);
}

export function places({ errors = [] }: WholeAnswer): string[] {
  return errors.map(({ path }) => (path ?? []).join('.'));
}

export function codes({ errors = [] }: WholeAnswer): unknown[] {
  return [...new Set(errors.map(({ extensions }) => extensions.code))];
}
