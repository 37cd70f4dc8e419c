// Rolling restarts lose nothing: gateways are stopped one after the other behind a balancer, under load over kept connections, and
// every request that was written is answered.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, get, request } from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findFreePort } from '../free-port';
import { composeSupergraph, type HttpSubgraph, serveSubgraph } from '../gateway/http-subgraph';
import { until } from '../gateway/until';
import { type Running, run } from './process';

let folder: string;
let subgraph: HttpSubgraph;
const running: Running[] = [];

const sdl = 'type Query { echo(value: Int!): Int }';

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'jiedui-stop-'));
  subgraph = await serveSubgraph(sdl, {
    Query: {
      echo: async (_parent: unknown, { value }: { value: number }) => {
        await sleep(value % 20);
        return value;
      },
    } as Parameters<typeof serveSubgraph>[1][string],
  });
  writeFileSync(path.join(folder, 'supergraph.graphql'), composeSupergraph({ only: { url: subgraph.url, sdl } }));
});
afterAll(async () => {
  await subgraph.stop();
  rmSync(folder, { recursive: true });
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((each) => each.stop()));
});

async function start(port: number, environment: Record<string, string>): Promise<Running> {
  const flags = ['--port', String(port), '--supergraph', path.join(folder, 'supergraph.graphql')];
  const started = run('gateway/main.ts', flags, { JIEDUI_LOG_LEVEL: 'warn', ...environment });
  running.push(started);
  await started.waitFor(/GraphQL +\S+/);
  return started;
}

interface Target {
  port: number;
  agent: Agent;
  isReady: boolean;
  /** Whether it is being asked for its health: one answer after the other, so that no old one is taken for the newest. */
  isAsked: boolean;
}

/** Sends to those of its targets that say they are ready, each over connections that it keeps. It never sends a request twice. */
class Balancer {
  readonly #targets: Target[];
  readonly #timer: NodeJS.Timeout;
  #next = 0;

  constructor(ports: readonly number[]) {
    this.#targets = ports.map((port) => ({ port, agent: new Agent({ keepAlive: true, maxSockets: 40 }), isReady: true, isAsked: false }));
    this.#timer = setInterval(() => {
      for (const target of this.#targets) if (!target.isAsked) this.#askForHealth(target);
    }, 50);
  }

  #askForHealth(target: Target): void {
    const settle = (isReady: boolean) => {
      target.isReady = isReady;
      target.isAsked = false;
    };
    target.isAsked = true;
    const asked = get({ port: target.port, path: '/health/ready', agent: false, timeout: 1_000 }, (response) => {
      response.resume();
      settle(response.statusCode === 200);
    });
    asked.on('timeout', () => asked.destroy()).on('error', () => settle(false));
  }

  isReady(port: number): boolean {
    return this.#targets.some((target) => target.port === port && target.isReady);
  }

  /** Gives the answer, of status 0 where there was none. */
  send(body: string): Promise<{ status: number; text: string }> {
    const ready = this.#targets.filter(({ isReady }) => isReady);
    const target = ready[this.#next++ % ready.length];
    if (target === undefined) return Promise.resolve({ status: 0, text: 'none is ready' });
    return new Promise((resolve) => {
      const fail = (error: Error) => resolve({ status: 0, text: error.message });
      const options = { port: target.port, path: '/graphql', method: 'POST', agent: target.agent, headers: { 'content-type': 'application/json' } };
      const sent = request(options, (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk) => {
          text += chunk;
        });
        response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
        response.on('error', fail);
      });
      sent.on('error', fail);
      sent.end(body);
    });
  }

  close(): void {
    clearInterval(this.#timer);
    for (const { agent } of this.#targets) agent.destroy();
  }
}

/** Asks `total` questions, so many at a time; each is asked once. Gives those without the right answer. */
async function askAll(balancer: Balancer, total: number, atATime: number, onAsked: (asked: number) => void): Promise<string[]> {
  const lost: string[] = [];
  let asked = 0;
  const loop = async () => {
    while (asked < total) {
      const value = asked++;
      onAsked(value);
      const { status, text } = await balancer.send(JSON.stringify({ query: `{ echo(value: ${value}) }` }));
      if (status !== 200 || text !== `{"data":{"echo":${value}}}`) lost.push(`${value}: ${status} ${text}`);
    }
  };
  await Promise.all(Array.from({ length: atATime }, loop));
  return lost;
}

describe('a rolling restart under load', () => {
  it.each([
    ['one process each', { JIEDUI_DRAIN_MS: '3000' }],
    ['two workers each', { JIEDUI_DRAIN_MS: '3000', JIEDUI_WORKERS: '2' }],
  ])(
    'of two gateways of %s loses none of 10,000 requests',
    async (_name, environment) => {
      const ports = [await findFreePort(), await findFreePort()];
      const gateways = await Promise.all(ports.map((port) => start(port, environment)));
      const balancer = new Balancer(ports);
      try {
        const total = 10_000;
        let restarting = Promise.resolve();
        const restart = async (index: number) => {
          const port = ports[index] as number;
          expect(await gateways[index]?.stop()).toBe(0);
          gateways[index] = await start(port, environment);
          await until('the balancer sends to it again', () => balancer.isReady(port));
        };
        const lost = await askAll(balancer, total, 60, (asked) => {
          if (asked === 1_000) restarting = restart(0).then(() => restart(1));
        });
        // Both have been restarted while requests came, or are being.
        await restarting;
        expect(lost).toEqual([]);
      } finally {
        balancer.close();
      }
    },
    400_000,
  );
});

describe('a gateway that stops', () => {
  it('is not ready at once, answers what comes while it drains, and ends its connections by saying so', async () => {
    const port = await findFreePort();
    const gateway = await start(port, { JIEDUI_DRAIN_MS: '1000' });
    const url = `http://127.0.0.1:${port}`;
    const before = await fetch(`${url}/health/ready`);
    expect(before.headers.get('connection')).toBe('keep-alive');
    gateway.child.kill('SIGTERM');
    await until('it is not ready', async () => (await fetch(`${url}/health/ready`)).status === 503);
    const ready = await fetch(`${url}/health/ready`);
    expect(await ready.json()).toMatchObject({ ready: false, stopping: true });
    expect((await fetch(`${url}/health/live`)).status).toBe(200);
    const answer = await fetch(`${url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"query":"{ echo(value: 7) }"}' });
    expect(answer.headers.get('connection')).toBe('close');
    expect(await answer.json()).toEqual({ data: { echo: 7 } });
    expect(await gateway.exited).toBe(0);
  });
});
