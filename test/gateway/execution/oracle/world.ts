// What the oracle's subgraphs answer: every value, null and fault is a pure function of the world and of the object's
// identity, field and arguments. So it makes no difference which subgraph is asked, in which request or in which batch.

export interface World {
  seed: number;
  /** How many of a thousand fields, list items and references fail. */
  faultsPerMille: number;
  /** Subgraphs leave nulls in non-null positions as they are and report no error, as a server without types may. */
  lax: boolean;
  /** Subgraphs that do not answer at all. */
  down: readonly string[];
}

/** An object in the graph. */
export interface Thing {
  __typename: string;
  /** The same for the same entity wherever it is met; for values, the way to them. */
  identity: string;
  /** What the entity's keys are made of; a value has its owner's. */
  n: number;
  /** The representation by which a subgraph was asked for the entity. */
  given?: Readonly<Record<string, unknown>>;
}

export type Fault = { kind: 'null' } | { kind: 'error'; code: string | null };

/** Small, so that the same entities are met again and again. Divisible by 3, for families of types. */
const entitiesPerType = 6;
const naturalNullsPerMille = 50;
const codes = ['BAD_USER_INPUT', 'AGENCY_UNAVAILABLE', 'FORBIDDEN_FIELD', 'DATABASE_ON_FIRE', null];

/** A whole number of 32 bits. FNV-1a with the finish of MurmurHash3. */
export function hash(...parts: readonly (string | number)[]): number {
  let h = 0x811c9dc5;
  for (const part of parts) {
    for (const character of `${part}\n`) h = Math.imul(h ^ (character.codePointAt(0) ?? 0), 0x01000193);
  }
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** JSON with sorted names, since subgraphs may declare the same arguments in another order. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_name, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part) ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1))) : part,
  );
}

/** @param place an identity, with a field and its arguments, a list index, or a way of being asked for */
export function findFault({ seed, faultsPerMille }: World, place: string): Fault | null {
  if (hash(seed, 'fails', place) % 1_000 >= faultsPerMille) return null;
  const kind = hash(seed, 'how', place) % 10;
  return kind < 4 ? { kind: 'null' } : { kind: 'error', code: codes[kind % codes.length] ?? null };
}

/** Whether a nullable field is null without being at fault. */
export function isNaturallyNull({ seed }: World, place: string): boolean {
  return hash(seed, 'null', place) % 1_000 < naturalNullsPerMille;
}

export function listLength({ seed }: World, place: string): number {
  return hash(seed, 'length', place) % 4;
}

export function entityNumber({ seed }: World, place: string): number {
  return hash(seed, 'entity', place) % entitiesPerType;
}

export function pick<T>({ seed }: World, place: string, choices: readonly T[]): T {
  const picked = choices[hash(seed, 'pick', place) % choices.length];
  if (picked === undefined) throw new Error(`expected something to pick from for ${place}`);
  return picked;
}

export function scalarValue({ seed }: World, type: string, place: string): unknown {
  const number = hash(seed, 'value', place) % 1_000;
  switch (type) {
    case 'Int':
      return number - 100;
    case 'Float':
      return number / 8;
    case 'Boolean':
      return number % 2 === 0;
    case 'ID':
      return `id ${number % 10}`;
    case 'Json':
      return [{ __typename: 'Json', id: number, list: [number, null, { a: 'b' }] }, [number], `${number}`, number, {}][number % 5];
    default:
      return [`text ${number}`, `值 ${number}`, `"${number}\\\n`, ''][number % 4];
  }
}

/** The value of a key's field, which `readKeyNumber` reads again. */
export function keyValue(field: string, { n }: Thing): string {
  return `${field}-${n}`;
}

export function readKeyNumber(value: unknown): number | null {
  const digits = typeof value === 'string' ? /-(\d+)$/.exec(value)?.[1] : undefined;
  return digits === undefined ? null : Number(digits);
}
