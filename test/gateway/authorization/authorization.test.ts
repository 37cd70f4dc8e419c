// Protected fields, path by path: null with its error, the rest answers, and the subgraph that has the field is not asked for it.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'graphql';
import { createAuthorization } from '../../../gateway/authorization/authorization';
import { withoutAuthorization } from '../../../gateway/authorization/unprotected-supergraph';
import { packageRoot } from '../../../subgraphs/shared/package-root';
import { type FaultyGraph, startFaultyGraph } from '../execution/faulty-graph';
import { type Issuer, startIssuer } from '../identity/issuer';
import { allScopes, sources } from './protected-world';

let issuer: Issuer;
beforeAll(() => {
  issuer = startIssuer();
});
afterAll(() => issuer.stop());

describe.each(['jiedui', 'stock'] as const)('a protected field (%s)', (execution) => {
  let graph: FaultyGraph<keyof typeof sources>;

  beforeAll(async () => {
    graph = await startFaultyGraph(sources, { execution, identity: issuer.settings });
  });
  afterAll(() => graph.stop());
  beforeEach(() => graph.reset());

  const requests = () =>
    Object.values(graph.subgraphs)
      .flatMap(({ requests }) => requests.map(({ query }) => query))
      .join('\n');

  it.each([
    ['by its name', '{ person(id: "1") { name phone } }', [['person', 'phone']]],
    ['by an alias', '{ person(id: "1") { name a: phone name2: name } }', [['person', 'a']]],
    ['by an alias that is the name of another field', '{ person(id: "1") { id name: phone } }', [['person', 'name']]],
    ['in an inline fragment', '{ person(id: "1") { name ... { ... on Person { phone } } } }', [['person', 'phone']]],
    ['in a named fragment', '{ person(id: "1") { name ...A } } fragment A on Person { phone }', [['person', 'phone']]],
    [
      'in nested fragments',
      '{ person(id: "1") { name ...A } } fragment A on Person { ...B } fragment B on Person { ... { ...C } } fragment C on Person { phone }',
      [['person', 'phone']],
    ],
    [
      'in a fragment that is spread twice',
      '{ a: person(id: "1") { name ...A } b: person(id: "2") { name ...A } } fragment A on Person { phone }',
      [
        ['a', 'phone'],
        ['b', 'phone'],
      ],
    ],
    [
      'by an interface’s field',
      '{ named { name nick } }',
      [
        ['named', 0, 'nick'],
        ['named', 1, 'nick'],
        ['named', 2, 'nick'],
      ],
    ],
    [
      'by a fragment on an interface’s object',
      '{ named { name ... on Person { phone } } }',
      [
        ['named', 0, 'phone'],
        ['named', 1, 'phone'],
      ],
    ],
    ['in a union', '{ found { __typename ... on Vault { code } } }', [['found', 2, 'code']]],
    [
      'by an interface in a union',
      '{ owners { __typename ... on Named { nick } } }',
      [
        ['owners', 0, 'nick'],
        ['owners', 1, 'nick'],
      ],
    ],
    ['of an entity of another subgraph', '{ company(id: "1") { title boss { id phone } } }', [['company', 'boss', 'phone']]],
    ['of an entity two subgraphs away', '{ person(id: "1") { employer { boss { id phone } } } }', [['person', 'employer', 'boss', 'phone']]],
    ['made of what a @requires fetches', '{ person(id: "1") { name badge } }', [['person', 'badge']]],
    ['by a scalar that is protected', '{ person(id: "1") { name age } }', [['person', 'age']]],
    ['by an enum that is protected', '{ person(id: "1") { name mood } }', [['person', 'mood']]],
    ['by an object that is protected', '{ person(id: "1") { name card { number colour } } }', [['person', 'card']]],
    [
      'that a subgraph gives for an interface',
      '{ things { title tag label } }',
      [
        ['things', 0, 'label'],
        ['things', 1, 'label'],
      ],
    ],
    ['that a subgraph gives for an interface, on its object', '{ book { title label } }', [['book', 'label']]],
    ['at the root', '{ me { name } people { name } }', [['me']]],
    [
      'skipped beside one that is not',
      'query ($no: Boolean = true) { person(id: "1") { name phone @skip(if: $no) age @include(if: $no) } }',
      [['person', 'age']],
    ],
  ] as [string, string, (string | number)[][]][])('%s is refused without its scope and given with it', async (_how, query, paths) => {
    const { data, errors, text } = await graph.ask(query);
    expect(errors?.map((error) => error.path)).toEqual(paths);
    for (const { extensions, message } of errors ?? []) {
      expect(extensions).toEqual({ code: 'FORBIDDEN_FIELD', agency: expect.stringMatching(/^(people|work|labels)$/), requestId: 'test' });
      expect(message).toMatch(/needs .+\. .+ 须有.+。/);
    }
    for (const path of paths) expect(path.reduce<unknown>((value, segment) => (value as Record<string, unknown>)[segment], data)).toBeNull();
    expect(text).not.toMatch(/secret|SUNNY/);
    expect(requests()).not.toMatch(/phone|badge|nick|age\b|mood|card|code|label|\bme\b/);

    const allowed = await graph.ask(query, {}, await issuer.bearer(allScopes.join(' ')));
    expect(allowed.errors).toBeUndefined();
    expect(allowed.text).toMatch(/secret|SUNNY|"me":\{"name"/);
    for (const path of paths) expect(path.reduce<unknown>((value, segment) => (value as Record<string, unknown>)[segment], allowed.data)).not.toBeNull();
  });

  it('that may not be null takes its object with it, and the error says why', async () => {
    const { data, errors } = await graph.ask('{ person(id: "1") { name strict } company(id: "1") { title } }');
    expect(data).toEqual({ person: null, company: { title: 'company 1' } });
    expect(errors).toEqual([
      expect.objectContaining({ path: ['person', 'strict'], extensions: { code: 'FORBIDDEN_FIELD', agency: 'people', requestId: 'test' } }),
    ]);
  });

  it('is one of several: any list of scopes that is held whole will do', async () => {
    const ask = async (scope: string) => (await graph.ask('{ person(id: "1") { name phone } }', {}, await issuer.bearer(scope))).errors?.length ?? 0;
    expect(await Promise.all(['admin audit', 'person:phone', 'admin', 'audit person:age', ''].map(ask))).toEqual([0, 0, 1, 1, 1]);
  });

  it('is open to every token where it asks for a caller who is authenticated', async () => {
    expect((await graph.ask('{ me { name } }', {}, await issuer.bearer(''))).data).toEqual({ me: { name: 'person 1' } });
  });

  it('is not asked for where nothing else is: no subgraph is', async () => {
    const { data, errors } = await graph.ask('{ a: person(id: "1") { phone ...B } vault { code } people { friends { age } } } fragment B on Person { badge }');
    // A root that may not be null takes the whole with it.
    expect(data).toBeNull();
    expect(errors?.map(({ path }) => path)).toEqual(expect.arrayContaining([['a']]));
    expect((await graph.ask('{ a: person(id: "1") { phone ...B } vault { code } } fragment B on Person { badge }')).data).toEqual({ a: null, vault: null });
    expect(requests()).toBe('');
  });

  it('does not let a mutation run of whose result nothing may be read', async () => {
    const { data } = await graph.ask('mutation { a: rename(id: "1") { phone } erase b: rename(id: "2") { name phone } }');
    expect(data).toEqual({ a: null, erase: null, b: { name: 'person 2', phone: null } });
    expect(requests()).not.toMatch(/erase/);
    expect(requests().match(/rename\(/g)).toHaveLength(1);
  });

  it('leaves its siblings where conditions leave only it', async () => {
    const query = 'query ($with: Boolean!) { person(id: "1") { name @include(if: $with) phone } company(id: "1") { title } }';
    expect((await graph.ask(query, { with: true })).data).toEqual({ person: { name: 'person 1', phone: null }, company: { title: 'company 1' } });
    expect((await graph.ask(query, { with: false })).data).toEqual({ person: null, company: { title: 'company 1' } });
  });

  it('shows in introspection', async () => {
    const { data } = await graph.ask('{ __type(name: "Person") { fields { name } } person(id: "1") { phone name } }');
    expect(data.__type.fields.map(({ name }: { name: string }) => name)).toEqual(expect.arrayContaining(['phone', 'badge', 'strict']));
    expect(data.person).toEqual({ phone: null, name: 'person 1' });
  });

  it('is planned for each decision once, whoever asks', async () => {
    const query = '{ person(id: "1") { name phone } }';
    const [one, other] = await Promise.all([issuer.bearer('person:phone'), issuer.bearer('person:phone cards')]);
    for (const headers of [{}, one, other, {}, one]) {
      const answer = await graph.ask(query, {}, headers);
      expect(answer.data.person.phone === null).toBe(Object.keys(headers).length === 0);
    }
  });
});

describe('a supergraph', () => {
  const protectedBy = (links: string, rest = '') =>
    parse(
      `schema ${links.startsWith('@lnk') ? '' : '@link(url: "https://specs.apollo.dev/link/v1.0")'} ${links} { query: Query } type Query { a: Int ${rest} }`,
    );

  it('that nothing protects asks for no authorization', () => {
    expect(createAuthorization(protectedBy('@link(url: "https://specs.apollo.dev/inaccessible/v0.2", for: SECURITY)'))).toBeNull();
    // A directive of that name which is not linked is somebody else's.
    expect(createAuthorization(protectedBy('', '@authenticated'))).toBeNull();
  });

  it.each([
    ['by what is not known', '@link(url: "https://specs.example/secrecy/v0.1", for: SECURITY)', '', /secrecy.* does not enforce/],
    ['by what another has named like ours', '@link(url: "https://specs.example/authenticated/v0.1", for: SECURITY)', '', /specs\.example.* does not enforce/],
    ['by a version that is not known', '@link(url: "https://specs.apollo.dev/authenticated/v0.2", for: SECURITY)', '', /enforces its version 0\.1/],
    [
      'by scopes that are none',
      '@link(url: "https://specs.apollo.dev/requiresScopes/v0.1", for: SECURITY)',
      '@requiresScopes(scopes: [[1]])',
      /lists of texts/,
    ],
    ['by scopes without an argument', '@link(url: "https://specs.apollo.dev/requiresScopes/v0.1", for: SECURITY)', '@requiresScopes', /lacks its argument/],
  ])('that is protected %s does not load', (_what, link, field, message) => {
    expect(() => createAuthorization(protectedBy(link, field))).toThrow(message);
  });

  it.each([
    [
      'connectors',
      '@link(url: "https://specs.apollo.dev/connect/v0.1", for: EXECUTION)',
      /specs\.apollo\.dev\/connect\/v0\.1, which this gateway does not know/,
    ],
    [
      'connectors of a subgraph',
      '@join__directive(graphs: [A], name: "link", args: { url: "https://specs.apollo.dev/connect/v0.2", import: ["@connect", "@source"] })',
      /connect\/v0\.2/,
    ],
    ['what is not known', '@link(url: "https://specs.example/streams/v1.0", for: EXECUTION)', /specs\.example\/streams\/v1\.0/],
    ['what another has named like ours', '@link(url: "https://specs.example/join/v0.3", for: EXECUTION)', /specs\.example\/join/],
    [
      'connectors under another name of the directive',
      '@lnk(url: "https://specs.apollo.dev/link/v1.0", as: "lnk") @lnk(url: "https://specs.apollo.dev/connect/v0.1")',
      /connect/,
    ],
    ['what has no version', '@link(url: "https://specs.example/streams", for: EXECUTION)', /specs\.example\/streams/],
  ])('that is to be executed by %s does not load', (_what, link, message) => {
    expect(() => createAuthorization(protectedBy(link))).toThrow(message);
  });

  it.each([
    '@link(url: "https://specs.apollo.dev/join/v0.5", for: EXECUTION)',
    '@core(feature: "https://specs.apollo.dev/core/v0.2") @core(feature: "https://specs.apollo.dev/join/v0.1", for: EXECUTION)',
    '@link(url: "https://specs.example/labels/v1.0", import: ["@label"])',
    '@join__directive(graphs: [A], name: "link", args: { url: "https://specs.example/labels/v1.0" })',
  ])('with %s loads', (link) => {
    expect(createAuthorization(protectedBy(link))).toBeNull();
  });

  it.each([
    ['by its own name', '@link(url: "https://specs.apollo.dev/authenticated/v0.1", for: SECURITY)', '@authenticated'],
    [
      'under another name of the directive that links it',
      '@lnk(url: "https://specs.apollo.dev/link/v1.0", as: "lnk") @lnk(url: "https://specs.apollo.dev/authenticated/v0.1", for: SECURITY)',
      '@authenticated',
    ],
    ['by an import', '@link(url: "https://specs.apollo.dev/authenticated/v0.1", import: ["@authenticated"], for: SECURITY)', '@authenticated'],
    ['by a renamed import', '@link(url: "https://specs.apollo.dev/authenticated/v0.1", import: [{ name: "@authenticated", as: "@in" }], for: SECURITY)', '@in'],
    ['by a renamed specification', '@link(url: "https://specs.apollo.dev/authenticated/v0.1", as: "auth", for: SECURITY)', '@auth'],
    ['by a prefix', '@link(url: "https://specs.apollo.dev/authenticated/v0.1", as: "auth", for: SECURITY)', '@auth__authenticated'],
  ])('names its protection %s', (_how, link, directive) => {
    const document = parse('{ a }');
    const operation = document.definitions[0];
    const authorization = createAuthorization(protectedBy(link, directive));
    if (operation?.kind !== 'OperationDefinition' || authorization === null) throw new Error('expected an operation and authorization');
    expect(authorization.findChecks(document, operation)).toHaveLength(1);
    expect(authorization.restrict(document, operation, { authenticated: false, scopes: new Set() }).anyRefused).toBe(true);
    expect(authorization.restrict(document, operation, { authenticated: true, scopes: new Set() }).anyRefused).toBe(false);
  });

  it('of ours is given to stock without the directives, and with all else', () => {
    const sdl = readFileSync(path.join(packageRoot, 'schema/supergraph.graphql'), 'utf8');
    const stripped = withoutAuthorization(sdl);
    expect(stripped).not.toMatch(/@requiresScopes|requiresScopes__Scope|specs\.apollo\.dev\/requiresScopes/);
    expect(stripped).toMatch(/legalRepresentative: String @join__field\(graph: ORGANIZATIONS\)/);
    expect(parse(stripped).definitions).toHaveLength(parse(sdl).definitions.length - 2);
  });
});
