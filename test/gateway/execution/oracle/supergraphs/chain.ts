// Entities many hops apart, with another key at each hop, in nested lists and nearly all non-null.
import { federationLink } from './federation-link';

export const chain = {
  first: `${federationLink}
type Query { start: A! starts(n: Int! = 2): [A!]! maze: [[A!]!]! dice(sides: [Int!]! = [6]): Int! }
type Mutation { move(by: Int = 1): A! undo: A reset(hard: Boolean! = false): Boolean! }
type A @key(fields: "id") { id: ID! b: B! bs(first: Int = 2): [B!]! self: A! maybe: A }
type B @key(fields: "bid", resolvable: false) { bid: ID! }
`,
  second: `${federationLink}
type Query { bs: [B] }
type B @key(fields: "bid") @key(fields: "alt") { bid: ID! alt: String! c: C cs: [C]! value(of: String): Int! parts: Parts! }
type C @key(fields: "cid") { cid: ID! }
type Parts @shareable { left: Float! right: Float inner: [Part!]! }
type Part @shareable { name: String! b: B! }
`,
  third: `${federationLink}
type C @key(fields: "cid") @key(fields: "group tag") { cid: ID! group: String! tag: String! size: Int! a: A! b: B! bss: [[B]!] }
type B @key(fields: "alt") { alt: String! depth: Int! tail: [String!]! origin: A sibling: B! }
type A @key(fields: "id") { id: ID! height: Int! cs: [C!]! }
`,
  fourth: `${federationLink}
type C @key(fields: "group tag") { group: String! tag: String! size: Int! @external b: B! @external total: Int! @requires(fields: "size b { value depth }") path: [C!]! }
type B @key(fields: "alt") { alt: String! value(of: String): Int! @external depth: Int! @external weight: Int @requires(fields: "depth value") }
type A @key(fields: "id") { id: ID! height: Int! @external slope: Float! @requires(fields: "height") last: C }
`,
};
