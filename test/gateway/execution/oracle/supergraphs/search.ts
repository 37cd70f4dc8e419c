// Unions and interfaces, of entities and of value types, which the subgraphs know in part; fields of an interface that
// different subgraphs own; value types in several subgraphs, nested and mostly non-null.
import { federationLink } from './federation-link';

export const search = {
  find: `${federationLink}
type Query {
  search(text: String = "x", first: Int): [Hit!]!
  nodes(ids: [ID!]!): [Node]
  node(id: ID!): Node
  feed: Feed!
}
union Hit = Article | Author | Topic
interface Node { id: ID! label: String }
type Article implements Node @key(fields: "id") { id: ID! label: String body: Body! blocks: [Block!] related: [Hit] }
type Author implements Node @key(fields: "id") { id: ID! label: String }
type Topic implements Node @key(fields: "id") { id: ID! label: String parent: Node }
union Body = Text | Picture
interface Block { height: Int! caption(max: Int = 10): String }
type Text implements Block @shareable { height: Int! caption(max: Int = 10): String words: [String!]! size: Size! }
type Picture implements Block { height: Int! caption(max: Int = 10): String url: String! size: Size! shows: [Node!]! }
type Size @shareable { width: Int! depth: Int }
type Feed { items: [FeedItem!]! pinned: FeedItem next: Feed }
type FeedItem { hit: Hit! at: Size! score: Float }
`,
  authors: `${federationLink}
type Query { authors(order: Order! = NAME): [Author!]! someone: Named }
enum Order { NAME AGE }
interface Node { id: ID! }
interface Named { id: ID! name: String! }
type Author implements Node & Named @key(fields: "id") { id: ID! name: String! age: Int articles(order: Order = AGE): [Article!]! mentor: Named biography: Text! }
type Publisher implements Node & Named @key(fields: "id") { id: ID! name: String! label: String authors: [Author] }
type Article implements Node @key(fields: "id") { id: ID! writers: [Named!]! }
type Text @shareable { height: Int! caption(max: Int = 10): String words: [String!]! size: Size! }
type Size @shareable { width: Int! depth: Int }
`,
  topics: `${federationLink}
type Query { topics: [[Topic!]!]! trending: [Subject] }
type Mutation { follow(topic: ID!): Topic! unfollow(topic: ID!): Subject }
union Subject = Topic | Author
type Topic @key(fields: "id") { id: ID! name: String followers: [Author!] subtopics: [Topic!]! articles(first: Int = 1): [Article] }
type Article @key(fields: "id") { id: ID! topics: [Topic!]! about: Subject! body: Body! @external weight: Int @requires(fields: "body { ... on Text { height size { width } } ... on Picture { url } }") }
union Body = Text | Picture
type Text @shareable { height: Int! size: Size! }
type Picture { url: String! @external }
type Size @shareable { width: Int! }
type Author @key(fields: "id") { id: ID! follows: [Subject!]! }
`,
};
