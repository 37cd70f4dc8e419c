// A query plan as the executor runs it: Apollo's, with everything resolved that would need a schema. It is JSON: planning
// happens in another thread, and the executing one knows no types but those of the public schema. It has no conditions: they
// are decided before an operation is planned (`conditions.ts`).

/** The plan of one operation. Where nothing is fetched (introspection, `__typename`) there is no node. */
export interface ExecutablePlan {
  node: PlanNode | null;
  /** Interfaces that some subgraph knows as objects: it gives their names for `__typename`, which say less than an object's. */
  interfaceObjects: string[];
}

export type PlanNode = SequenceNode | ParallelNode | FlattenNode | FetchNode;

interface SequenceNode {
  kind: 'Sequence';
  nodes: PlanNode[];
}

interface ParallelNode {
  kind: 'Parallel';
  nodes: PlanNode[];
}

/** Runs `node` on all objects at `path`: response names, and `@` for every element of a list. */
interface FlattenNode {
  kind: 'Flatten';
  path: string[];
  node: PlanNode;
}

export interface FetchNode {
  kind: 'Fetch';
  subgraph: string;
  operationKind: 'query' | 'mutation';
  /** The request's text as Apollo's planner writes it. */
  operation: string;
  operationName: string | null;
  /** The client's variables that the text uses, by the names that subgraphs are sent (`variable-names.ts`). */
  variables: string[];
  /** What is asked of objects known already; null where the fetch begins at a root type. */
  entities: EntityFetch | null;
  /** Applied to each answer, for an entity fetch to each entity, before it is merged. */
  outputRewrites: Rewrite[];
  /** All that an answer may hold after the rewrites, for an entity fetch below `_entities`; anything else is left out. */
  fields: AnswerField[];
  /** What is asked for, by type and field, such as `County.name`. */
  coordinates: string[];
  /** Where entities stand in an answer as it comes, for an entity fetch in one of `_entities`. */
  entityTree: EntityTree;
}

/** An object or a list of an answer, with the fields of it that lead to entities. */
export interface EntityTree {
  isEntity: boolean;
  below: { name: string; tree: EntityTree }[];
}

export interface EntityFetch {
  /** What makes up a representation. Objects that lack any of it are not asked about. */
  requires: RequiredSelection[];
  /** Applied to each representation. */
  inputRewrites: Rewrite[];
  /** The definitions of `variables` as text, such as `$first: Int = 3`, in their order. */
  variableDefinitions: string[];
  /** The selection on `_entities` as text, with its braces. */
  selection: string;
  /** A type that the subgraph resolves by no key which is known there: Apollo's planner may plan such a fetch. Objects that come to it are errors. */
  unresolvable: string | null;
}

export type RequiredSelection = RequiredField | RequiredFragment;

interface RequiredField {
  kind: 'Field';
  /** Where the value is in the data. */
  name: string;
  /** The key that the subgraph knows it by. */
  as: string;
  /** Whether it is an ID, or a list of them: a text, whatever the subgraph wrote. */
  isId: boolean;
  selections: RequiredSelection[] | null;
}

interface RequiredFragment {
  kind: 'Fragment';
  /** The `__typename`s that satisfy it, interface objects' among them. */
  types: string[];
  selections: RequiredSelection[];
}

/** A field of an answer; `fields` is null for leaves. */
export interface AnswerField {
  name: string;
  fields: AnswerField[] | null;
}

/** Sets the value at a path, or moves it to another name in the same object. */
export type Rewrite = { path: RewriteStep[]; field: string } & ({ kind: 'ValueSetter'; value: unknown } | { kind: 'KeyRenamer'; renameTo: string });

/** A field to go into (lists are gone through), or a condition on the object's `__typename`, which holds where there is none. */
export type RewriteStep = { field: string } | { types: string[] };
