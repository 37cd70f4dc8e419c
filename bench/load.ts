// Puts load on a gateway: so many callers who each wait for their answer (closed), or so many requests a second whatever the answers take
// (open). Every answer is compared with the one expected, byte by byte as it arrives.
//
// Not autocannon, which is made for shorter answers: it copies each one into a string, which costs the load's core at 90 kB each and breaks
// characters that arrive in two parts; and its fixed rate sends a second's requests at once.
import { isDeepStrictEqual } from 'node:util';
import { Client, type Dispatcher, Pool } from 'undici';

export interface Target {
  origin: string;
  path: string;
  /** Bodies to post, over and over or without end. */
  bodies: Iterator<string>;
  /** `distinct`: every request has an Authorization header of its own, so that nothing may be shared between callers. */
  callers: 'distinct' | 'identical';
  /** Tokens of distinct callers, for a gateway that checks them; they take turns. */
  tokens?: readonly string[] | undefined;
  checker: AnswerChecker;
}

export interface LoadResult {
  requestsPerSecond: number;
  /** In milliseconds, from when the request was due. */
  p50: number;
  p95: number;
  p99: number;
  max: number;
  answers: number;
  faults: Faults;
}

export interface Faults {
  /** Answers other than 200. */
  status: number;
  /** Answers that hold errors or other data than expected. */
  wrong: number;
  /** Requests without an answer. */
  connection: number;
  /** The first of them, in words. */
  first?: string;
}

/** Judges answers of one operation by one gateway. */
export class AnswerChecker {
  readonly #data: unknown;
  /** Answers that were read and are right; a gateway may have several, of which the first is the usual. */
  readonly #right: Buffer[] = [];

  /** @param data what is expected; anything without errors where undefined */
  constructor(data?: unknown) {
    this.#data = data;
  }

  /** The answer to compare with first. */
  get usual(): Buffer | undefined {
    return this.#right[0];
  }

