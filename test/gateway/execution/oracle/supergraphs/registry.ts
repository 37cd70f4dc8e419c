// Keys two levels deep, chains of @requires over three subgraphs, @override, @inaccessible fields that @requires needs,
// @tag, a composed directive, an inaccessible member of a union.
import { federationLink } from './federation-link';

export const registry = {
  organizations: `${federationLink}
@link(url: "https://specs.jiedui.example/audit/v1.0", import: ["@audited"])
@composeDirective(name: "@audited")
directive @audited(by: String) on FIELD_DEFINITION
type Query {
  organizations(kind: Kind = FUND, first: Int): [Organization!]!
  organization(code: String!): Organization
  board: [Member]
  member: Member!
}
type Mutation { register(input: Registrant!): Organization! dissolve(code: String!): Organization }
input Registrant { name: String! kind: Kind = SOCIETY codes: [ID] county: CountyRef }
input CountyRef { code: String! }
enum Kind { FUND SOCIETY SCHOOL @tag(name: "later") }
union Member = Organization | County | Ghost
type Ghost @inaccessible { boo: String }
type Organization @key(fields: "code") @key(fields: "registration { number office { id } }") {
  code: String!
  registration: Registration!
  name: String! @tag(name: "public") @audited(by: "office")
  secret: String @inaccessible
  kind: Kind
  parent: Organization
  branches: [Organization!]!
  county: County!
}
type Registration @shareable { number: String! office: Office! since: String }
type Office @key(fields: "id") { id: ID! name: String }
type County @key(fields: "code") { code: String! name: String! @override(from: "counties") rank: Int! @shareable }
`,
  audits: `${federationLink}
type Query { suspects(year: Int = 2020): [Organization] }
type Organization @key(fields: "registration { number office { id } }") {
  registration: Registration!
  county: County! @external
  income(years: [Int!] = [2019, 2020]): [Int!]
  grade: String! @requires(fields: "county { population seat { name } } kind")
  kind: Kind @external
  audits: [Audit!]
}
enum Kind { FUND SOCIETY SCHOOL }
type Registration @shareable { number: String! office: Office! }
type Office @key(fields: "id") { id: ID! audits: [Audit] }
type Audit { year: Int! findings: [[Finding!]!]! subject: Organization! }
type Finding { text: String! weight: Float! about: County }
type County @key(fields: "code") { code: String! population: Int @external seat: Town @external }
type Town @key(fields: "id") { id: ID! name: String! @external }
`,
  counties: `${federationLink}
type Query { counties: [[County!]] county(code: String!): County }
type County @key(fields: "code") {
  code: String!
  name: String!
  population: Int
  rank: Int! @shareable
  neighbours(radius: Float = 1.5): [County!]!
  seat: Town
  towns: [Town!]!
}
type Town @key(fields: "id") { id: ID! name: String! county: County! }
`,
  risk: `${federationLink}
type Organization @key(fields: "code") {
  code: String!
  name: String! @external
  secret: String @external
  grade: String! @external
  risk: Float @requires(fields: "grade")
  label: String! @requires(fields: "name secret")
  peers: [Organization!]!
}
type Town @key(fields: "id") { id: ID! floods: Int! hosts: [Organization] }
`,
};
