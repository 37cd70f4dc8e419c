// The field's public benchmark of federation gateways: accounts, inventory, products and reviews with data in memory.
// Schema, data and TestQuery are those of https://github.com/graphql-hive/graphql-gateways-benchmark (`subgraphs/` and `k6.js`, whose
// subgraphs are in Rust); the resolvers are our own.
import type { Operation } from './workload';

const federation = (imports: string) => `extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: [${imports}])`;

interface SubgraphDefinition {
  typeDefs: string;
  resolvers: Record<string, Record<string, unknown>>;
}

const loremIpsum =
  'Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor incididunt ut labore et dolore magna aliqua. Ut enim ad minim veniam, quis nostrud exercitation ullamco laboris nisi ut aliquip ex ea commodo consequat. Duis aute irure dolor in reprehenderit in voluptate velit esse cillum dolore eu fugiat nulla pariatur. Excepteur sint occaecat cupidatat non proident, sunt in culpa qui officia deserunt mollit anim id est laborum.';
const sedUt =
  'Sed ut perspiciatis unde omnis iste natus error sit voluptatem accusantium doloremque laudantium, totam rem aperiam, eaque ipsa quae ab illo inventore veritatis et quasi architecto beatae vitae dicta sunt explicabo. Nemo enim ipsam voluptatem quia voluptas sit aspernatur aut odit aut fugi';
const sedQuia =
  'sed quia consequuntur magni dolores eos qui ratione voluptatem sequi nesciunt. Neque porro quisquam est, qui dolorem ipsum quia dolor sit amet, consectetur, adipisci velit, sed quia non numquam eius modi tempora incidunt ut labore et dolore magnam aliquam quaerat voluptatem.';
const utEnim =
  'Ut enim ad minima veniam, quis nostrum exercitationem ullam corporis suscipit laboriosam, nisi ut aliquid ex ea commodi consequatur? Quis autem';
const atVero =
  'At vero eos et accusamus et iusto odio dignissimos ducimus qui blanditiis praesentium voluptatum deleniti atque corrupti quos dolores et quas molestias excepturi sint occaecati cupiditate non provident, similique sunt in culpa qui officia deserunt mollitia animi, id est laborum et dolorum fuga. Et harum quidem rerum facilis est et expedita distinctio. Nam libero tempore, cum soluta nobis est eligendi optio cumque nihil impedit quo minus id quod maxime placeat facere possimus, omnis voluptas assumenda est, omnis dolor repellendus. Temporibus autem quibusdam et aut officiis debitis aut rerum necessitatibus saepe eveniet ut et voluptates repudiandae sint et molestiae non recusandae. Itaque earum rerum hic tenetur a sapiente delectus, ut aut reiciendis voluptatibus maiores alias consequatur aut perferendis doloribus asperiores repellat.';

const users = [
  ['1', 'Uri Goldshtein', 'urigo'],
  ['2', 'Dotan Simha', 'dotansimha'],
  ['3', 'Kamil Kisiela', 'kamilkisiela'],
  ['4', 'Arda Tanrikulu', 'ardatan'],
  ['5', 'Gil Gardosh', 'gilgardosh'],
  ['6', 'Laurin Quast', 'laurin'],
].map(([id, name, username]) => ({ id, name, username, birthday: 1_234_567_890 }));

const products = (
  [
    ['1', 'Table', 899, 100, true],
    ['2', 'Couch', 1299, 1000, false],
    ['3', 'Glass', 15, 20, false],
    ['4', 'Chair', 499, 100, false],
    ['5', 'TV', 1299, 1000, true],
    ['6', 'Lamp', 6999, 300, true],
    ['7', 'Grill', 3999, 2000, true],
    ['8', 'Fridge', 100_000, 6000, false],
    ['9', 'Sofa', 9999, 800, true],
  ] as const
).map(([upc, name, price, weight, inStock]) => ({ upc, name, price, weight, inStock }));

/** The products reviewed and the texts, of reviews 1 to 11. */
const reviews = (
  [
    ['1', loremIpsum],
    ['1', sedUt],
    ['1', sedQuia],
    ['1', utEnim],
    ['2', loremIpsum],
    ['2', sedUt],
    ['2', sedQuia],
    ['2', utEnim],
    ['3', utEnim],
    ['4', utEnim],
    ['4', atVero],
  ] as const
).map(([upc, body], index) => ({ id: String(index + 1), body, product: { upc } }));

