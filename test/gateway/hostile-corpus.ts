// Operations that are meant to do harm: too deep, too wide, too long, round in circles, or named like what every object has.
// Each is small for the one who sends it.

export interface HostileOperation {
  query: string;
  variables?: unknown;
  operationName?: unknown;
  extensions?: unknown;
}

const times = (count: number, write: (number: number) => string, between = ' ') => Array.from({ length: count }, (_, number) => write(number)).join(between);
const nested = (depth: number, open: string, inner: string, close: string) => open.repeat(depth) + inner + close.repeat(depth);
const nestedList = (depth: number): unknown => JSON.parse(`${'['.repeat(depth)}${']'.repeat(depth)}`);

/** Texts that mean something to some layer below: SQL, JSON, HTTP, a shell, a template, a terminal. */
export const poisonedTexts = [
  "' OR 1=1 --",
  "'; DROP TABLE x; --",
  '" OR ""="',
  '\\',
  "\\'",
  '%',
  '_'.repeat(1_000),
  '%00',
  '\u0000',
  'a\u0000b',
  '\ud800',
  '\udfff\ud800',
  '\ufeff',
  '\u202e\u2066',
  'é'.normalize('NFD'),
  '𠀀𠮷',
  '👨‍👩‍👧‍👦'.repeat(100),
  '$' + '{7*7}{{7*7}}<%= 7 %>',
  '../../../../etc/hosts',
  'file:///etc/hosts',
  '<script>alert(1)</script>',
  '\r\nset-cookie: a=b',
  '$(id)`id`',
  'x'.repeat(100_000),
  '٣٤٥',
  '1e999',
  '__proto__',
  'constructor',
  'toString',
  Buffer.from('["County.pairings","x"]').toString('base64url'),
  Buffer.from('["County.pairings",{"a":1}]').toString('base64url'),
  Buffer.from('["countySearch","\' OR 1=1"]').toString('base64url'),
  Buffer.from('["__proto__","x"]').toString('base64url'),
];

const names = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'valueOf', '__defineGetter__', '__typename', 'length', 'then', 'toJSON'];
const county = (inner: string) => `{ county(code: "520204") { ${inner} } }`;
const jumps = 'province { counties(first: 1) { nodes { ';

