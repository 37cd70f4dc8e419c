// Plans over small supergraphs, one for each thing that stock planning answers wrongly, and what the executor relies on.
import '../../../../gateway/telemetry-off';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ApolloGateway } from '@apollo/gateway';
import { composeServices } from '@apollo/composition';
import { buildSchema, GraphQLError, type GraphQLSchema, introspectionFromSchema, parse } from 'graphql';
import type { ExecutablePlan, FetchNode, PlanNode, RequiredSelection } from '../../../../gateway/execution/plan';
import { withoutAuthorization } from '../../../../gateway/authorization/unprotected-supergraph';
import { createPlanner, type Planner } from '../../../../gateway/execution/planning/planner';

const link = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9",
  import: ["@key", "@external", "@requires", "@override", "@shareable", "@interfaceObject", "@inaccessible", "@context", "@fromContext"])`;

function compose(services: Record<string, string>): string {
  const { supergraphSdl, errors } = composeServices(
    Object.entries(services).map(([name, sdl]) => ({ name, url: `http://${name}.invalid/`, typeDefs: parse(`${link}\n${sdl}`) })),
  );
  if (supergraphSdl === undefined) throw new Error(errors?.join('\n'));
  return supergraphSdl;
}

const plan = (services: Record<string, string>, query: string): ExecutablePlan => createPlanner(compose(services)).plan(query, null, { validate: true });

/** Every fetch, in the order of the plan, with the path it is at. */
function fetchesOf(node: PlanNode | null, at = ''): { at: string; fetch: FetchNode }[] {
  switch (node?.kind) {
    case undefined:
      return [];
    case 'Sequence':
    case 'Parallel':
      return node.nodes.flatMap((each) => fetchesOf(each, at));
    case 'Flatten':
      return fetchesOf(node.node, node.path.join('.'));
    case 'Fetch':
      return [{ at, fetch: node }];
  }
}

/** What goes into a representation, as text: `name<-jd__1_name` where a value is known by another name. */
function draw(selections: readonly RequiredSelection[]): string {
  return selections
    .map((selection) => {
      if (selection.kind === 'Fragment') return `...${selection.types.join('|')}{${draw(selection.selections)}}`;
      return (selection.as === selection.name ? '' : `${selection.as}<-`) + selection.name + (selection.selections ? `{${draw(selection.selections)}}` : '');
    })
    .join(' ');
}

/** Each fetch as one line. */
function summarize({ node }: ExecutablePlan): string[] {
  return fetchesOf(node).map(({ at, fetch }) =>
    fetch.entities ? `${fetch.subgraph} ${at}: ${draw(fetch.entities.requires)} => ${fetch.entities.selection}` : `${fetch.subgraph}: ${fetch.operation}`,
  );
}

const thrown = (act: () => unknown): GraphQLError => {
  try {
    act();
  } catch (error) {
    if (error instanceof GraphQLError) return error;
    throw error;
  }
  throw new Error('expected a GraphQLError; nothing was thrown');
};

describe('the public schema', () => {
  const introspect = (schema: GraphQLSchema) => introspectionFromSchema(schema, { specifiedByUrl: true, schemaDescription: true, inputValueDeprecation: true });

  it('introspects as that of stock, though it went through SDL', async () => {
    const supergraphSdl = readFileSync(path.join(__dirname, '../../../../schema/supergraph.graphql'), 'utf8');
    const stock = new ApolloGateway({ supergraphSdl: withoutAuthorization(supergraphSdl), logger: { debug() {}, info() {}, warn() {}, error() {} } });
    const { schema } = await stock.load();
    await stock.stop();
    expect(introspect(buildSchema(createPlanner(supergraphSdl).apiSdl))).toEqual(introspect(schema));
  });

  it('shows neither what is inaccessible nor the fields made for planning', () => {
    const { apiSdl } = createPlanner(compose(posts));
    expect(apiSdl).not.toMatch(/jd__|hidden|join__/);
  });

  it('is refused where a field has a name that is kept for the gateway', () => {
    const sdl = compose({ a: 'type Query { thing: Thing } type Thing { jd__1_name: String }' });
    expect(() => createPlanner(sdl)).toThrow(/jd__.*Thing\.jd__1_name/);
  });
});

it('names the subgraphs with their addresses', () => {
  expect(createPlanner(compose(posts)).subgraphs).toEqual([
    { name: 'feeds', url: 'http://feeds.invalid/' },
    { name: 'posts', url: 'http://posts.invalid/' },
  ]);
});

