// @requires on an @interfaceObject. It has a supergraph of its own because where a second subgraph has an @interfaceObject of
// the interface (as in media.ts), a query such as `{ book { rival { ... on Song { age } } } }` makes Apollo's planner grow
// an array for seconds, until it throws "Invalid array length" or V8 ends the process.
import { federationLink } from './federation-link';

export const library = {
  catalog: `${federationLink}
type Query { volume(id: ID!): Volume volumes(first: Int = 3): [Volume!]! novel: Novel! shelf: [[Volume]!] }
interface Volume @key(fields: "id") { id: ID! title: String! year: Int extent: Extent! sequel: Volume }
type Novel implements Volume @key(fields: "id") { id: ID! title: String! year: Int extent: Extent! sequel: Volume pages: Int! }
type Atlas implements Volume @key(fields: "id") { id: ID! title: String! year: Int extent: Extent! sequel: Volume scale: Float novels: [Novel!]! }
type Tale implements Volume @key(fields: "id") { id: ID! title: String! year: Int extent: Extent! sequel: Volume told: [Tale]! }
type Extent { height: Int! depth: Int }
`,
  ratings: `${federationLink}
type Query { bestRated(first: Int): [Volume!]! note(id: ID!): Note! }
type Mutation { rate(volume: ID!, stars: Int = 3): Volume! note(text: String!): Note }
type Volume @interfaceObject @key(fields: "id") {
  id: ID!
  title: String! @external
  year: Int @external
  extent: Extent! @external
  rating: Float!
  notes: [Note!]
  age: Int @requires(fields: "year")
  headline: String! @requires(fields: "title year")
  thickness(unit: String = "cm"): Float @requires(fields: "extent { height depth }")
}
type Extent { height: Int! @external depth: Int @external }
type Note @key(fields: "id") { id: ID! text: String! about: Volume! }
`,
};
