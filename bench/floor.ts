// The floor under every gateway in this language: a server over node:http that makes a plan's calls as they are written down, in its steps,
// reads the answers without looking at them, and gives a fixed answer.
//   node floor.js --script FILE --port N
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { parseArgs } from 'node:util';
import { Pool } from 'undici';

export interface FloorScript {
  /** Calls of one step are made at once; a step waits for the one before it. */
  steps: { url: string; body: string }[][];
  answer: string;
}

function main(): void {
  const { values: flags } = parseArgs({ options: { script: { type: 'string' }, port: { type: 'string' } } });
  const { steps, answer }: FloorScript = JSON.parse(readFileSync(flags.script ?? '', 'utf8'));
  const answerBytes = Buffer.from(answer);
  const pools = new Map<string, Pool>();
  const calls = steps.map((step) => step.map(({ url, body }) => prepareCall(url, body)));

  createServer((request, response) => {
    request.resume().once('end', () => {
      runSteps().then(
        () => response.writeHead(200, { 'content-type': 'application/json; charset=utf-8', 'content-length': answerBytes.length }).end(answerBytes),
        (error: unknown) => {
          console.error(error);
          response.writeHead(500).end();
        },
      );
    });
  }).listen(Number(flags.port), '127.0.0.1');

  async function runSteps(): Promise<void> {
    for (const step of calls) await Promise.all(step.map((call) => call()));
  }

  function prepareCall(url: string, body: string): () => Promise<void> {
    const { origin, pathname } = new URL(url);
    const pool = pools.get(origin) ?? new Pool(origin, { pipelining: 1 });
    pools.set(origin, pool);
    const options = { path: pathname, method: 'POST' as const, headers: { 'content-type': 'application/json' }, body: Buffer.from(body) };
    return () =>
      new Promise((resolve, reject) => {
        pool.dispatch(options, {
          onRequestStart() {},
          onResponseStart() {},
          onResponseData() {},
          onResponseEnd: () => resolve(),
          onResponseError: (_controller, error) => reject(error),
        });
      });
  }
}

main();