const posts = {
  feeds: `
    type Query { feed: [Post!] }
    type Post @key(fields: "id") { id: ID! hidden: String @inaccessible }
    type Comment @key(fields: "id") { id: ID! author: ID }`,
  posts: `
    type Post @key(fields: "id") {
      id: ID!
      comments(limit: Int = 9): [Comment!]
      lead: ID @requires(fields: "comments(limit: 3) { author }")
      last: ID @requires(fields: "comments { author }")
    }
    type Comment @key(fields: "id") { id: ID! author: ID @external }`,
};

const quotes = {
  shop: `
    type Query { product: Product }
    type Product @key(fields: "id") { id: ID! price(currency: String!): Int category: Category }
    type Category { mean(currency: String!): Int }`,
  freight: `
    type Product @key(fields: "id") {
      id: ID!
      price(currency: String!): Int @external
      category: Category @external
      dollars: Int @requires(fields: "price(currency: \\"USD\\")")
      euros(round: Int): Int @requires(fields: "price(currency: \\"EUR\\")")
      dear: Boolean @requires(fields: "category { mean(currency: \\"USD\\") } price(currency: \\"USD\\")")
    }
    type Category { mean(currency: String!): Int @external }`,
};

describe('a field with arguments that a @requires needs', () => {
  it('is fetched beside the client’s with other arguments, under a name of its own', () => {
    expect(summarize(plan(quotes, '{ product { price(currency: "CNY") dollars } }'))).toEqual([
      'shop: {product{__typename id price(currency:"CNY")jd__1_price:price(currency:"USD")}}',
      'freight product: ...Product{__typename id price<-jd__1_price} => {...on Product{dollars}}',
    ]);
  });

  it('is one field where it is required with the same arguments twice, and is found below others', () => {
    expect(summarize(plan(quotes, '{ product { dear dollars } }'))).toEqual([
      'shop: {product{__typename id jd__1_price:price(currency:"USD")category{jd__3_mean:mean(currency:"USD")}}}',
      'freight product: ...Product{__typename id price<-jd__1_price category{mean<-jd__3_mean}} => {...on Product{dear dollars}}',
    ]);
  });

  it('is given once in a representation: fields that need it with different arguments are fetched apart', () => {
    const { node } = plan(quotes, 'query ($round: Int = 2) { product { dollars euros(round: $round) dear } }');
    expect(summarize({ interfaceObjects: [], node })).toEqual([
      'shop: {product{__typename id category{jd__3_mean:mean(currency:"USD")}jd__1_price:price(currency:"USD")jd__2_price:price(currency:"EUR")}}',
      'freight product: ...Product{__typename id category{mean<-jd__3_mean} price<-jd__1_price} => {...on Product{dollars dear}}',
      'freight product: ...Product{__typename id category{mean<-jd__3_mean} price<-jd__2_price} => {...on Product{euros(round:$round)}}',
    ]);
    expect(node).toMatchObject({ kind: 'Sequence', nodes: [{ kind: 'Fetch' }, { kind: 'Parallel', nodes: [{ kind: 'Flatten' }, { kind: 'Flatten' }] }] });
    // A subgraph refuses an operation that defines a variable it does not use.
    const [, dollars, euros] = fetchesOf(node).map(({ fetch }) => fetch);
    expect(dollars).toMatchObject({ variables: [], entities: { variableDefinitions: [] }, fields: [{ name: 'dollars' }, { name: 'dear' }] });
    expect(euros).toMatchObject({ variables: ['round'], entities: { variableDefinitions: ['$round:Int=2'] }, fields: [{ name: 'euros' }] });
  });

  it('is told apart from the client’s where it is required without arguments', () => {
    const [, comments, authors, last] = summarize(plan(posts, '{ feed { comments(limit: 1) { id } last } }'));
    expect(comments).toBe('posts feed.@: ...Post{__typename id} => {...on Post{jd__2_comments:comments{__typename id}comments(limit:1){id}}}');
    expect(authors).toBe('feeds feed.@.jd__2_comments.@: ...Comment{__typename id} => {...on Comment{author}}');
    expect(last).toBe('posts feed.@: ...Post{__typename comments<-jd__2_comments{author} id} => {...on Post{last}}');
  });

  it('is made on the objects of an interface, too', () => {
    const media = {
      library: `
        type Query { media: [Media!] }
        interface Media @key(fields: "id") { id: ID! title(length: Int): String }
        type Book implements Media @key(fields: "id") { id: ID! title(length: Int): String pages: Int }
        type Song implements Media @key(fields: "id") { id: ID! title(length: Int): String }`,
      press: `
        type Media @interfaceObject @key(fields: "id") {
          id: ID!
          title(length: Int): String @external
          headline: String @requires(fields: "title(length: 3)")
        }`,
    };
    expect(summarize(plan(media, '{ media { ... on Book { title(length: 1) headline } } }'))).toEqual([
      'library: {media{__typename ...on Book{__typename id title(length:1)jd__1_title:title(length:3)}}}',
      'press media.@: ...Book{__typename id} ...Book{__typename title<-jd__1_title} => {...on Media{headline}}',
    ]);
  });

  it('may need another such field itself', () => {
    const chain = {
      a: 'type Query { thing: Thing } type Thing @key(fields: "id") { id: ID! first(n: Int): Int }',
      b: 'type Thing @key(fields: "id") { id: ID! first(n: Int): Int @external second(n: Int): Int @requires(fields: "first(n: 1)") }',
      c: 'type Thing @key(fields: "id") { id: ID! second(n: Int): Int @external third: Int @requires(fields: "second(n: 2)") }',
    };
    expect(summarize(plan(chain, '{ thing { third second(n: 5) } }'))).toEqual([
      'a: {thing{__typename id jd__1_first:first(n:1)}}',
      'b thing: ...Thing{__typename id first<-jd__1_first} => {...on Thing{second(n:5)jd__2_second:second(n:2)}}',
      'c thing: ...Thing{__typename second<-jd__2_second id} => {...on Thing{third}}',
    ]);
  });

  it('cannot be asked for by clients under its own name', () => {
    expect(thrown(() => plan(quotes, '{ product { jd__1_price } }')).message).toMatch(/Cannot query field "jd__1_price"/);
  });
});

