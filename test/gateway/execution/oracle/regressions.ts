// Cases that once told the two gateways apart, or that are worth asking each time. A failing run prints them in this form.
import type { Case } from './cases';

const calm = { variables: {}, transport: 'in process', seed: 2, faultsPerMille: 0, lax: false, down: [] } as const;

export const regressions: readonly Case[] = [
  // An object of a known type needs no __typename to be taken for a member of a union, and then for its own type.
  { ...calm, supergraph: 'registry', query: '{ county(code: "1") { towns { county { ... on Member { ... on County { seat { name } } } } } } }' },
  // The planner leaves out what no condition can let through; it is not missing.
  { ...calm, supergraph: 'chain', query: '{ bs { cs { a @include(if: false) { cs { total } } group } } }' },
  { ...calm, supergraph: 'shop', query: 'query ($v: Boolean!) { users @include(if: $v) { favorites @skip(if: $v) { sku } email } }', variables: { v: true } },
  {
    ...calm,
    supergraph: 'media',
    query: '{ person(id: 0) { works { ... on Song { ... on Medium @include(if: true) { ... on Book { comments { id } } } } } } }',
  },
  // What @requires needs, under a name that the client has given to something else.
  { ...calm, supergraph: 'chain', query: 'mutation { move { bs { value(of: "x") weight } } }' },
  { ...calm, supergraph: 'chain', query: '{ start { cs { path { b { value(of: "x") } total } } } }' },
  { ...calm, supergraph: 'registry', query: 'mutation { dissolve(code: "x") { registration { number: since } risk } }' },
  // Names in the order of the selections, not of the first fragment that is alike.
  { ...calm, supergraph: 'search', query: 'mutation { unfollow(topic: 2) { ... on Named { __typename } ... { ... on Named { id } } ... on Named { name } } }' },
  // Errors of the same entity in several places, of list items, of what a client did not ask for, and subgraphs that are down.
  ...[1, 2, 3, 4].map(
    (seed): Case => ({
      ...calm,
      seed,
      faultsPerMille: 150,
      supergraph: 'search',
      query: '{ search { ... on Article { writers { name } topics { followers { age } } } } }',
    }),
  ),
  ...[1, 2, 3].map(
    (seed): Case => ({ ...calm, seed, faultsPerMille: 100, lax: true, supergraph: 'shop', query: '{ matrix { related { shippingCost boxSize summary } } }' }),
  ),
  { ...calm, supergraph: 'shop', transport: 'http', down: ['inventory'], query: '{ products { name inStock warehouses { city } } }' },
  { ...calm, supergraph: 'chain', transport: 'http', seed: 3, down: ['second'], query: '{ start { b { value } self { height } } }' },
  // Where an interface object's name is all that is known, the place says what the object is.
  { ...calm, supergraph: 'media', query: '{ book { stars __typename } }' },
  // An @interfaceObject's __typename is the interface's, and must not take the place of the object's.
  { ...calm, supergraph: 'media', query: '{ media { ... on Book { __typename rating } ... on Film { rating } } }' },
  { ...calm, supergraph: 'media', query: '{ comment(id: 1) { about { ... on Book { rival { title } stars } ... on Film { rival { year } stars } } } }' },
  // Conditions, decided before planning: the planner's own way with them loses fields, and a mutation.
  // A field with @requires that a condition leaves out takes what is fetched with it along.
  {
    ...calm,
    supergraph: 'shop',
    query: 'query ($v: Boolean!) { topProducts { averageStars summary @include(if: $v) } }',
    variables: { v: false },
    seed: 126357,
  },
  {
    ...calm,
    supergraph: 'chain',
    query: 'mutation ($v: Boolean!) { move { last { b { origin { last { cid } slope @skip(if: $v) } } } } }',
    variables: { v: true },
    seed: 338458,
  },
  // Of two conditions, one within the other, the inner one too decides whether anything is asked: the mutation is not sent.
  {
    ...calm,
    supergraph: 'shop',
    query: 'mutation ($v: Boolean!, $w: Boolean!) { addReview(product: 2) @skip(if: $v) { stars @include(if: $w) } }',
    variables: { v: false, w: false },
  },
  {
    ...calm,
    supergraph: 'shop',
    query: 'query ($v: Boolean!, $w: Boolean!) { me @skip(if: $v) { email @include(if: $w) } }',
    variables: { v: false, w: false },
  },
  // A field that is never asked for changes what another is computed from.
  {
    ...calm,
    supergraph: 'library',
    seed: 997986,
    query: '{ volume(id: 0) { notes { about { ... on Tale { told { age headline @include(if: false) } } } } } }',
  },
  // What an alias stands for differs by type, and the interface object's subgraph is asked for all types at once.
  { ...calm, supergraph: 'media', query: '{ media(first: 8) { ... on Book { a: stars } ... on Film { rating a: year } ... on Song { rating a: stars } } }' },
  {
    ...calm,
    supergraph: 'media',
    query: '{ media(first: 8) { ... on Book { a: stars(scale: 3) } ... on Film { a: stars(scale: 4) } ... on Song { stars } } }',
  },
  // A fragment on an interface that an interface object implements; the stock planner has no way there.
  { ...calm, supergraph: 'theatre', query: '{ reviewed { ... on Listed { label ... on Play { acts } } stars } }' },
  // A field that objects narrow: to another interface; to what no fragment in it fits, where the planner leaves it out.
  { ...calm, supergraph: 'cards', query: '{ items { ... on Card { grid { owner { ... on HasPlayer { players { rank } } } } } } }' },
  { ...calm, supergraph: 'cards', seed: 336283, query: '{ holder { ... on Item { ... on Printed { grid { ... on Mlb { base } } } } } }' },
  // What the planner has renamed may be null.
  { ...calm, supergraph: 'cards', seed: 775102, query: '{ stars { ... on Athlete { ... on Player { mentor { __typename } slug } } } }' },
  // Nulls go by the object's own type, and errors by the client's names.
  ...[1, 2, 3].map(
    (seed): Case => ({
      ...calm,
      seed,
      faultsPerMille: 60,
      lax: true,
      supergraph: 'cards',
      query: '{ holders(first: 8) { player { slug rank } next { players { slug } } } }',
    }),
  ),
  {
    ...calm,
    supergraph: 'theatre',
    seed: 105649,
    faultsPerMille: 15,
    down: ['works'],
    query: '{ review { ... on Blame { of { ... on Opera { maker: label } } text } } reviewed { next: stars } }',
  },
  // A representation would lack its key where the type is another: stock asks all the same.
  { ...calm, supergraph: 'library', seed: 598710, query: '{ note(id: 4) { about { ... on Novel { thickness } } } }' },
];

/**
 * What stock and ours answer wrongly alike, where nothing fails. A test says so when one is mended: it then belongs to the
 * regressions.
 */
export const sharedDefects: readonly Case[] = [
  // What is asked of all types goes in one fetch with what is asked of one, and is lost where that one's @requires is lacking.
  { ...calm, supergraph: 'library', seed: 327835, query: '{ shelf { ... on Tale { thickness } rating } }' },
  { ...calm, supergraph: 'library', seed: 965874, query: '{ shelf { ... on Tale { headline } age } }' },
  // One field with different arguments by type, without aliases, in one fetch of an interface object.
  { ...calm, supergraph: 'media', query: '{ media(first: 8) { ... on Book { stars(scale: 3) } ... on Film { stars(scale: 4) } ... on Song { stars } } }' },
];
