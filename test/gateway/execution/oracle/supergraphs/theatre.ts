// Interface objects of an interface whose fields its objects narrow, to each other, to themselves and to what may not be null;
// the interface objects' own fields lead back to the interface.
import { federationLink } from './federation-link';

export const theatre = {
  works: `${federationLink}
type Query { work(id: ID!): Work works(first: Int = 3): [Work!]! play: Play listed: [Listed] }
interface Listed { label: String maker: Maker next: Listed }
interface Work implements Listed @key(fields: "id") { id: ID! label: String maker: Maker next: Work parts: [Work] home: House }
type Play implements Work & Listed @key(fields: "id") { id: ID! label: String! maker: Author! next: Play parts: [Play!]! home: House! acts: Int }
type Opera implements Work & Listed @key(fields: "id") { id: ID! label: String maker: Composer next: Work parts: [Opera]! home: House aria: String! }
type Revue implements Work & Listed @key(fields: "id") { id: ID! label: String! maker: Maker! next: Revue parts: [Work!] home: House }
interface Maker { name: String known: Listed }
type Author implements Maker @key(fields: "id") { id: ID! name: String! known: Play born: Int }
type Composer implements Maker { name: String known: Opera! keys: [String!] }
type House @key(fields: "id") { id: ID! city: String }
`,
  reviews: `${federationLink}
type Query { reviewed: [Work!] review: Review }
type Mutation { applaud(work: ID!): Work! }
type Work @interfaceObject @key(fields: "id") { id: ID! stars: Float! reviews(first: Int = 2): [Review!] rival: Work seats: [House!]! }
interface Review { text: String of: Work }
type Praise implements Review { text: String! of: Work! }
type Blame implements Review @key(fields: "id") { id: ID! text: String of: Work cause: String }
type House @key(fields: "id") { id: ID! rows: Int! shown: [Work] }
type Author @key(fields: "id") { id: ID! fans: Int! written: [Work!] }
`,
};