/** By what is hostile in each. */
export const corpus: [string, HostileOperation][] = [
  ...[25, 100, 1_000, 20_000].map((depth): [string, HostileOperation] => [`${depth} levels`, { query: county(nested(depth, jumps, 'name', ' } } }')) }]),
  ...[25, 500, 20_000].map((depth): [string, HostileOperation] => [
    `${depth} inline fragments in one another`,
    { query: county(nested(depth, '... on County { ', 'name', ' }')) },
  ]),
  ['many inline fragments without a type', { query: county(nested(1_000, '... { ', 'name', ' }')) }],
  ...[201, 1_000, 10_000].map((count): [string, HostileOperation] => [`${count} aliases`, { query: county(times(count, (n) => `a${n}: name`)) }]),
  ['10,000 aliases of lists', { query: `{ ${times(10_000, (n) => `a${n}: provinces { name }`)} }` }],
  ['200 aliases of the dearest field', { query: `{ ${times(20, (n) => `a${n}: coverageGaps(first: 500) { nodes { candidates(first: 20) { points } } }`)} }` }],
  ['a fragment in itself', { query: `${county('...A')} fragment A on County { name ...A }` }],
  ['two fragments in each other', { query: `${county('...A')} fragment A on County { ...B } fragment B on County { ...A }` }],
  ['a circle of 500 fragments', { query: `${county('...F0')} ${times(500, (n) => `fragment F${n} on County { ...F${(n + 1) % 500} }`)}` }],
  ['a circle through fields', { query: `${county('...A')} fragment A on County { province { counties(first: 1) { nodes { ...A } } } }` }],
  ['500 fragments in a row', { query: `${county('...F0')} ${times(500, (n) => `fragment F${n} on County { ${n < 499 ? `...F${n + 1}` : 'name'} }`)}` }],
  ...[12, 20, 60].map((depth): [string, HostileOperation] => [
    `fragments that double ${depth} times`,
    {
      query: `${county('...F0')} ${times(depth, (n) => `fragment F${n} on County { a: province { counties { nodes { ...F${n + 1} } } } b: province { counties { nodes { ...F${n + 1} } } } }`)} fragment F${depth} on County { name }`,
    },
  ]),
  [
    'fragments that double and that nobody spreads',
    { query: `{ __typename } ${times(60, (n) => `fragment F${n} on County { ...F${n + 1} ...F${n + 1} }`)} fragment F60 on County { name }` },
  ],
  ['one field 5,000 times', { query: county('name '.repeat(4_900)) }],
  ['one field with fields below it 1,000 times', { query: county('province { name code } '.repeat(1_000)) }],
  ['fields that cannot be merged, 300 times', { query: county(times(300, (n) => `x: years(from: ${n}) { year }`)) }],
  [
    'fields that cannot be merged, in fragments',
    {
      query: `${county(times(100, (n) => `...F${n}`))} ${times(100, (n) => `fragment F${n} on County { x: years(from: ${n}) { year } y: ${n % 2 ? 'name' : 'code'} }`)}`,
    },
  ],
  ['5,000 directives on one field', { query: county(`name ${'@include(if: true) '.repeat(1_200)}`) }],
  ['unknown directives', { query: county(`name ${times(2_000, (n) => `@d${n}`)}`) }],
  [
    'directives on everything',
    { query: `query @a @a @a { county(code: "520204") @skip(if: false) @skip(if: false) { ... @b { name } } } fragment F on County @c { name }` },
  ],
  [
    '30 conditions by variables',
    {
      query: `query (${times(30, (n) => `$v${n}: Boolean!`)}) ${county(times(30, (n) => `a${n}: name @include(if: $v${n})`))}`,
      variables: Object.fromEntries(Array.from({ length: 30 }, (_, n) => [`v${n}`, n % 2 === 0])),
    },
  ],
  [
    'a list of 100,000 keys',
    { query: 'query ($codes: [ID!]!) { counties(codes: $codes) { name } }', variables: { codes: Array.from({ length: 100_000 }, (_, n) => String(n)) } },
  ],
  ['a list of 2,000 keys in the document', { query: `{ counties(codes: [${times(2_000, (n) => `"${n}"`, ',')}]) { name } }` }],
  ['a list in a list in a list', { query: 'query ($codes: [ID!]!) { counties(codes: $codes) { name } }', variables: { codes: nestedList(1_000) } }],
  ['an object in the place of a key', { query: 'query ($code: ID!) { county(code: $code) { name } }', variables: { code: { toString: 'x' } } }],
  ...[0, -1, 501, 2 ** 31 - 1, 2 ** 31, 1e300, 1.5, '5', null, true, [5], {}].map((first): [string, HostileOperation] => [
    `a page of ${JSON.stringify(first)}`,
    { query: 'query ($first: Int) { countySearch(first: $first) { nodes { name } } }', variables: { first } },
  ]),
  [
    'pages in pages',
    { query: `{ countySearch(first: 500) { nodes { ${'province { counties(first: 500) { nodes { '.repeat(3)} name ${'} } }'.repeat(3)} } } }` },
  ],
  ...names.flatMap((name): [string, HostileOperation][] => [
    [`the field ${name}`, { query: `{ ${name} }` }],
    [`the alias ${name}`, { query: county(`${name}: name`) }],
    [`the fragment ${name}`, { query: `${county(`...${name}`)} fragment ${name} on County { name }` }],
    [`the type ${name}`, { query: `{ ... on ${name} { a } }` }],
    [`the argument ${name}`, { query: `{ county(code: "520204", ${name}: 1) { name } }` }],
    [`the directive ${name}`, { query: `{ __typename @${name} }` }],
    [`the variable ${name}`, { query: `query ($${name}: ID!) { county(code: $${name}) { name } }`, variables: JSON.parse(`{"${name}":"520204"}`) }],
    [`the operation ${name}`, { query: `query ${name} { __typename }`, operationName: name }],
    [`no operation ${name}`, { query: 'query a { __typename }', operationName: name }],
    [
      `a filter with ${name}`,
      { query: 'query ($filter: CountyFilter) { countySearch(filter: $filter) { totalCount } }', variables: { filter: JSON.parse(`{"${name}":{"a":1}}`) } },
    ],
    [`a filter in the document with ${name}`, { query: `{ countySearch(filter: { ${name}: "x" }) { totalCount } }` }],
    [`extensions with ${name}`, { query: '{ __typename }', extensions: JSON.parse(`{"${name}":{"version":1}}`) }],
    [`a persisted query of ${name}`, { query: '', extensions: { persistedQuery: { version: 1, sha256Hash: name } } }],
  ]),
  ...poisonedTexts.flatMap((text): [string, HostileOperation][] => [
    [
      `the code ${JSON.stringify(text.slice(0, 20))}`,
      {
        query: 'query ($code: ID!) { county(code: $code) { name pairings { nodes { id } } } organization(code: $code) { name } pairing(id: $code) { id } }',
        variables: { code: text },
      },
    ],
    [
      `the text ${JSON.stringify(text.slice(0, 20))}`,
      {
        query: 'query ($text: String) { countySearch(text: $text, first: 2) { nodes { name } } organizationSearch(text: $text, first: 2) { nodes { name } } }',
        variables: { text },
      },
    ],
    [
      `the cursor ${JSON.stringify(text.slice(0, 20))}`,
      {
        query:
          'query ($after: String) { countySearch(after: $after, first: 2) { nodes { name } } coverage(after: $after, groupBy: [PROVINCE]) { rowCount } pairings(after: $after) { totalCount } }',
        variables: { after: text },
      },
    ],
    [
      `the date ${JSON.stringify(text.slice(0, 20))}`,
      {
        query:
          'query ($date: Date) { countySearch(filter: { designation: { list: NATIONAL_KEY, asOf: $date } }, first: 1) { totalCount } coverage(asOf: $date) { rowCount } }',
        variables: { date: text },
      },
    ],
    [
      `the filter ${JSON.stringify(text.slice(0, 20))}`,
      {
        query:
          'query ($ids: [ID!]) { countySearch(filter: { provinces: $ids }, first: 1) { totalCount } coverage(where: { counties: $ids, organizations: $ids }) { rowCount } }',
        variables: { ids: [text, text] },
      },
    ],
  ]),
  ['a block string of 100,000 lines', { query: `{ county(code: """${'\n x'.repeat(100_000)}""") { name } }` }],
  ['a block string that does not end', { query: `{ county(code: """${'\\"""'.repeat(10_000)}) { name } }` }],
  ['a block string indented by 100,000 spaces', { query: `{ county(code: """\n${' '.repeat(100_000)}x\n  y""") { name } }` }],
  ['a string of escapes', { query: `{ county(code: "${'\\u0000\\ud800\\u{10FFFF}'.repeat(1_000)}") { name } }` }],
  ['escapes that are none', { query: '{ county(code: "\\u{110000}\\uD800\\q") { name } }' }],
  ['comments alone', { query: '#\n'.repeat(100_000) }],
  ['commas alone', { query: ','.repeat(500_000) }],
  ['marks of byte order', { query: `${'\ufeff'.repeat(100)}{ __typename }` }],
  ['a name in letters that look the same', { query: '{ соunty(code: "520204") { name } }' }],
  ['a name of 500,000 letters', { query: `{ ${'a'.repeat(500_000)} }` }],
  ['an alias of 400,000 letters', { query: county(`${'a'.repeat(400_000)}: name`) }],
  ['a number of 100,000 digits', { query: `{ countySearch(first: ${'9'.repeat(100_000)}) { totalCount } }` }],
  ['a number of 100,000 digits after the point', { query: `{ countySearch(first: 1.${'9'.repeat(100_000)}) { totalCount } }` }],
  ['a list of 50,000 in one another', { query: `{ counties(codes: ${nested(50_000, '[', '', ']')}) { name } }` }],
  ['an object of 50,000 in one another', { query: `{ countySearch(filter: ${nested(50_000, '{a:', '1', '}')}) { totalCount } }` }],
  ['a type of 50,000 lists', { query: `query ($a: ${nested(50_000, '[', 'Int', ']')}) { __typename }` }],
  ['1,000 variables', { query: `query (${times(1_000, (n) => `$v${n}: Int`)}) { __typename }` }],
  ['1,000 operations', { query: times(1_000, (n) => `query q${n} { __typename }`), operationName: 'q7' }],
  [
    '500 variables that are wrong',
    { query: `query (${times(500, (n) => `$v${n}: Int!`)}) { ${times(500, (n) => `a${n}: countySearch(first: $v${n}) { totalCount }`)} }` },
  ],
  ['definitions of types', { query: 'type Query { a: Int } extend type County { b: Int } { __typename }' }],
  ['a subscription', { query: 'subscription { county(code: "520204") { name } }' }],
  ['a mutation', { query: 'mutation { __typename }' }],
  ['entities', { query: '{ _entities(representations: [{ __typename: "County", code: "520204" }]) { __typename } }' }],
  ['what is not public', { query: '{ countyFeed { datasets } }' }],
  ['introspection in a circle', { query: `{ __schema { ${nested(8, 'types { fields { type { fields { type { ', 'name', ' } } } } }')} } }` }],
  ['deep variables', { query: 'query ($filter: CountyFilter) { countySearch(filter: $filter) { totalCount } }', variables: { filter: nestedList(1_000) } }],
  ['variables that nobody asked for', { query: '{ __typename }', variables: Object.fromEntries(Array.from({ length: 20_000 }, (_, n) => [`v${n}`, n])) }],
];
