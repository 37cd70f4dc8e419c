// A steady load for long: sends requests at even distances, and keeps of every answer its time, its errors' codes and whether what
// it has is right.
import { Pool } from 'undici';

export interface SoakAnswer {
  /** When it was due, in milliseconds since the load began, and how long it took from then. */
  dueMs: number;
  tookMs: number;
  /** `whole`; `partial`, with errors and nothing wrong; `wrong`; `status` other than 200; `none`: no answer. */
  kind: 'whole' | 'partial' | 'wrong' | 'status' | 'none';
}

export interface SoakLoad {
  answers: readonly SoakAnswer[];
  /** By code. */
  errors: ReadonlyMap<string, number>;
  /** What went wrong first, in words. */
  first: string | null;
  stop(): Promise<void>;
}

export interface SoakTarget {
  url: string;
  body: string;
  /** What a whole answer has. */
  data: unknown;
  requestsPerSecond: number;
}

/** Longer than any answer may take; a request that takes longer counts as one without an answer. */
const limitMs = 30_000;

export function startSoakLoad({ url, body, data, requestsPerSecond }: SoakTarget): SoakLoad {
  const { origin, pathname } = new URL(url);
  const pool = new Pool(origin, { connections: 512, pipelining: 1, headersTimeout: limitMs, bodyTimeout: limitMs });
  const answers: SoakAnswer[] = [];
  const errors = new Map<string, number>();
  const pending = new Set<Promise<void>>();
  const load = { answers, errors, first: null as string | null, stop };
  /** A whole answer's bytes, compared first: reading every answer would cost the load's core. */
  let usual: Buffer | null = null;
  const begun = performance.now();
  let sent = 0;
  const timer = setInterval(() => {
    for (; ; sent++) {
      const dueMs = (sent * 1_000) / requestsPerSecond;
      if (dueMs > performance.now() - begun) return;
      const request = send(dueMs).then(() => void pending.delete(request));
      pending.add(request);
    }
  }, 1);
  return load;

  async function send(dueMs: number): Promise<void> {
    const kind = await ask(sent).catch((error: Error) => {
      load.first ??= String(error);
      return 'none' as const;
    });
    answers.push({ dueMs, tookMs: performance.now() - begun - dueMs, kind });
  }

  async function ask(number: number): Promise<SoakAnswer['kind']> {
    const headers = { 'content-type': 'application/json', authorization: `Bearer caller-${number}` };
    const { statusCode, body: answer } = await pool.request({ path: pathname, method: 'POST', headers, body });
    const bytes = Buffer.from(await answer.arrayBuffer());
    if (statusCode === 200 && usual?.equals(bytes)) return 'whole';
    const parsed = JSON.parse(bytes.toString()) as { data?: unknown; errors?: { extensions?: { code?: string } }[] };
    for (const { extensions } of parsed.errors ?? []) errors.set(String(extensions?.code), (errors.get(String(extensions?.code)) ?? 0) + 1);
    if (statusCode !== 200) {
      load.first ??= `status ${statusCode}: ${bytes.subarray(0, 300)}`;
      return 'status';
    }
    if (!isPartOf(parsed.data, data, parsed.errors !== undefined)) {
      load.first ??= `wrong data: ${bytes.subarray(0, 300)}`;
      return 'wrong';
    }
    if (parsed.errors !== undefined) return 'partial';
    usual = bytes;
    return 'whole';
  }

  async function stop(): Promise<void> {
    clearInterval(timer);
    await Promise.all(pending);
    await pool.destroy();
  }
}

/** Whether a value is the expected one, but for nulls where there are errors. */
function isPartOf(value: unknown, expected: unknown, withErrors: boolean): boolean {
  if (value === null && withErrors) return true;
  if (typeof value !== 'object' || value === null || typeof expected !== 'object' || expected === null) return value === expected;
  if (Array.isArray(value) !== Array.isArray(expected)) return false;
  const names = Object.keys(expected);
  if (Object.keys(value).length !== names.length) return false;
  return names.every((name) => isPartOf((value as Record<string, unknown>)[name], (expected as Record<string, unknown>)[name], withErrors));
}
