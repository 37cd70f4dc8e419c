// A shop in three subgraphs, for tests of how the gateway deals with the second one: `stock` has fields of its own at the
// root, and two kinds of entities that one query asks for in the same tick, once `products` has answered.
import { link, type SubgraphSource } from './faulty-graph';

/** How many products the shop has unless asked for another `count`. */
const productCount = 3;

const product = (number: number) => ({ id: `p${number}`, name: `product ${number}`, maker: { id: `m${number}` } });
const numberOf = ({ id }: { id: string }) => Number(id.slice(1));

export const shop = {
  products: {
    sdl: `${link}
      type Query { products(count: Int): [Product!] product: Product }
      type Mutation { addProduct(name: String): Product }
      type Product @key(fields: "id") { id: ID! name: String maker: Maker }
      type Maker @key(fields: "id") { id: ID! }`,
    resolvers: {
      Query: {
        products: (_root: unknown, { count }: { count?: number }) => Array.from({ length: count ?? productCount }, (_, number) => product(number)),
        product: () => product(0),
      },
      Mutation: { addProduct: () => product(0) },
    },
  },
  stock: {
    sdl: `${link}
      scalar JSON
      type Query { warehouse: Warehouse warehouses: [Warehouse] open: Boolean details: JSON echo(value: JSON): JSON }
      type Mutation { restock: Int }
      type Warehouse { city: String places: [Int] }
      type Product @key(fields: "id") { id: ID! count: Int shelf: Shelf shelves: [Shelf] notes: JSON }
      type Maker @key(fields: "id") { id: ID! owed: Int }
      type Shelf { row: Int }`,
    resolvers: {
      Query: {
        warehouse: () => ({ city: 'Guiyang', places: [1, 2] }),
        warehouses: () => [{ city: 'Guiyang' }, { city: 'Bijie' }],
        open: () => true,
        echo: (_root: unknown, { value }: { value: unknown }) => value,
      },
      Mutation: { restock: () => 1 },
      Product: {
        __resolveReference: (key: { id: string }) => ({ ...key, count: numberOf(key) * 10, shelf: { row: 1 }, shelves: [{ row: 1 }, { row: 2 }] }),
      },
      Maker: { __resolveReference: (key: { id: string }) => ({ ...key, owed: numberOf(key) * 100 }) },
    },
  },
  prices: {
    sdl: `${link}
      type Query { currency: String dearest: Product }
      type Product @key(fields: "id") { id: ID! price: Int }`,
    resolvers: {
      Query: { currency: () => 'CNY', dearest: () => ({ id: 'p9' }) },
      Product: { __resolveReference: (key: { id: string }) => ({ ...key, price: numberOf(key) + 1 }) },
    },
  },
} satisfies Record<string, SubgraphSource>;
