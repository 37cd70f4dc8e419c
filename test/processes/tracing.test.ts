// Traces go from the client's request through the gateway to subgraphs and their SQL, and nothing of OpenTelemetry is loaded without.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { until } from '../gateway/until';
import { copyDatabases, type Running, run } from './process';

interface ReceivedSpan {
  service: string;
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  attributes: { key: string; value: { stringValue?: string } }[];
  status?: { code?: number };
}

const dataDir = copyDatabases();
let receiver: Server;
let endpoint: string;
let spans: ReceivedSpan[] = [];
const running: Running[] = [];

/** A receiver of OTLP over HTTP, in JSON. */
beforeAll(async () => {
  receiver = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      if (request.url === '/v1/traces') {
        for (const { resource, scopeSpans } of JSON.parse(body).resourceSpans) {
          const service = resource.attributes.find(({ key }: { key: string }) => key === 'service.name').value.stringValue;
          for (const scope of scopeSpans) spans.push(...scope.spans.map((span: ReceivedSpan) => ({ ...span, service })));
        }
      }
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  endpoint = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`;
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((each) => each.stop()));
  spans = [];
});
afterAll(async () => {
  receiver.closeAllConnections();
  await new Promise((resolve) => receiver.close(resolve));
});

function start(entry: string, flags: string[], environment: Record<string, string>): Running {
  const started = run(entry, flags, { JIEDUI_DATA_DIR: dataDir, JIEDUI_LOG_LEVEL: 'info', ...environment });
  running.push(started);
  return started;
}

const traceId = '0af7651916cd43dd8448eb211c80319c';
const clientSpan = 'b7ad6b7169203331';
const question = '{ county(code: "520204") { name pairings(first: 2) { nodes { organizations { name } } } } }';

async function ask(url: string): Promise<void> {
  const headers = { 'content-type': 'application/json', traceparent: `00-${traceId}-${clientSpan}-01` };
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify({ query: question }) });
  expect(await response.json()).toMatchObject({ data: { county: { name: '水城区' } } });
}

const named = (name: string) => spans.filter((span) => span.name === name);
const only = (name: string): ReceivedSpan => {
  expect(named(name)).toHaveLength(1);
  return named(name)[0] as ReceivedSpan;
};

/** Each span with those that it is within, outermost first. */
function pathOf(span: ReceivedSpan): string[] {
  const parent = spans.find(({ spanId }) => spanId === span.parentSpanId);
  return parent === undefined ? [span.name] : [...pathOf(parent), span.name];
}

describe('traces', () => {
  it('go from the client through the gateway to subgraphs’ processes and their SQL', async () => {
    const traced = { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint };
    const addresses: string[] = [];
    for (const name of ['organizations', 'counties', 'pairings']) {
      const [, url] = await start('subgraphs/main.ts', [name, '--port', '0'], traced).waitFor(/listens at (\S+)/);
      addresses.push(`${name}=${url}`);
    }
    const gateway = start('gateway/main.ts', ['--port', '0'], { ...traced, JIEDUI_SUBGRAPH_URLS: addresses.join(',') });
    await ask((await gateway.waitFor(/GraphQL +(\S+)/))[1] ?? '');
    // Each sends what it has when it stops.
    for (const each of running.splice(0)) expect(await each.stop()).toBe(0);

    const ours = spans.filter((span) => span.traceId === traceId);
    expect(only('GraphQL request')).toMatchObject({ service: 'jiedui-gateway', traceId, parentSpanId: clientSpan });
    expect(pathOf(only('plan'))).toEqual(['GraphQL request', 'plan']);
    for (const name of ['counties', 'pairings', 'organizations']) {
      expect(pathOf(only(`subgraph ${name}`))).toEqual(['GraphQL request', `subgraph ${name}`]);
      expect(only(`GraphQL request to ${name}`).service).toBe(`jiedui-${name}`);
      const sql = ours.filter((span) => span.name === `SQL ${name}`);
      expect(sql.length).toBeGreaterThan(0);
      for (const span of sql) expect(pathOf(span)).toEqual(['GraphQL request', `subgraph ${name}`, `GraphQL request to ${name}`, `SQL ${name}`]);
      // Statements without their values.
      const texts = sql.map(({ attributes }) => attributes.find(({ key }) => key === 'db.query.text')?.value.stringValue ?? '');
      for (const text of texts) expect(text).toMatch(/^select/i);
      expect(texts.join()).not.toContain('520204');
    }
  });

  it('go to SQL in one process too', async () => {
    const gateway = start('gateway/main.ts', ['--embedded', '--port', '0'], { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint });
    await ask((await gateway.waitFor(/GraphQL +(\S+)/))[1] ?? '');
    expect(await gateway.stop()).toBe(0);
    const sql = spans.filter(({ name, traceId: of }) => name === 'SQL organizations' && of === traceId);
    expect(sql.map(pathOf)).toEqual([['GraphQL request', 'subgraph organizations', 'SQL organizations']]);
  });

  it('cost no answer and no stop where nobody receives them', async () => {
    const gateway = start('gateway/main.ts', ['--embedded', '--port', '0'], { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9' });
    await ask((await gateway.waitFor(/GraphQL +(\S+)/))[1] ?? '');
    expect(await gateway.stop()).toBe(0);
  });

  it('are off, with nothing of theirs loaded, unless a receiver is set', async () => {
    const gateway = start('gateway/main.ts', ['--port', '0'], { NODE_DEBUG: 'module' });
    const url = (await gateway.waitFor(/GraphQL +(\S+)/))[1] ?? '';
    await until('it answers', async () => (await fetch(`${url}?query={__typename}`, { headers: { 'apollo-require-preflight': '1' } })).status === 200);
    expect(gateway.output()).toMatch(/MODULE.*prom-client/);
    expect(gateway.output()).not.toMatch(/MODULE.*node_modules\/@opentelemetry\/(sdk-trace|exporter)/);
  });
});
