// Entities with several keys, one of them composite and nested; @requires with arguments and nested fields, @provides,
// @extends in a Federation 1 subgraph, arguments with defaults, input objects, lists of lists, scalars, mutations.
import { federationLink } from './federation-link';

export const shop = {
  products: `${federationLink}
type Query {
  products(first: Int = 3, filter: ProductFilter): [Product!]!
  product(id: ID!): Product
  topProducts(categories: [Category!] = [BOOK, TOY]): [Product]
  matrix: [[Product]!]
}
type Mutation {
  createProduct(input: ProductInput!): Product
  renameProduct(id: ID!, name: String = "new"): Product!
}
scalar Money
scalar Json
enum Category { BOOK TOY FOOD }
enum Unit { CM INCH }
input Range { min: Int = 0 max: Int steps: [[Float!]] }
input ProductFilter { category: Category names: [String!] range: Range extra: Json }
input ProductInput { name: String! category: Category = TOY range: Range }
type Product @key(fields: "id") @key(fields: "sku") @key(fields: "vendor { id } code") {
  id: ID!
  sku: String!
  vendor: Vendor!
  code: String!
  name(locale: String = "en"): String!
  category: Category
  price(currency: String! = "CNY"): Money!
  weight: Float
  dimensions: Dimensions
  related(first: Int = 2, filter: ProductFilter): [Product!]
  grid: [[Int!]!]
  attributes: Json
}
type Vendor @key(fields: "id") { id: ID! title: String }
type Dimensions @shareable { width: Int! height: Int unit: Unit }
`,
  inventory: `${federationLink}
scalar Money
enum Unit { CM INCH }
type Product @key(fields: "sku") {
  sku: String!
  price(currency: String! = "CNY"): Money! @external
  weight: Float @external
  dimensions: Dimensions @external
  inStock: Boolean
  warehouses(open: Boolean = true): [Warehouse!]!
  shippingCost(express: Boolean = false): Money @requires(fields: "weight price(currency: \\"USD\\")")
  boxSize: String! @requires(fields: "dimensions { width height }")
}
type Dimensions @shareable { width: Int! height: Int unit: Unit }
type Warehouse @key(fields: "id") { id: ID! city: String! stock: [Product] substitutes: [[Product!]!] }
type Vendor @key(fields: "id") { id: ID! warehouses: [Warehouse] }
`,
  reviews: `${federationLink}
type Query {
  latestReviews(first: Int = 3): [Review!]!
  review(id: ID!): Review
}
type Mutation {
  addReview(product: ID!, stars: Int! = 5): Review!
}
type Review @key(fields: "id") {
  id: ID!
  stars: Int!
  body: String
  author: User! @provides(fields: "name")
  product: Product
  tags: [String!]!
}
type User @key(fields: "id") { id: ID! name: String! @external reviews(first: Int = 2): [Review!]! }
type Product @key(fields: "id") @key(fields: "vendor { id } code") {
  id: ID!
  vendor: Vendor!
  code: String!
  reviews(min: Int): [Review]
  averageStars: Float
  summary: String @requires(fields: "category vendor { title }")
  category: Category @external
}
enum Category { BOOK TOY FOOD }
type Vendor @key(fields: "id") { id: ID! title: String @external }
`,
  // Federation 1: no @link.
  users: `
type Query { me: User users(ids: [ID!]): [User]! }
type User @key(fields: "id") { id: ID! name: String! email: String favorites: [Product!] friends: [User!]! }
type Product @extends @key(fields: "id") { id: ID! @external watchers: [User] owner: User! }
extend type Mutation { befriend(user: ID!): User }
`,
};
