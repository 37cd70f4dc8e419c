// An agency's relations as a subgraph declares them: the columns with their types, and the key. Queries take their columns from
// here, readers check every row by it, and readiness looks whether the database has them.
import type { Knex } from 'knex';
import { type Column, conditionOnly, date, id, instant, oneOf, optional, text, textOrNull } from './columns';

type Columns = Readonly<Record<string, Column>>;

export interface Relation<Of extends Columns = Columns> {
  name: string;
  /** The columns that tell its rows apart. */
  key: readonly string[];
  columns: Of;
}

/** What a subgraph reads of its agency's database, by the names of relations. */
export type Contract = Readonly<Record<string, Relation>>;

/** A row as it leaves the database. */
export type RowOf<Of extends Relation> = { -readonly [Name in keyof Of['columns']]: Of['columns'][Name] extends Column<infer Value> ? Value : never };

type Declared = Readonly<Record<string, { key: readonly string[]; columns: Columns }>>;

/** Names each relation by its place in the contract. */
export function defineContract<Of extends Declared>(declared: Of): { readonly [Name in keyof Of]: Relation<Of[Name]['columns']> } {
  const named = Object.entries(declared).map(([name, relation]) => [name, { name, ...relation }] as const);
  return Object.fromEntries(named) as { readonly [Name in keyof Of]: Relation<Of[Name]['columns']> };
}

const confidences = ['SOURCED', 'RECONSTRUCTED_HIGH', 'RECONSTRUCTED_MEDIUM', 'RECONSTRUCTED_LOW', 'SYNTHETIC'] as const;
export type Confidence = (typeof confidences)[number];
export const confidence = oneOf(confidences);

/** Where rows come from: every agency's database has this relation, and every record names its data set. */
export const dataset = {
  key: ['id'],
  columns: { id, agency: text, name: text, as_of: date, loaded_at: instant, confidence, reference: textOrNull },
} as const;

/** When a record last changed. A view may lack it; feeds read it besides the record. */
export const changedAt = conditionOnly(optional(instant));

/** The columns of a relation that an answer or a feed may give to everybody, with the relation's name before each. */
export function givenColumns({ name, columns }: Relation): string[] {
  return Object.entries(columns)
    .filter(([, { givenTo }]) => givenTo === 'all')
    .map(([column]) => `${name}.${column}`);
}

/**
 * What a database lacks of a contract, a name each: `relation`, or `relation.column`. One statement for each relation that is
 * whole.
 */
export async function findMissing(database: Knex, contract: Contract): Promise<string[]> {
  const missing: string[] = [];
  for (const { name, columns } of Object.values(contract)) {
    const needed = Object.keys(columns).filter((column) => columns[column]?.mayLack === false);
    try {
      await database(name)
        .select(needed.length === 0 ? [database.raw('1')] : needed)
        .limit(0);
    } catch (error) {
      if (!isMissing(error)) throw error;
      const present = await presentColumns(database, name);
      missing.push(...(present.size === 0 ? [name] : needed.filter((column) => !present.has(column)).map((column) => `${name}.${column}`)));
    }
  }
  return missing;
}

/** The columns that a relation has in the database; none where there is no such relation. */
export async function presentColumns(database: Knex, relation: string): Promise<ReadonlySet<string>> {
  return new Set(Object.keys(await database(relation).columnInfo()));
}

const missingCodes = ['ER_BAD_FIELD_ERROR', 'ER_NO_SUCH_TABLE', 'ER_VIEW_INVALID'];

/** Whether a statement failed because a relation, or a column of it, is not there. */
export function isMissing(error: unknown): boolean {
  const { code, message } = error as { code?: unknown; message?: unknown };
  return missingCodes.includes(String(code)) || /no such (column|table)/.test(String(message));
}
