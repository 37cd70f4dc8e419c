// Every request to the graph is a line of the trail before it is answered: who, what, of which agencies, and what became of it.
import { cpSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { connect } from 'node:net';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Trail } from '../../../gateway/audit/trail';
import type { IdentitySettings } from '../../../gateway/identity/settings';
import { type Answer, type Graph, startGraph } from '../../graph/graph';
import { type FaultyGraph, startFaultyGraph } from '../execution/faulty-graph';
import { shop } from '../execution/shop';
import { pipeline } from '../pipeline';
import { until } from '../until';
import { createKey, rules, sign, writeKeySet } from '../identity/issuer';
import { createScratch, type Scratch } from './scratch-trail';

let scratch: Scratch;
let trail: Trail;
let graph: Graph;

async function start(onFailure: 'refuse' | 'continue'): Promise<void> {
  scratch = createScratch();
  // The gateway opens it.
  trail = scratch.create({ onFailure });
  graph = await startGraph(undefined, { trail, measures: true });
}

const requests = () => scratch.records().filter(({ kind }) => kind === 'request');
const last = () => requests().at(-1);

async function post(body: string, headers: Record<string, string> = {}): Promise<{ status: number; headers: Headers; answer: Answer }> {
  const response = await fetch(`${graph.url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body });
  return { status: response.status, headers: response.headers, answer: (await response.json()) as Answer };
}

const question = `query Coverage($code: ID!, $n: Int) {
  county(code: $code) { name pairings(first: $n) { totalCount nodes { id organizations { code name } } } }
}`;

describe('with a trail', () => {
  beforeAll(() => start('refuse'));
  afterAll(async () => {
    await graph.stop();
    scratch.remove();
  });

  it('a question is recorded with its agencies, their fields and how many entities of each', async () => {
    const { answer } = await post(JSON.stringify({ query: question, variables: { code: '520204', n: 3 } }), { 'x-request-id': 'mine-1' });
    const { nodes } = answer.data.county.pairings;
    const organizations = nodes.flatMap((node: { organizations: { code: string }[] }) => node.organizations.map(({ code }) => code));
    expect(last()).toMatchObject({
      request: 'mine-1',
      status: 200,
      subject: null,
      client: null,
      operation: 'Coverage',
      hash: createHash('sha256').update(question).digest('hex'),
      variables: { code: '520204', n: 3 },
      decision: 'answered',
      agencies: {
        counties: { fields: expect.arrayContaining(['Query.county', 'County.name']), variables: ['code'], entities: 1 },
        // The county it was asked about, its pairings, and the organizations that these name.
        pairings: { fields: expect.arrayContaining(['County.pairings', 'Pairing.id']), variables: ['n'], entities: 1 + nodes.length + organizations.length },
        organizations: { fields: ['Organization.name'], variables: [], entities: new Set(organizations).size },
      },
    });
  });

  it('what is refused for one field is recorded as partial, with the field’s path', async () => {
    await post(JSON.stringify({ query: '{ county(code: "520204") { name pairings(first: 2) { nodes { organizations { legalRepresentative } } } } }' }));
    expect(last()).toMatchObject({
      decision: 'partial',
      errors: [
        { code: 'FORBIDDEN_FIELD', path: 'county.pairings.nodes.organizations.legalRepresentative', agency: 'organizations', count: expect.any(Number) },
      ],
    });
  });

  it.each([
    ['that does not fit the schema', '{"query":"{ nosuch }"}', 400, 'GRAPHQL_VALIDATION_FAILED'],
    ['that is no GraphQL', '{"query":"{"}', 400, 'GRAPHQL_PARSE_FAILED'],
    ['without a document', '{}', 400, 'BAD_REQUEST'],
    ['that is no JSON', '{', 400, 'BAD_REQUEST'],
    ['that is too large', `{"query":"${' '.repeat(1_000_001)}"}`, 413, 'BAD_REQUEST'],
  ])('a request %s is recorded as refused', async (_name, body, status, code) => {
    const before = requests().length;
    expect((await post(body)).status).toBe(status);
    expect(requests()).toHaveLength(before + 1);
    expect(last()).toMatchObject({ status, decision: 'refused', code, agencies: {} });
  });

  it('secrets in variables are not in it', async () => {
    const query = 'query ($password: String!) { organizationSearch(text: $password) { totalCount } }';
    await post(JSON.stringify({ query, variables: { password: 'hunter2' } }));
    expect(last()).toMatchObject({ hash: expect.any(String), variables: { password: '[redacted]' } });
    expect(JSON.stringify(scratch.records())).not.toContain('hunter2');
  });

  it('an agency sees its own part of it and nothing of the others’', async () => {
    const own = scratch.seenBy('counties');
    const coverage = own.find(({ operation }) => operation === 'Coverage');
    expect(coverage).toMatchObject({ request: 'mine-1', decision: 'answered', entities: 1, variables: { code: '520204' }, errors: [] });
    expect(coverage?.variables).not.toHaveProperty('n');
    for (const name of ['counties', 'pairings', 'organizations', 'statistics']) {
      const text = JSON.stringify(scratch.seenBy(name).map(({ errors, ...rest }) => rest));
      if (name !== 'organizations') expect(text).not.toContain('Organization.name');
      if (name !== 'pairings') expect(text).not.toContain('County.pairings');
    }
    const organizations = scratch.seenBy('organizations');
    // The gateway refused the field for want of a scope, and asked the agency nothing.
    expect(organizations.filter(({ decision }) => decision === 'refused')).toMatchObject([{ fields: [], errors: [{ code: 'FORBIDDEN_FIELD' }] }]);
    expect(scratch.seenBy('counties', Date.now() + 1_000)).toEqual([]);
    expect(scratch.seenBy('constructor')).toEqual([]);
  });

  it('that goes away nothing is answered, until it is there again', async () => {
    const asked = JSON.stringify({ query: '{ county(code: "520204") { name } }' });
    cpSync(scratch.folder, `${scratch.folder}-kept`, { recursive: true });
    rmSync(scratch.folder, { recursive: true });
    graph.takeStatements();
    const first = await post(asked);
    expect(first).toMatchObject({
      status: 503,
      answer: { errors: [{ extensions: { code: 'AUDIT_UNAVAILABLE', requestId: first.headers.get('x-request-id') } }] },
    });
    expect(first.answer.errors?.[0]?.message).toMatch(/audit trail.*审计/);
    expect(first.answer).not.toHaveProperty('data');
    expect(first.headers.get('retry-after')).toBe('5');
    graph.takeStatements();
    // Once it is known, the subgraphs are not asked any more.
    expect((await post(asked)).status).toBe(503);
    expect(graph.takeStatements()).toEqual([]);
    const figures = (await graph.registry?.metrics()) ?? '';
    expect(figures).toMatch(/^jiedui_audit_writable 0$/m);
    expect(figures).toMatch(/^jiedui_audit_refused_total 2$/m);
    const unready = await fetch(`${graph.url}/health/ready`);
    expect(unready.status).toBe(503);
    expect(await unready.json()).toMatchObject({ ready: false, faults: ['the audit trail cannot be written: requests are refused'] });
    renameSync(`${scratch.folder}-kept`, scratch.folder);
    await until('it is there again', async () => (await post(asked)).status === 200);
    expect(await (await fetch(`${graph.url}/health/ready`)).json()).toMatchObject({ ready: true, faults: [] });
    expect(await graph.registry?.metrics()).toMatch(/^jiedui_audit_writable 1$/m);
    expect(scratch.findings({ anchored: true })).toEqual([]);
  });
});

const key = createKey('ES256');

function identityIn(folder: string): IdentitySettings {
  const file = path.join(folder, 'keys.json');
  writeFileSync(file, writeKeySet([key]));
  return { ...rules, keys: { kind: 'jwks-file', file } };
}

describe('a request that is refused for its form, its load or its time', () => {
  let faulty: FaultyGraph<keyof typeof shop>;
  let authorization: string;

  beforeAll(async () => {
    scratch = createScratch();
    const own = { trail: scratch.create(), identity: identityIn(scratch.root), requestTimeoutMs: 500, maxBodyBytes: 1_000, measures: true };
    faulty = await startFaultyGraph(shop, own);
    authorization = `Bearer ${await sign(key, { sub: 'analyst', azp: 'dashboard' })}`;
    await faulty.ask('{ currency }', {}, { authorization });
  });
  afterAll(async () => {
    await faulty.stop();
    scratch.remove();
  });

  it.each([
    ['too large', { method: 'POST', body: `{"query":"${' '.repeat(1_000)}"}` }, 413],
    ['no JSON', { method: 'POST', body: '{' }, 400],
    ['of a method that is not answered', { method: 'PUT', body: '{}' }, 405],
  ])('is recorded with who asked: %s', async (_what, init, status) => {
    const response = await fetch(faulty.url, { ...init, headers: { 'content-type': 'application/json', authorization } });
    expect(response.status).toBe(status);
    expect(last()).toMatchObject({ status, subject: 'analyst', client: 'dashboard', decision: 'refused', agencies: {} });
  });

  it('is not recorded where it does not arrive whole, nor counted, nor taken for a fault', async () => {
    const before = requests().length;
    const socket = connect(Number(new URL(faulty.url).port), '127.0.0.1');
    socket.write('POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{"query":');
    await setTimeout(50);
    socket.destroy();
    await setTimeout(50);
    await faulty.ask('{ currency }');
    expect(requests()).toHaveLength(before + 1);
    expect(faulty.logged()).toBe('');
    expect(await faulty.registry?.metrics()).not.toContain('status="500"');
  });

  it('is recorded as nobody’s where its token does not hold', async () => {
    const forged = `Bearer ${await sign(createKey('ES256'), { sub: 'analyst' })}`;
    await fetch(faulty.url, { method: 'PUT', body: '{}', headers: { authorization: forged } });
    expect(last()).toMatchObject({ status: 405, subject: null, client: null });
  });

  it('is recorded with what it asked until it was given up', async () => {
    faulty.subgraphs.stock.behaviour = () => {};
    const late = 'query Late($count: Int, $password: JSON) { products(count: $count) { name count } echo(value: $password) }';
    expect((await faulty.ask(late, { count: 2, password: 'hunter2' }, { authorization })).status).toBe(504);
    expect(last()).toMatchObject({
      status: 504,
      subject: 'analyst',
      operation: 'Late',
      hash: createHash('sha256').update(late).digest('hex'),
      variables: { count: 2, password: '[redacted]' },
      agencies: { products: { fields: expect.arrayContaining(['Product.name']), entities: 2 }, stock: { entities: 0 } },
      decision: 'refused',
      code: 'REQUEST_TIMEOUT',
    });
    for (const agency of ['products', 'stock']) expect(scratch.seenBy(agency).at(-1)).toMatchObject({ operation: 'Late', decision: 'refused' });
  });
});

describe('requests that share one answer', () => {
  let shared: FaultyGraph<keyof typeof shop>;
  beforeAll(async () => {
    scratch = createScratch();
    shared = await startFaultyGraph(shop, { trail: scratch.create() });
  });
  afterAll(async () => {
    await shared.stop();
    scratch.remove();
  });

  it('are each recorded', async () => {
    const answers = await pipeline(shared.url, Array(20).fill({ body: '{"query":"{ products(count: 50) { name } }"}' }));
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    expect(shared.subgraphs.products.requests).toHaveLength(1);
    const lines = requests();
    expect(lines).toHaveLength(20);
    expect(new Set(lines.map(({ request }) => request)).size).toBe(20);
    // By the identifier of its answer, whoever asked finds the line of the work.
    const named = new Set(answers.map(({ headers }) => headers.get('x-request-id')));
    expect(named.size).toBe(1);
    expect(new Set(lines.map(({ request, answeredAs = request }) => answeredAs))).toEqual(named);
    expect(lines.filter(({ answeredAs }) => answeredAs === undefined)).toHaveLength(1);
    for (const line of lines) expect(line).toMatchObject({ agencies: { products: { entities: 50 } } });
  });
});

describe('with a trail and a rate', () => {
  beforeAll(async () => {
    scratch = createScratch();
    const rateLimit = { requests: 2, windowS: 600 };
    graph = await startGraph(undefined, { trail: scratch.create(), measures: true, identity: identityIn(scratch.root), rateLimit });
  });
  afterAll(async () => {
    await graph.stop();
    scratch.remove();
  });

  it('the first request of a caller over it is recorded, and the rest of a flood is counted', async () => {
    const authorization = `Bearer ${await sign(key, { sub: 'in-a-hurry', azp: 'dashboard' })}`;
    const asked = (headers: Record<string, string>) => post('{"query":"{ __typename }"}', headers);
    for (let request = 1; request <= 50; request++) {
      expect((await asked({ authorization, 'x-request-id': `hurried-${request}` })).status).toBe(request <= 2 ? 200 : 429);
      expect((await asked({ 'x-request-id': `unnamed-${request}` })).status).toBe(request <= 2 ? 200 : 429);
    }
    expect(requests().map(({ request }) => request)).toEqual(['hurried-1', 'unnamed-1', 'hurried-2', 'unnamed-2', 'hurried-3', 'unnamed-3']);
    expect(requests().slice(-2)).toEqual([
      expect.objectContaining({ subject: 'in-a-hurry', client: 'dashboard', status: 429, decision: 'refused', code: 'RATE_LIMITED', operation: null }),
      expect.objectContaining({ subject: null, client: null, status: 429, decision: 'refused', code: 'RATE_LIMITED', operation: null }),
    ]);
    expect(await graph.registry?.metrics()).toMatch(/^jiedui_request_seconds_count\{status="429"\} 96$/m);
  });
});

describe('where requests may go on without a trail', () => {
  beforeAll(() => start('continue'));
  afterAll(async () => {
    await graph.stop();
    scratch.remove();
  });

  it('they are answered, and the figures say that it is missing', async () => {
    const asked = JSON.stringify({ query: '{ county(code: "520204") { name } }' });
    expect((await post(asked)).status).toBe(200);
    rmSync(scratch.folder, { recursive: true });
    writeFileSync(scratch.folder, 'no folder');
    for (let time = 0; time < 3; time++) expect((await post(asked)).answer.data).toEqual({ county: { name: '水城区' } });
    await until('it is missed', () => !trail.works());
    expect(await graph.registry?.metrics()).toMatch(/^jiedui_audit_writable 0$/m);
  });
});