describe('a key that a subgraph does not resolve', () => {
  const keys = {
    makers: 'type Part @key(fields: "id") { id: ID! name: String }',
    stock: `
      type Query { parts: [Part!] }
      type Part @key(fields: "serial", resolvable: false) @key(fields: "id") {
        id: ID! serial: ID! name: String @external label: String @requires(fields: "name")
      }`,
  };

  it('is not what the plan comes back by, where there is another', () => {
    expect(summarize(plan(keys, '{ parts { label } }'))).toEqual([
      'stock: {parts{__typename id}}',
      'makers parts.@: ...Part{__typename id} => {...on Part{name}}',
      'stock parts.@: ...Part{__typename name id} => {...on Part{label}}',
    ]);
  });

  it('marks the fetch as one that cannot be made, where there is none', () => {
    const stock = keys.stock.replace('@key(fields: "id")', '@key(fields: "id", resolvable: false)');
    expect(JSON.stringify(plan({ ...keys, stock }, '{ parts { label } }'))).toContain('"unresolvable":"Part"');
    expect(summarize(plan({ ...keys, stock }, '{ parts { name } }'))).toHaveLength(2);
  });
});

describe('a client’s alias', () => {
  it('takes the place of no key and no required field', () => {
    const sdl = readFileSync(path.join(__dirname, '../../../../schema/supergraph.graphql'), 'utf8');
    expect(
      summarize(createPlanner(sdl).plan('{ county(code: "520221") { codes: formerCodes { code } recordedCode: name pairings { totalCount } } }', null)),
    ).toEqual([
      'counties: {county(code:520221){__typename recordedCode jd__codes__formerCodes:formerCodes{code}jd__recordedCode__name:name codes}}',
      'pairings county: ...County{__typename recordedCode codes} => {...on County{pairings{totalCount}}}',
    ]);
  });

  it('of __typename is kept as __typename, in fragments as elsewhere', () => {
    const query = '{ product { ...names kind: __typename } } fragment names on Product { nr: id kind2: __typename }';
    expect(summarize(plan(quotes, query))).toEqual(['shop: {product{__typename jd__nr__id:id}}']);
  });
});

