// A case of the oracle, and fast-check's way to draw and shrink them. Cases come in batches of one operation in several
// worlds, since stock takes longer to plan an operation than to execute it.
import fc from 'fast-check';
import { parse } from 'graphql';
import { type ReservedNames, readReservedNames } from '../../../../gateway/execution/reserved-aliases';
import { writeOperation, writeVariables } from './operations';
import { reduceOperation } from './reduce-operation';
import { findSupergraph, type TestGraph, supergraphs } from './supergraphs';
import type { World } from './world';

/** All that an answer depends on. */
export interface Case extends World {
  supergraph: string;
  query: string;
  variables: Readonly<Record<string, unknown>>;
  transport: 'in process' | 'http';
}

export type Batch = readonly Case[];

/** Draws batches of `size` cases. */
export function batches(size: number, onDiscard: () => void): fc.Arbitrary<Batch> {
  return new BatchArbitrary(size, onDiscard);
}

class BatchArbitrary extends fc.Arbitrary<Batch> {
  readonly #reserved: ReadonlyMap<TestGraph, ReservedNames> = new Map(supergraphs.map((supergraph) => [supergraph, readReservedNames(supergraph.sdl)]));

  constructor(
    readonly size: number,
    readonly onDiscard: () => void,
  ) {
    super();
  }

  override generate(random: fc.Random): fc.Value<Batch> {
    const [supergraph, reserved] = [...this.#reserved][random.nextInt(0, this.#reserved.size - 1)] ?? [];
    if (supergraph === undefined || reserved === undefined) throw new Error('expected supergraphs');
    const operation = writeOperation(supergraph.apiSchema, reserved, random, this.onDiscard);
    const transport = random.nextInt(1, 4) === 1 ? 'http' : 'in process';
    const batch = Array.from({ length: this.size }, (_, index) => ({
      supergraph: supergraph.name,
      query: operation.query,
      variables: writeVariables(operation.variables, random),
      transport: transport as Case['transport'],
      ...drawWorld(supergraph, index, random),
    }));
    return new fc.Value(batch, undefined);
  }

  override canShrinkWithoutContext(_value: unknown): _value is Batch {
    return false;
  }

  override shrink(batch: Batch): fc.Stream<fc.Value<Batch>> {
    return fc.stream(shrinkBatch(batch)).map((smaller) => new fc.Value(smaller, undefined));
  }
}

/** The first world of a batch has no faults, the next few, the others many; one in ten has a subgraph down. */
function drawWorld({ subgraphs }: TestGraph, index: number, random: fc.Random): World {
  return {
    seed: random.nextInt(0, 999_999),
    faultsPerMille: [0, 8, 15, 30, 60, 120][index % 6] ?? 0,
    lax: index > 0 && random.nextInt(1, 6) === 1,
    down: [...subgraphs.keys()].filter(() => index > 0 && random.nextInt(1, 10 * subgraphs.size) <= 4),
  };
}

function* shrinkBatch(batch: Batch): Generator<Batch> {
  const [instance, ...others] = batch;
  if (instance === undefined) return;
  if (others.length > 0) {
    for (const one of batch) yield [one];
    return;
  }
  if (instance.transport === 'http') yield [{ ...instance, transport: 'in process' }];
  if (instance.lax) yield [{ ...instance, lax: false }];
  for (const name of instance.down) yield [{ ...instance, down: instance.down.filter((other) => other !== name) }];
  for (const query of reduceOperation(instance.query, findSupergraph(instance.supergraph).apiSchema)) {
    yield [{ ...instance, query, variables: keepDeclared(query, instance.variables) }];
  }
  if (instance.faultsPerMille > 0) yield [{ ...instance, faultsPerMille: 0 }];
}

function keepDeclared(query: string, variables: Case['variables']): Case['variables'] {
  const declared = parse(query).definitions.flatMap((node) => (node.kind === 'OperationDefinition' ? (node.variableDefinitions ?? []) : []));
  return Object.fromEntries(Object.entries(variables).filter(([name]) => declared.some(({ variable }) => variable.name.value === name)));
}

/** A case as text that can be pasted into regressions.ts. */
export function printCase({ query, ...rest }: Case): string {
  const escaped = query.replaceAll('\\', '\\\\').replaceAll('`', '\\`').replaceAll('${', '\\${');
  return `{ ...${JSON.stringify(rest, null, 2)}, query: \`${escaped}\` },`;
}