export const publicSubgraphs: Readonly<Record<string, SubgraphDefinition>> = {
  accounts: {
    typeDefs: `
      ${federation('"@key", "@shareable"')}
      type Query { me: User  user(id: ID!): User  users: [User] }
      type User @key(fields: "id") { id: ID!  name: String  username: String @shareable  birthday: Int }`,
    resolvers: {
      Query: {
        me: () => users[0],
        user: (_root: unknown, { id }: { id: string }) => users.find((user) => user.id === id) ?? null,
        users: () => users,
      },
      User: { __resolveReference: ({ id }: { id: string }) => users.find((user) => user.id === id) ?? null },
    },
  },
  inventory: {
    typeDefs: `
      ${federation('"@key", "@external", "@requires"')}
      type Product @key(fields: "upc") {
        upc: String!
        weight: Int @external
        price: Int @external
        inStock: Boolean
        shippingEstimate: Int @requires(fields: "price weight")
      }`,
    resolvers: {
      Product: {
        __resolveReference: (reference: { upc: string }) => {
          const inStock = products.find((product) => product.upc === reference.upc)?.inStock;
          return inStock === undefined ? null : { ...reference, inStock };
        },
        // The public benchmark's own subgraph takes nothing but the key, and so always answers null here.
        shippingEstimate: ({ price, weight }: { price: number | null; weight: number | null }) =>
          price == null || weight == null ? null : price > 1000 ? 0 : Math.floor(weight / 2),
      },
    },
  },
  products: {
    typeDefs: `
      ${federation('"@key", "@shareable"')}
      type Query { topProducts(first: Int = 5): [Product] }
      type Product @key(fields: "upc") { upc: String!  name: String  price: Int  weight: Int }`,
    resolvers: {
      Query: { topProducts: (_root: unknown, { first }: { first: number | null }) => products.slice(0, first ?? 5) },
      Product: { __resolveReference: ({ upc }: { upc: string }) => products.find((product) => product.upc === upc) ?? null },
    },
  },
  reviews: {
    typeDefs: `
      ${federation('"@key", "@external", "@provides"')}
      type Review @key(fields: "id") { id: ID!  body: String  product: Product  author: User @provides(fields: "username") }
      type User @key(fields: "id") { id: ID!  username: String @external  reviews: [Review] }
      type Product @key(fields: "upc") { upc: String!  reviews: [Review] }`,
    resolvers: {
      Review: {
        __resolveReference: ({ id }: { id: string }) => reviews.find((review) => review.id === id) ?? null,
        author: () => ({ id: '1', username: 'urigo' }),
      },
      User: { __resolveReference: (reference: object) => reference, reviews: () => reviews.slice(0, 2) },
      Product: {
        __resolveReference: (reference: object) => reference,
        reviews: ({ upc }: { upc: string }) => reviews.filter((review) => review.product.upc === upc),
      },
    },
  },
};

/** TestQuery, the one query of the public benchmark. */
export const testQuery: Operation = {
  name: 'TestQuery',
  query: `
    fragment User on User { id username name }
    fragment Review on Review { id body }
    fragment Product on Product { inStock name price shippingEstimate upc weight }
    query TestQuery {
      users {
        ...User
        reviews {
          ...Review
          product {
            ...Product
            reviews {
              ...Review
              author { ...User reviews { ...Review product { ...Product } } }
            }
          }
        }
      }
      topProducts {
        ...Product
        reviews {
          ...Review
          author { ...User reviews { ...Review product { ...Product } } }
        }
      }
    }`,
};

/** A small query on the same graph: accounts, then reviews. */
export const smallQuery: Operation = { name: 'Small', query: 'query Small { me { id username reviews { id body } } }' };

/** One call to one subgraph for one value. */
export const oneFieldQuery: Operation = { name: 'OneField', query: 'query OneField { me { name } }' };

/**
 * A stream of operations of depth 12 that no gateway has seen: which scalar fields they ask for differs, so that neither names nor aliases
 * have to. They ask about a user who does not exist: the whole plan is made, and only its first call is run.
 */
export function* newOperations(seed: number): Generator<Operation> {
  const levels = ['user', 'reviews', 'product', 'reviews', 'author', 'reviews', 'product', 'reviews', 'author', 'reviews', 'product'] as const;
  const scalars = {
    user: ['name', 'username'],
    author: ['name', 'birthday'],
    reviews: ['body'],
    product: ['name', 'price', 'weight', 'inStock', 'shippingEstimate'],
  };
  for (let number = seed; ; number++) {
    // A multiplication by an odd number maps 32-bit numbers onto 32-bit numbers one to one, and spreads neighbours apart.
    let bits = Math.imul(number + 1, 0x9e3779b1) >>> 0;
    const take = () => {
      const bit = bits & 1;
      bits = (bits >>> 1) | (bit << 31);
      return bit === 1;
    };
    let query = '';
    for (const level of levels) {
      const fields = scalars[level].filter(take);
      query += `${level}${level === 'user' ? '(id: "nobody")' : ''} { ${level === 'product' ? 'upc' : 'id'} ${fields.join(' ')} `;
    }
    yield { name: 'New', query: `query New { ${query} ${'} '.repeat(levels.length)}}` };
  }
}
