// A small graph with every kind of protection there is, under renamed imports, and what each field needs by hand: the test's
// own table, not the gateway's.
import { Supergraph } from '@apollo/federation-internals';
import { GraphQLError, type GraphQLSchema, buildSchema, defaultFieldResolver, execute, parse, printSchema, TypeInfo, visit, visitWithTypeInfo } from 'graphql';
import type { Rights } from '../../../gateway/identity/identity';
import type { SubgraphSource } from '../execution/faulty-graph';

const link = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable", "@external", "@requires", "@policy", "@interfaceObject",
  { name: "@requiresScopes", as: "@needs" }, { name: "@authenticated", as: "@login" }])`;

/** A value that is found in no answer by chance. */
const secret = (what: string, id: string) => `secret ${what} ${id}.`;

type Record_ = { __typename: string; id: string } & Record<string, unknown>;

const people: Record_[] = ['1', '2'].map((id) => ({
  __typename: 'Person',
  id,
  name: `person ${id}`,
  nick: secret('Person.nick', id),
  phone: secret('Person.phone', id),
  badge: secret('Person.badge', id),
  age: secret('Person.age', id),
  mood: 'SUNNY',
  card: { number: secret('Card.number', id), colour: secret('Card.colour', id) },
  strict: secret('Person.strict', id),
}));
const robots: Record_[] = [{ __typename: 'Robot', id: '8', name: 'robot', nick: 'a nick that is public', serial: 'serial' }];
const vaults: Record_[] = [{ __typename: 'Vault', id: '9', code: secret('Vault.code', '9') }];
const companies: Record_[] = ['1', '2'].map((id) => ({ __typename: 'Company', id, title: `company ${id}`, payroll: secret('Company.payroll', id) }));
for (const person of people) Object.assign(person, { friends: people, employer: companies[0] });
for (const company of companies)
  Object.assign(company, { staff: people, boss: people[1], machine: robots[0], owner: company.id === '1' ? people[0] : robots[0] });

const things: Record_[] = ['Book', 'Film'].map((type) => ({ __typename: type, id: type, title: type, label: secret('Thing.label', type), tag: 'tag' }));

const find =
  (records: readonly Record_[]) =>
  (_root: unknown, { id }: { id: string }) =>
    records.find((record) => record.id === id) ?? null;
const refer =
  (records: readonly Record_[]) =>
  ({ id }: { id: string }) =>
    records.find((record) => record.id === id) ?? null;

const peopleQuery = {
  person: find(people),
  people: () => people,
  found: () => [people[0], robots[0], vaults[0]],
  named: () => [...people, ...robots],
  vault: () => vaults[0],
  me: () => people[0],
  things: () => things,
  book: () => things[0],
  sealed: () => [
    { __typename: 'Envelope', seal: secret('Envelope.seal', '1') },
    { __typename: 'Bag', seal: 'a seal that is public' },
  ],
};
const mutation = { rename: find(people), erase: () => true };
const workQuery = { company: find(companies), companies: () => companies, owners: () => [people[0], robots[0]] };

const roots: Record<string, (root: unknown, args: { id: string }) => unknown> = { ...peopleQuery, ...workQuery, ...mutation };

export const sources: Record<'people' | 'work' | 'labels', SubgraphSource> = {
  people: {
    sdl: `${link}
      type Query { person(id: ID!): Person people: [Person!]! found: [Found] named: [Named!] vault: Vault me: Person @login things: [Thing!] book: Book sealed: [Sealed!] }
      interface Sealed { seal: String }
      type Envelope implements Sealed @needs(scopes: [["envelope"]]) { seal: String }
      type Bag implements Sealed { seal: String }
      type Mutation { rename(id: ID!): Person erase: Boolean @login }
      interface Thing @key(fields: "id") { id: ID! title: String }
      type Book implements Thing @key(fields: "id") { id: ID! title: String }
      type Film implements Thing @key(fields: "id") { id: ID! title: String }
      interface Named { name: String nick: String }
      type Person implements Named @key(fields: "id") {
        id: ID! name: String nick: String @needs(scopes: [["person:nick"]])
        phone: String @needs(scopes: [["person:phone"], ["admin", "audit"]])
        age: Age mood: Mood card: Card friends: [Person!]! strict: String! @login
      }
      type Robot implements Named @key(fields: "id") { id: ID! name: String nick: String serial: String }
      type Vault @key(fields: "id") @needs(scopes: [["vault"]]) { id: ID! code: String }
      union Found = Person | Robot | Vault
      scalar Age @needs(scopes: [["person:age"]])
      enum Mood @login { SUNNY RAINY }
      type Card @policy(policies: [["cards"]]) { number: String colour: String }`,
    resolvers: {
      Query: peopleQuery,
      Mutation: mutation,
      Person: { __resolveReference: refer(people) },
      Robot: { __resolveReference: refer(robots) },
      Vault: { __resolveReference: refer(vaults) },
    },
  },
  work: {
    sdl: `${link}
      type Query { company(id: ID!): Company companies: [Company!]! owners: [Owner] }
      type Person @key(fields: "id") {
        id: ID! phone: String @external employer: Company
        badge: String @requires(fields: "phone") @needs(scopes: [["person:phone"], ["admin", "audit"]])
      }
      type Robot @key(fields: "id") { id: ID! }
      union Owner = Person | Robot
      type Company @key(fields: "id") {
        id: ID! title: String staff: [Person!] boss: Person machine: Robot owner: Owner payroll: String @needs(scopes: [["company:payroll"]])
      }`,
    resolvers: {
      Query: workQuery,
      Person: {
        __resolveReference: refer(people),
        // It is made of what the gateway had to fetch.
        badge: ({ id }: { id: string }) => secret('Person.badge', id),
      },
      Robot: { __resolveReference: refer(robots) },
      Company: { __resolveReference: refer(companies) },
    },
  },
  labels: {
    sdl: `${link} type Thing @interfaceObject @key(fields: "id") { id: ID! tag: String label: String @needs(scopes: [["label"]]) }`,
    resolvers: { Thing: { __resolveReference: ({ id }: { id: string }) => ({ ...things.find((thing) => thing.id === id), __typename: 'Thing' }) } },
  },
};

export const allScopes = ['envelope', 'label', 'person:nick', 'person:phone', 'admin', 'audit', 'person:age', 'cards', 'vault', 'company:payroll'];

type Need = (rights: Rights) => boolean;
const scope =
  (name: string): Need =>
  ({ scopes }) =>
    scopes.has(name);
const login: Need = ({ authenticated }) => authenticated;
const phone: Need = ({ scopes }) => scopes.has('person:phone') || (scopes.has('admin') && scopes.has('audit'));

/** What each protected field needs, by `Type.field`. */
const needs: Record<string, Need> = {
  'Person.nick': scope('person:nick'),
  'Person.phone': phone,
  'Person.badge': phone,
  'Person.age': scope('person:age'),
  'Person.mood': login,
  'Person.card': scope('cards'),
  'Card.number': scope('cards'),
  'Card.colour': scope('cards'),
  'Person.strict': login,
  'Vault.id': scope('vault'),
  'Vault.code': scope('vault'),
  'Query.vault': scope('vault'),
  'Query.me': login,
  'Company.payroll': scope('company:payroll'),
  'Thing.label': scope('label'),
  'Book.label': scope('label'),
  'Film.label': scope('label'),
  'Mutation.erase': login,
  'Envelope.seal': scope('envelope'),
};

export interface ProtectedWorld {
  name: string;
  /** Changes the supergraph that the subgraphs compose to. */
  edit(supergraphSdl: string): string;
  /** What each protected field needs, by `Type.field`, where it is selected on that type. */
  needs: Record<string, Need>;
}

export const worlds: ProtectedWorld[] = [
  // Composition carries what an object's field needs to the interface's.
  {
    name: 'as composed',
    edit: (sdl) => sdl,
    needs: { ...needs, 'Named.nick': scope('person:nick'), 'Sealed.seal': scope('envelope'), 'Query.sealed': scope('envelope') },
  },
  {
    name: 'as composed before protection was carried to interfaces and checked of @requires',
    edit(sdl) {
      const edited = sdl
        .replace(/(interface Named[^}]*?nick: String) @needs\(scopes: \[\["person:nick"\]\]\)/, '$1')
        .replace(/(interface Sealed\s+@join__type\(graph: PEOPLE\))\s+@needs\(scopes: \[\["envelope"\]\]\)/, '$1')
        .replace(/(badge: String @join__field\(graph: WORK, requires: "phone"\)) @needs\(scopes: \[\[[^\n]*\]\]\)/, '$1')
        .replaceAll('label: String @needs(scopes: [["label"]]) @join__field\n', 'label: String @join__field\n');
      if (edited.length > sdl.length - 170) throw new Error('expected protection to take away');
      return edited;
    },
    needs,
  },
];

/** The secrets that a caller may not see, by their beginnings. */
export function secretsWithheld(world: ProtectedWorld, rights: Rights): string[] {
  const fields = Object.keys(world.needs).filter((field) => !world.needs[field]?.(rights));
  return fields.map((field) => (field === 'Person.mood' ? '"SUNNY"' : `secret ${field} `));
}

/** The fields, by `Type.field`, that a request to a subgraph asks for. */
export function fieldsAsked(query: string, schema: GraphQLSchema): string[] {
  const fields: string[] = [];
  const types = new TypeInfo(schema);
  visit(
    parse(query),
    visitWithTypeInfo(types, {
      Field: ({ name }) => void fields.push(`${types.getParentType()?.name}.${name.value}`),
    }),
  );
  return fields;
}

/** The public schema of a supergraph, executable over the same data: what a single server would answer that checks each field. */
export function openOracle(supergraphSdl: string): GraphQLSchema {
  return buildSchema(printSchema(Supergraph.build(supergraphSdl, { supportedFeatures: null }).apiSchema().toGraphQLJSSchema()));
}

export interface Expected {
  data: Record<string, unknown> | null | undefined;
  /** The paths of what is refused. */
  refused: (string | number)[][];
}

/** Answers as a single server would. A field is refused for its object and for every type that it is selected on. */
export async function answerByOracle(
  schema: GraphQLSchema,
  world: ProtectedWorld,
  rights: Rights,
  query: string,
  variables: Record<string, unknown>,
): Promise<Expected> {
  const document = parse(query);
  const parents = new Map<unknown, string>();
  const types = new TypeInfo(schema);
  visit(document, visitWithTypeInfo(types, { Field: (node) => void parents.set(node, types.getParentType()?.name ?? '') }));
  const readable = (type: string, field: string) => world.needs[`${type}.${field}`]?.(rights) ?? true;
  const { data, errors = [] } = await execute({
    schema,
    document,
    variableValues: variables,
    fieldResolver(source, args, context, info) {
      check(info.parentType.name, info.fieldName, info.fieldNodes);
      if (info.parentType !== schema.getQueryType() && info.parentType !== schema.getMutationType()) return defaultFieldResolver(source, args, context, info);
      return roots[info.fieldName]?.(source, args as { id: string });
    },
  });
  return { data: JSON.parse(JSON.stringify(data ?? null)), refused: errors.map(({ path }) => [...(path ?? [])]) };

  function check(type: string, field: string, nodes: readonly unknown[]): void {
    const all = [type, ...nodes.map((node) => parents.get(node) ?? '')];
    if (!all.every((each) => readable(each, field))) throw new GraphQLError('refused');
  }
}
