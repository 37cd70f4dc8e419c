// An entity interface and its @interfaceObjects in two subgraphs, keys that are not resolvable, @provides of what @requires
// needs.
import { federationLink } from './federation-link';

export const media = {
  catalog: `${federationLink}
type Query {
  medium(id: ID!): Medium
  media(first: Int = 3): [Medium!]!
  book: Book
  shelves: [[Medium]!]
}
interface Medium @key(fields: "id") { id: ID! title: String! year: Int creators(role: Role = AUTHOR): [Person!]! series: [Medium!] }
type Book implements Medium @key(fields: "id") { id: ID! title: String! year: Int creators(role: Role = AUTHOR): [Person!]! series: [Medium!] pages: Int! @shareable isbn: String }
type Film implements Medium @key(fields: "id") { id: ID! title: String! year: Int creators(role: Role = AUTHOR): [Person!]! series: [Medium!] minutes: Int basedOn: Book }
type Song implements Medium @key(fields: "id") { id: ID! title: String! year: Int creators(role: Role = AUTHOR): [Person!]! series: [Medium!] key: String film: Film! }
enum Role { AUTHOR ACTOR }
type Person @key(fields: "id") { id: ID! name: String! @shareable }
`,
  ratings: `${federationLink}
type Query { bestRated(first: Int): [Medium!]! comment(id: ID!): Comment! }
type Mutation { rate(medium: ID!, stars: Int = 3): Medium! comment(text: String!): Comment }
type Medium @interfaceObject @key(fields: "id") {
  id: ID!
  rating: Float!
  stars(scale: Int = 5): Int
  comments: [Comment!]
}
type Comment @key(fields: "id") { id: ID! text: String! about: Medium! by: Person }
type Person @key(fields: "id", resolvable: false) { id: ID! }
`,
  people: `${federationLink}
type Query { person(id: ID!): Person people: [Person] }
type Person @key(fields: "id") { id: ID! name: String! @shareable works: [Medium!]! partner: Person lines: [[String]!]! }
type Medium @interfaceObject @key(fields: "id") { id: ID! fans(first: Int = 2): [Person!]! rival: Medium }
`,
  lending: `${federationLink}
type Query { loans: [Loan]! }
type Book @key(fields: "id") { id: ID! pages: Int! @external loans: [Loan!]! heavy: Boolean @requires(fields: "pages") }
type Loan { days: Int! book: Book! @provides(fields: "pages") reader: Person }
type Person @key(fields: "id") { id: ID! loans: [Loan!] }
`,
};
