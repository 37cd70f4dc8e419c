// Supergraphs that change while the gateway runs: what is lost under load, and how long the main thread stands still. The file that the gateway
// watches is rewritten with one of two versions, which differ in the description of the schema's query type and in nothing else; clients can
// read from it which version is served.
import { renameSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Gateway, type GatewayName, startGateway } from './gateways';
import { startGraph } from './graph-site';
import { AnswerChecker, aim, askOnce, putClosedLoad, repeat } from './load';
import { pinThisProcess } from './processes';
import { type Measures, median, type Pace, type ScenarioResult, takeMedians } from './results';
import { smallQuery } from './workloads/public';
import { composeSynthetic } from './workloads/synthetic';
import { addressSupergraph, writeBody } from './workloads/workload';

const swapWithinMs = 10_000;
const loadConnections = 8;
const watchers: GatewayName[] = ['ours', 'stock, watching', 'hive, Rust planner'];

export async function runSwaps(pace: Pace, folder: string, say: (line: string) => void): Promise<ScenarioResult> {
  pinThisProcess('load');
  const graph = await startGraph('public', folder, 'load');
  const faults = new Map<string, string>();
  const measures = new Map<string, Measures>();
  let gateway: Gateway | undefined;
  try {
    gateway = await startGateway('ours', {
      folder,
      supergraphSdl: writeVersion(graph.supergraphSdl, 0),
      subgraphUrls: graph.subgraphs.urls,
      introspection: true,
    });
    const { url } = gateway;
    const { data } = JSON.parse((await askOnce(url, writeBody(smallQuery))).toString());
    const target = aim(url, { bodies: repeat(writeBody(smallQuery)), callers: 'distinct', checker: new AnswerChecker(data) });
    const swapMs: number[] = [];
    const swapping = gateway;
    const load = await putClosedLoad(target, loadConnections, {
      warmupSeconds: pace.warmupSeconds,
      seconds: 0,
      onMeasure: {
        async begin() {},
        // The load goes on until this is done.
        end: async () => {
          for (let number = 1; number <= pace.swaps; number++) {
            // Each way for each version.
            swapMs.push(await swap(swapping, graph.supergraphSdl, number, number % 4 < 2 ? 'in place' : 'by renaming'));
          }
        },
      },
    });
    const { status, wrong, connection, first } = load.faults;
    measures.set('ours', { swaps: swapMs.length, swapMs: median(swapMs), lost: status + wrong + connection });
    if (first !== undefined) faults.set('ours', first);
    say(`swaps: ${swapMs.length} swaps, ${status + wrong + connection} requests lost`);
  } catch (error) {
    faults.set('ours', (error as Error).message);
    say(`swaps: ${(error as Error).message}`);
  } finally {
    await gateway?.stop();
    await graph.stop();
  }
  return { name: 'swaps', title: `${pace.swaps} swaps of the supergraph under the small query on ${loadConnections} connections`, measures, faults };
}

export async function runSwapBlock(pace: Pace, folder: string, say: (line: string) => void): Promise<ScenarioResult> {
  pinThisProcess('load');
  const composed = composeSynthetic();
  const subgraphUrls = new Map([...composed.matchAll(/@join__graph\(name: "(\w+)"/g)].map(([, name = '']) => [name, 'http://127.0.0.1:9/graphql']));
  const supergraphSdl = addressSupergraph(composed, subgraphUrls);
  const faults = new Map<string, string>();
  const measures = new Map<string, Measures>();
  for (const name of watchers) {
    let gateway: Gateway | undefined;
    try {
      gateway = await startGateway(name, { folder, supergraphSdl: writeVersion(supergraphSdl, 0), subgraphUrls, loopDelay: true, introspection: true });
      const watched = gateway;
      const rounds: Measures[] = [];
      for (let number = 1; number <= pace.rounds; number++) {
        const [delay, swapMs] = await gateway.measureLoopDelay(async () => {
          const took = await swap(watched, supergraphSdl, number);
          await sleep(500);
          return took;
        });
        rounds.push({ blockMs: delay.max, swapMs });
        say(`swap-block ${number}/${pace.rounds} ${name}: ${delay.max.toFixed(0)} ms`);
      }
      measures.set(name, { ...takeMedians(rounds), longestBlockMs: Math.max(...rounds.map(({ blockMs = 0 }) => blockMs)) });
    } catch (error) {
      faults.set(name, (error as Error).message);
      say(`swap-block: ${name}: ${(error as Error).message}`);
    } finally {
      await gateway?.stop();
    }
  }
  const kilobytes = Math.round(supergraphSdl.length / 1_000);
  return { name: 'swap-block', title: `swaps of a supergraph of ${kilobytes} kB: four subgraphs of 60 types, no load`, measures, faults };
}

/** Rewrites the watched file and waits until clients see it; gives the milliseconds that took. */
async function swap(
  { name, supergraphFile, url }: Gateway,
  supergraphSdl: string,
  number: number,
  how: 'in place' | 'by renaming' = 'in place',
): Promise<number> {
  const text = writeVersion(supergraphSdl, number);
  const begun = performance.now();
  if (how === 'in place') writeFileSync(supergraphFile, text);
  else {
    writeFileSync(`${supergraphFile}.new`, text);
    renameSync(`${supergraphFile}.new`, supergraphFile);
  }
  const body = JSON.stringify({ query: '{ __type(name: "Query") { description } }' });
  while (performance.now() - begun < swapWithinMs) {
    const answer = JSON.parse((await askOnce(url, body)).toString());
    if (answer.data?.__type?.description === versionName(number)) return performance.now() - begun;
    await sleep(10);
  }
  throw new Error(`${name} does not serve its rewritten supergraph file within ${swapWithinMs / 1_000} s (swap ${number})`);
}

function writeVersion(supergraphSdl: string, number: number): string {
  const text = supergraphSdl.replace(/^type Query\b/m, `"""${versionName(number)}"""\ntype Query`);
  if (text === supergraphSdl) throw new Error('the supergraph has no type Query to describe');
  return text;
}

function versionName(number: number): string {
  return `version ${number % 2 === 0 ? 'A' : 'B'}`;
}
