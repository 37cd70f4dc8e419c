// Subgraphs that go wrong on our side alone, to prove that the comparison sees it.
import type { FormattedExecutionResult } from 'graphql';
import type { Subgraph } from '../../../../subgraphs/shared/subgraph';

export type Distort = (result: FormattedExecutionResult) => FormattedExecutionResult;

export const distortions: ReadonlyMap<string, Distort> = new Map<string, Distort>([
  [
    'mixes up entities',
    ({ data, ...rest }) => ({ ...rest, ...(data ? { data: mapValues(data, (value) => (Array.isArray(value) ? value.toReversed() : value)) } : {}) }),
  ],
  ['changes numbers', (result) => (result.data ? { ...result, data: changeNumbers(result.data) as Record<string, unknown> } : result)],
  ['loses errors', ({ data, errors }) => (data ? { data } : { errors: errors ?? [] })],
  [
    'changes codes',
    ({ errors, ...rest }) => ({ ...rest, ...(errors ? { errors: errors.map((error) => ({ ...error, extensions: { code: 'WITHHELD' } })) } : {}) }),
  ],
  [
    'shortens paths',
    ({ errors, ...rest }) => ({ ...rest, ...(errors ? { errors: errors.map((error) => ({ ...error, path: error.path?.slice(0, -1) ?? [] })) } : {}) }),
  ],
]);

/** A subgraph that distorts its answers while `current` gives a distortion. */
export function distortable(subgraph: Subgraph, current: () => Distort | null): Subgraph {
  return {
    ...subgraph,
    async execute(request) {
      const result = await subgraph.execute(request);
      return current()?.(result) ?? result;
    },
  };
}

function changeNumbers(value: unknown): unknown {
  if (typeof value === 'number') return value + 1;
  if (Array.isArray(value)) return value.map(changeNumbers);
  return typeof value === 'object' && value !== null ? mapValues(value, changeNumbers) : value;
}

function mapValues(value: object, change: (part: unknown) => unknown): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, change(part)]));
}