describe('a plan', () => {
  it('is JSON', () => {
    const made = plan(quotes, '{ product { dollars euros dear } }');
    expect(JSON.parse(JSON.stringify(made))).toStrictEqual(made);
  });

  it('has no node where nothing is fetched', () => {
    expect(plan(quotes, '{ __typename __schema { queryType { name } } }')).toEqual({ node: null, interfaceObjects: [] });
  });

  it('names every field that an answer may hold, through fragments, once', () => {
    const [{ fetch } = {}] = fetchesOf(
      plan(quotes, '{ product { id ... on Product { id category { mean(currency: "USD") } } category { other: mean(currency: "EUR") } } }').node,
    );
    expect(fetch?.fields).toEqual([
      {
        name: 'product',
        fields: [
          { name: 'id', fields: null },
          {
            name: 'category',
            fields: [
              { name: 'mean', fields: null },
              { name: expect.stringMatching(/^jd__other__[0-9a-f]{8}_mean$/), fields: null },
            ],
          },
        ],
      },
    ]);
  });

  it('names the fields of an answer as they are after the rewrites', () => {
    const pets = {
      a: `type Query { pets: [Pet!] } union Pet = Dog | Cat
        type Dog @key(fields: "id") { id: ID! tag: Int } type Cat @key(fields: "code") { id: Int code: ID! tag: String }`,
      b: 'type Dog @key(fields: "id") { id: ID! barks: Int } type Cat @key(fields: "code") { code: ID! barks: Int @inaccessible }',
    };
    // The key of Dog and the client's field of Cat have one name and different types: one is asked for by another name.
    const [{ fetch } = {}] = fetchesOf(plan(pets, '{ pets { ... on Dog { barks } ... on Cat { id } } }').node);
    expect(fetch?.operation).toMatch(/id__alias_0:id/);
    expect(fetch?.outputRewrites).toEqual([{ kind: 'KeyRenamer', path: [{ field: 'pets' }, { types: ['Cat'] }], field: 'id__alias_0', renameTo: 'id' }]);
    expect(fetch?.fields).toEqual([
      {
        name: 'pets',
        fields: [
          { name: '__typename', fields: null },
          { name: 'id', fields: null },
        ],
      },
    ]);
  });

  it('is made for the values that decide its conditions', () => {
    const planner = createPlanner(compose(quotes));
    const query = 'query ($is: Boolean!) { product @include(if: $is) { id @skip(if: $is) ... @include(if: true) { dollars @skip(if: false) } } }';
    const planFor = (is: boolean) => planner.plan(query, null, { validate: true, conditions: [['is', is]] });
    expect(planFor(true)).toEqual(plan(quotes, '{ product { dollars } }'));
    expect(planFor(false)).toEqual(plan(quotes, '{ __typename }'));
  });

  it('is of the operation that is named', () => {
    const planner: Planner = createPlanner(compose(quotes));
    const document = 'query One { product { id } } query Two { product { dollars } }';
    expect(fetchesOf(planner.plan(document, 'Two', { validate: true }).node)[0]?.fetch.operationName).toBe('Two__shop__0');
    expect(() => planner.plan(document, 'Three')).toThrow(GraphQLError);
    expect(() => planner.plan(document, null)).toThrow(GraphQLError);
  });
});

describe('an operation is refused', () => {
  it.each([
    ['for a field that the schema lacks', quotes, '{ product { nothing } }', /Cannot query field "nothing"/],
    ['as a subscription', { a: 'type Query { a: Int } type Subscription { b: Int }' }, 'subscription { b }', /no subscriptions\. .*订阅/],
  ])('%s', (_why, services, query, message) => {
    const error = thrown(() => plan(services, query));
    expect(error.message).toMatch(message);
    expect(error.extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
  });

  it('where an argument comes from a context', () => {
    const services = {
      a: `type Query { user: User } type User @key(fields: "id") @context(name: "user") { id: ID! locale: String! text: Text }
        type Text @key(fields: "id") { id: ID! translated(locale: String @fromContext(field: "$user { locale }")): String }`,
      b: 'type Text @key(fields: "id") { id: ID! length: Int }',
    };
    expect(thrown(() => plan(services, '{ user { text { translated } } }')).message).toMatch(/@fromContext/);
    expect(summarize(plan(services, '{ user { text { length } } }'))).toHaveLength(2);
  });

  it('where the planner leaves a field out that no subgraph resolves, rather than be answered null', () => {
    const nodes = {
      a: 'type Query { a: Node product: Product } interface Node @key(fields: "id") { id: ID! } type Product { id: ID! }',
      b: 'type Query { b: Node } type Node @interfaceObject @key(fields: "id", resolvable: false) { id: ID! field: String }',
    };
    expect(thrown(() => plan(nodes, '{ product { id } other: a { field } }')).message).toMatch(/^other cannot be answered/);
    expect(summarize(plan(nodes, 'query ($no: Boolean!) { b { field } ... @skip(if: $no) { product { id } } }'))).toHaveLength(2);
  });
});