  isRight(body: Buffer): boolean {
    if (this.#right.some((right) => right.equals(body))) return true;
    try {
      const answer = JSON.parse(body.toString());
      if (answer.errors !== undefined || answer.data === undefined || answer.data === null) return false;
      if (this.#data !== undefined && !isDeepStrictEqual(answer.data, this.#data)) return false;
    } catch {
      return false;
    }
    if (this.#right.length < 16) this.#right.push(body);
    return true;
  }
}

export interface Phases {
  warmupSeconds: number;
  seconds: number;
  /** Called when the measured part begins and ends. */
  onMeasure?: { begin(): Promise<void>; end(): Promise<void> };
}

/** Load of callers who each ask again as soon as they are answered, over a connection of their own. */
export async function putClosedLoad(target: Target, connections: number, phases: Phases): Promise<LoadResult> {
  const clients = Array.from({ length: connections }, () => new Client(target.origin, { pipelining: 1, ...timeouts }));
  const recorder = new Recorder();
  let stopped = false;
  const loops = clients.map(async (client) => {
    while (!stopped) await send(client, target, performance.now(), recorder);
  });
  await measure(recorder, phases);
  stopped = true;
  await Promise.all(loops);
  await Promise.all(clients.map((client) => client.destroy()));
  return recorder.result();
}

/** Load of requests at even distances; what waits because the gateway is late counts as its time. */
export async function putOpenLoad(target: Target, requestsPerSecond: number, phases: Phases): Promise<LoadResult> {
  const pool = new Pool(target.origin, { connections: 256, pipelining: 1, ...timeouts });
  const recorder = new Recorder();
  const begun = performance.now();
  const pending = new Set<Promise<void>>();
  let sent = 0;
  const timer = setInterval(() => {
    for (; ; sent++) {
      const dueAt = begun + (sent * 1_000) / requestsPerSecond;
      if (dueAt > performance.now()) return;
      const request = send(pool, target, dueAt, recorder).then(() => void pending.delete(request));
      pending.add(request);
    }
  }, 1);
  await measure(recorder, phases);
  clearInterval(timer);
  await Promise.race([Promise.all(pending), new Promise((resolve) => setTimeout(resolve, 5_000))]);
  await pool.destroy();
  return recorder.result();
}

/** A target at a gateway's address. */
export function aim(url: string, rest: Omit<Target, 'origin' | 'path'>): Target {
  const { origin, pathname } = new URL(url);
  return { origin, path: pathname, ...rest };
}

/** Asks once. @throws Error where there is no answer of status 200 */
export async function askOnce(url: string, body: string, authorization = 'Bearer bench'): Promise<Buffer> {
  const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json', authorization }, body });
  const answer = Buffer.from(await response.arrayBuffer());
  if (response.status !== 200) throw new Error(`answered ${response.status}: ${answer.subarray(0, 1_000)}`);
  return answer;
}

async function measure(recorder: Recorder, { warmupSeconds, seconds, onMeasure }: Phases): Promise<void> {
  await wait(warmupSeconds);
  await onMeasure?.begin();
  recorder.begin();
  await wait(seconds);
  recorder.end();
  await onMeasure?.end();
}

class Recorder {
  #begunAt: number | undefined;
  #endedAt: number | undefined;
  readonly #latencies: number[] = [];
  readonly #faults: Faults = { status: 0, wrong: 0, connection: 0 };

  begin(): void {
    this.#begunAt = performance.now();
  }

  end(): void {
    this.#endedAt = performance.now();
  }

  answered(dueAt: number): void {
    if (this.#begunAt !== undefined && this.#endedAt === undefined) this.#latencies.push(performance.now() - dueAt);
  }

  /** Faults count in the warm-up too. */
  failed(kind: 'status' | 'wrong' | 'connection', what: string): void {
    this.#faults[kind]++;
    this.#faults.first ??= what;
  }

  result(): LoadResult {
    const sorted = Float64Array.from(this.#latencies).sort();
    const seconds = ((this.#endedAt ?? Number.NaN) - (this.#begunAt ?? Number.NaN)) / 1_000;
    return {
      requestsPerSecond: sorted.length / seconds,
      p50: percentile(sorted, 0.5),
      p95: percentile(sorted, 0.95),
      p99: percentile(sorted, 0.99),
      max: sorted.at(-1) ?? Number.NaN,
      answers: sorted.length,
      faults: this.#faults,
    };
  }
}

const timeouts = { headersTimeout: 20_000, bodyTimeout: 20_000 };

let callers = 0;

function nextCaller(tokens: readonly string[] | undefined): string {
  callers++;
  return tokens === undefined ? `caller-${callers}` : (tokens[callers % tokens.length] ?? '');
}

/** Sends one request and resolves when it has been answered and judged, or has failed. */
function send(dispatcher: Dispatcher, { path, bodies, callers: which, tokens, checker }: Target, dueAt: number, recorder: Recorder): Promise<void> {
  return new Promise((resolve) => {
    const usual = checker.usual;
    let status = 0;
    let bytes = 0;
    /** What has arrived, from where it differs from the usual answer. */
    let other: Buffer[] | undefined;
    dispatcher.dispatch(
      {
        path,
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${which === 'distinct' ? nextCaller(tokens) : 'caller'}` },
        body: bodies.next().value,
      },
      {
        onRequestStart() {},
        onResponseStart(_controller, statusCode) {
          status = statusCode;
        },
        onResponseData(_controller, chunk) {
          if (other === undefined && usual?.subarray(bytes, bytes + chunk.length).equals(chunk) !== true) {
            other = usual === undefined ? [] : [usual.subarray(0, bytes)];
          }
          other?.push(chunk);
          bytes += chunk.length;
        },
        onResponseEnd() {
          const asUsual = other === undefined && bytes === usual?.length;
          if (status !== 200) recorder.failed('status', `status ${status}: ${Buffer.concat(other ?? []).subarray(0, 300)}`);
          else if (!asUsual && !checker.isRight(other === undefined ? Buffer.alloc(0) : Buffer.concat(other))) {
            recorder.failed('wrong', `wrong answer: ${Buffer.concat(other ?? []).subarray(0, 300)}`);
          }
          recorder.answered(dueAt);
          resolve();
        },
        onResponseError(_controller, error) {
          recorder.failed('connection', String(error));
          // A gateway that is gone refuses at once.
          setTimeout(resolve, 10);
        },
      },
    );
  });
}

function percentile(sorted: Float64Array, fraction: number): number {
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * fraction) - 1)] ?? Number.NaN;
}

function wait(seconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, seconds * 1_000));
}

/** The same body without end. */
export function* repeat(body: string): Generator<string> {
  for (;;) yield body;
}
