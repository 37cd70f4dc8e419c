// Puts a graph through a fault while a client asks steadily, and checks what holds through all of it: every request is
// answered within its time limit, what is there is right, other agencies' fields are whole, nothing inside is named, and
// once the fault is mended all is whole again within the breaker's interval.
import { setTimeout } from 'node:timers/promises';
import { namesInternals } from '../../../gateway/internals';
import { type WholeAnswer, ask } from '../execution/faulty-graph';

/** Short, so that many faults are tried in a minute. */
export const limits = {
  subgraphTimeoutMs: 1_000,
  resilience: { retries: 1, retryPercent: 20, breakerPercent: 50, breakerCalls: 10, breakerIntervalMs: 500, maxConcurrent: 100, maxQueued: 100 },
};

/** For processes of their own, which a busy machine may keep waiting though they are sound. */
export const processLimits = { ...limits, subgraphTimeoutMs: 1_500 };

/** What a machine that is busy with other tests may add to any time. */
const slackMs = 1_000;
const askEveryMs = 20;

export interface Ordeal {
  /** What is said of the fault in the table. */
  fault: string;
  /** The gateway's GraphQL address, and its time limit for subgraphs. */
  url: string;
  timeoutMs?: number;
  query: string;
  /** The data while all is well. */
  whole: unknown;
  /** The data without the agency's fields. While a fault begins or ends an answer may have some of them. */
  broken: unknown;
  begin: () => unknown;
  /** Mends it; resolves when it is mended, such as a process that has started. */
  end: () => unknown;
  /** How long the fault lasts, once begun. */
  lastsMs?: number;
  /** Codes that a client may see meanwhile; an empty list where it must see none. */
  codes: readonly string[];
}

interface Seen {
  askedAt: number;
  answeredAt: number;
  answer: WholeAnswer;
}

const rows: string[] = [];

/** The table of all ordeals of this file, in Markdown. */
export function faultTable(): string {
  return ['| fault | answers meanwhile | a client saw | whole again after |', '|---|---|---|---|', ...rows].join('\n');
}

export async function endure(ordeal: Ordeal): Promise<void> {
  const {
    fault,
    url,
    query,
    whole,
    broken,
    begin,
    end,
    codes,
    timeoutMs = limits.subgraphTimeoutMs,
    lastsMs = codes.includes('AGENCY_TIMEOUT') ? timeoutMs + 300 : 700,
  } = ordeal;
  const seen: Seen[] = [];
  const pending = new Set<Promise<void>>();
  let asking = true;
  let number = 0;
  // Planned, connected and warm: what is cold is late too on a busy machine.
  for (let warming = 0; warming < 5; warming++) await ask(url, query);
  const client = (async () => {
    while (asking) {
      const askedAt = performance.now();
      // Each is another caller: nothing is shared in flight.
      const asked = ask(url, query, {}, { cookie: `caller=${number++}` }).then((answer) => {
        seen.push({ askedAt, answeredAt: performance.now(), answer });
        pending.delete(asked);
      });
      pending.add(asked);
      await setTimeout(askEveryMs);
    }
  })();

  await setTimeout(100);
  const brokenAt = performance.now();
  await begin();
  await setTimeout(lastsMs);
  await end();
  const mendedAt = performance.now();
  const { breakerIntervalMs } = limits.resilience;
  // A request that tries the subgraph may have been sent just before, and take its whole time.
  const withinMs = breakerIntervalMs + timeoutMs + slackMs;
  const isWhole = ({ answer }: Seen) => answer.errors === undefined;
  await setTimeout(breakerIntervalMs);
  while (performance.now() < mendedAt + withinMs && !seen.slice(-5).every(isWhole)) await setTimeout(askEveryMs);
  asking = false;
  await client;
  await Promise.all(pending);

  seen.sort((one, other) => one.askedAt - other.askedAt);
  const lastBroken = seen.findLast((each) => !isWhole(each));
  const firstWhole = seen.find((each) => each.askedAt > Math.max(mendedAt, lastBroken?.askedAt ?? 0) && isWhole(each));
  const meanwhile = seen.filter(({ askedAt }) => askedAt >= brokenAt && askedAt < mendedAt);
  const told = new Map<string, number>();
  for (const { answer } of meanwhile) for (const code of new Set(codesOf(answer))) told.set(code, (told.get(code) ?? 0) + 1);
  const sound = meanwhile.filter(isWhole).length;
  const saw = [...(sound > 0 ? [`whole answers ×${sound}`] : []), ...[...told].map(([code, count]) => `${code} ×${count}`)].join(', ');
  const recovered = firstWhole === undefined ? 'never' : `${Math.max(0, Math.round(firstWhole.askedAt - mendedAt))} ms`;
  rows.push(`| ${fault} | ${meanwhile.length} | ${saw} | ${recovered} |`);

  expect(seen.filter(({ askedAt }) => askedAt < brokenAt - timeoutMs).every(isWhole)).toBe(true);
  for (const each of seen) {
    expect(each.answeredAt - each.askedAt).toBeLessThan(timeoutMs + slackMs);
    expect(each.answer.status).toBe(200);
    expect(unexplained(each.answer.data, whole, broken, [], each.answer.errors ?? [])).toEqual([]);
    for (const { message, extensions } of each.answer.errors ?? []) {
      expect(codes).toContain(extensions.code);
      expect(namesInternals(message)).toBe(false);
      expect(extensions).toEqual({ code: expect.any(String), agency: expect.any(String), requestId: 'test' });
    }
    expect(each.answer.text).not.toMatch(/127\.0\.0\.1|10\.0\.0\.3|ECONN|\bER_|errno|html|SELECT|_secret/);
  }
  expect(meanwhile.length).toBeGreaterThan(10);
  if (codes.length > 0) expect(told.size).toBeGreaterThan(0);
  expect(firstWhole).toBeDefined();
  expect((firstWhole?.askedAt ?? 0) - mendedAt).toBeLessThan(withinMs);
}

/** The places of an answer where it is neither whole nor broken, and those that no error explains. */
function unexplained(data: unknown, whole: unknown, broken: unknown, path: (string | number)[], errors: NonNullable<WholeAnswer['errors']>): string[] {
  if (JSON.stringify(data) === JSON.stringify(whole)) return [];
  const isExplained = errors.some(({ path: place }) => place !== undefined && String(place.slice(0, path.length)) === String(path));
  if (!isExplained) return [`no error is at ${path.join('.')}`];
  if (!isObject(data)) return data === broken ? [] : [`${JSON.stringify(data)} is at ${path.join('.')}`];
  if (!isObject(whole) || String(Object.keys(data)) !== String(Object.keys(whole))) return [`other names are at ${path.join('.')}`];
  return Object.keys(data).flatMap((name) =>
    unexplained(data[name], whole[name], isObject(broken) ? broken[name] : null, [...path, Array.isArray(data) ? Number(name) : name], errors),
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function codesOf({ errors = [] }: WholeAnswer): string[] {
  return errors.map(({ extensions }) => String(extensions.code));
}
