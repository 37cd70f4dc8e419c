// Objects that narrow their interfaces' fields in every way: to an object, to another interface, to a member of a union, to
// themselves, in lists, to what may not be null, along a chain of interfaces; keys of one name and different types; a field
// whose type one subgraph narrows.
import { federationLink } from './federation-link';

export const cards = {
  cards: `${federationLink}
type Query {
  card: Card
  holder: HasPlayer
  holders(first: Int = 3): [HasPlayer!]!
  item: Item!
  items: [[Item]]
  printed: [Printed]
  player: Player
  star: Player @shareable
  stars: [Player] @shareable
}
type Mutation { deal(times: Int = 1): HasPlayer! sign: Player }
interface Player { slug: String rank: Int mentor: Player fans: [Player] }
interface Veteran implements Player { slug: String! rank: Int mentor: Veteran fans: [Player!] }
type Nba implements Player & Veteran @key(fields: "code") { code: ID! slug: String! rank: Int! mentor: Nba fans: [Nba!]! team: String }
type Mlb implements Player @key(fields: "code") { code: String! slug: String rank: Int mentor: Player! fans: [Mlb] base: Int }
type Golfer implements Player & Veteran { slug: String! rank: Int mentor: Golfer fans: [Player!] handicap: Float! }
union Athlete = Nba | Mlb
interface HasPlayer { player: Player players: [Player] best: Athlete grid: [[Player]] label(max: Int = 3): String next: HasPlayer }
interface Printed implements HasPlayer { player: Player players: [Player!] best: Athlete! grid: [[Player]] label(max: Int = 3): String next: Printed }
type Card implements HasPlayer & Printed @key(fields: "id") {
  id: ID! player: Nba! players: [Nba!]! best: Nba! grid: [[Nba!]!]! label(max: Int = 3): String! next: Card
}
type Ticket implements HasPlayer { player: Mlb players: [Mlb] best: Mlb grid: [[Mlb]!] label(max: Int = 3): String next: Card price: Float }
type Poster implements HasPlayer & Printed @key(fields: "id") {
  id: ID! player: Veteran players: [Veteran!] best: Athlete! grid: [[Player]] label(max: Int = 3): String next: Poster! size: Int
}
union Item = Card | Ticket | Poster
`,
  teams: `${federationLink}
type Query { star: Nba @shareable stars: [Nba!] @shareable coaches: [Coached!] athletes: [Athlete] }
interface Coached { coach: Person assistants: [Person] }
interface Person { name: String }
type Coach implements Person { name: String! wins: Int! trains: [Athlete!]! }
type Trainer implements Person @key(fields: "id") { id: ID! name: String athlete: Athlete }
union Athlete = Nba | Mlb
type Nba implements Coached @key(fields: "code") { code: ID! coach: Coach! assistants: [Trainer!] owner: Holder }
type Mlb implements Coached @key(fields: "code") { code: String! coach: Trainer assistants: [Coach]! }
union Holder = Card | Poster
type Card @key(fields: "id") { id: ID! value: Float! trader: Person }
type Poster @key(fields: "id") { id: ID! wall: String }
`,
};
