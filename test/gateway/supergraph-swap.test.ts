// Swaps of the supergraph while the gateway runs: when they are served, what they must not lose, and what they leave behind.
import { mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createGateway, type Gateway } from '../../gateway/gateway';
import { type Answer, ask, defaultSettings } from '../graph/graph';
import { composeHard, hardOperation, quickSdl, limits } from './execution/planning/hard-operation';
import { composeSupergraph, createGate, type HttpSubgraph, serveSubgraph } from './http-subgraph';
import { type PlannerThreads, watchPlannerThreads } from './planner-threads';
import { until } from './until';

const versions = 30;

/** The subgraph resolves the fields of all versions; a supergraph has those of its own. */
const booksSdl = (fields: string) => `type Query { books: [Book!] ${fields} } type Book @key(fields: "isbn") { isbn: ID! title: String }`;
const reviewsSdl = 'type Book @key(fields: "isbn") { isbn: ID! stars: Int from: String }';

const known = '{ books { isbn title stars } }';
const knownData = {
  books: [
    { isbn: '1', title: 'Pairing', stars: 5 },
    { isbn: '2', title: 'Counties', stars: 4 },
  ],
};

let folder: string;
let file: string;
let books: HttpSubgraph;
let reviews: HttpSubgraph;
let quick: HttpSubgraph;
let gate: ReturnType<typeof createGate>;
let threads: PlannerThreads;
let gateway: Gateway;
let url: string;
const logged: string[] = [];
const servers: HttpSubgraph[] = [];

beforeEach(async () => {
  threads = watchPlannerThreads();
  folder = mkdtempSync(path.join(os.tmpdir(), 'jiedui-swap-'));
  file = path.join(folder, 'supergraph.graphql');
  gate = createGate();
  const list = Array.from({ length: versions }, (_, number) => `version${number}`);
  books = await serve(booksSdl(`patient: [Book!] ${list.map((name) => `${name}: Int`).join(' ')}`), {
    Query: {
      books: () => knownData.books,
      patient: async () => {
        await gate.pass();
        return knownData.books;
      },
      ...Object.fromEntries(list.map((name, number) => [name, () => number])),
    },
  });
  reviews = await serveReviews('the first');
  quick = await serve(quickSdl, { Query: { quick: () => 1 } });
});
afterEach(async () => {
  gate.open();
  try {
    await gateway.stop();
    await until('no thread is left', () => threads.living() === 0, 5_000);
  } finally {
    threads.stopWatching();
    await threads.kill();
    await Promise.all(servers.splice(0).map((server) => server.stop()));
    rmSync(folder, { recursive: true });
    logged.length = 0;
  }
});

async function serve(...[sdl, resolvers]: Parameters<typeof serveSubgraph>): Promise<HttpSubgraph> {
  const server = await serveSubgraph(sdl, resolvers);
  servers.push(server);
  return server;
}

function serveReviews(name: string): Promise<HttpSubgraph> {
  return serve(reviewsSdl, {
    Book: {
      __resolveReference: ({ isbn }: { isbn: string }) => ({ isbn, stars: isbn === '1' ? 5 : 4, from: name }),
    },
  });
}

/** The supergraph with the field `version<number>`; `patient` waits until the gate is opened. */
function write(number: number, { reviewsUrl = reviews.url, patient = true } = {}): string {
  const fields = `version${number}: Int ${patient ? 'patient: [Book!]' : ''}`;
  return composeSupergraph({ books: { url: books.url, sdl: booksSdl(fields) }, reviews: { url: reviewsUrl, sdl: reviewsSdl } });
}

/** What a swap changes for clients is tested in swap-difference. */
function note(message: string): void {
  if (!message.startsWith('another supergraph is served')) logged.push(message);
}

function create(settings: Partial<Parameters<typeof createGateway>[0]> = {}): Gateway {
  gateway = createGateway({
    ...defaultSettings,
    supergraphFile: file,
    inProcess: [],
    log: { info: note, warn: note, error: (error) => logged.push(String(error)) },
    ...settings,
  });
  return gateway;
}

async function start(settings: Partial<Parameters<typeof createGateway>[0]> = {}): Promise<void> {
  writeFileSync(file, write(0));
  url = `http://127.0.0.1:${await create(settings).start()}/graphql`;
  // What is said of a start is not of a swap.
  logged.length = 0;
}

async function swapTo(text: string): Promise<void> {
  writeFileSync(file, text);
  await gateway.reloadSupergraph();
}

async function serves(number: number): Promise<boolean> {
  const { data } = await ask(url, '{ __type(name: "Query") { fields { name } } }');
  return data.__type.fields.some(({ name }: { name: string }) => name === `version${number}`);
}

async function readHealth(): Promise<{ status: number; faults: string[] }> {
  const response = await fetch(new URL('/health/ready', url));
  return { status: response.status, ...((await response.json()) as { faults: string[] }) };
}

const right: Answer = { status: 200, data: knownData };

describe.each(['jiedui', 'stock'] as const)('a watched file (%s)', (execution) => {
  it('that is rewritten, replaced by renaming, or removed and written again is served without a restart', async () => {
    await start({ execution, watchesSupergraph: true });
    expect(await serves(0)).toBe(true);

    writeFileSync(file, write(1));
    await until('the rewritten file is served', () => serves(1));
    expect(await serves(0)).toBe(false);
    expect(await ask(url, '{ version1 }')).toEqual({ status: 200, data: { version1: 1 } });

    writeFileSync(`${file}.new`, write(2));
    renameSync(`${file}.new`, file);
    await until('the renamed file is served', () => serves(2));

    rmSync(file);
    await until('the fault is told', async () => (await readHealth()).faults.length === 1);
    expect(await serves(2)).toBe(true);
    writeFileSync(file, write(3));
    await until('the new file is served', () => serves(3));
    expect(await readHealth()).toMatchObject({ status: 200, faults: [] });
  });

  it('that is a link is served when the link is switched', async () => {
    const [one, other] = ['one', 'other'].map((name) => path.join(folder, name));
    writeFileSync(one as string, write(0));
    writeFileSync(other as string, write(1));
    symlinkSync(one as string, file);
    url = `http://127.0.0.1:${await create({ execution, watchesSupergraph: true }).start()}/graphql`;
    expect(await serves(0)).toBe(true);
    symlinkSync(other as string, `${file}.new`);
    renameSync(`${file}.new`, file);
    await until('the other file is served', () => serves(1));
  });

  it('that does not load leaves the one before it serving, says why, and mends itself', async () => {
    await start({ execution, watchesSupergraph: true });
    expect(await ask(url, known)).toEqual(right);
    writeFileSync(file, 'hello');
    await until('the fault is told', async () => (await readHealth()).faults.length > 0);
    const { status, faults } = await readHealth();
    expect(status).toBe(200);
    expect(faults).toEqual([expect.stringMatching(/^the newest supergraph is not served, the one before it is: .*hello/)]);
    expect(logged.join('\n')).toContain(faults[0]);
    rmSync(file);
    await until('that it is gone is told', async () => (await readHealth()).faults.join().includes('cannot be read'));
    expect((await readHealth()).faults.join()).not.toContain(path.dirname(file));
    expect(logged.join('\n')).toContain(`${file} cannot be read`);
    expect(await ask(url, known)).toEqual(right);
    expect(await serves(0)).toBe(true);

    writeFileSync(file, write(1));
    await until('the good file is served', () => serves(1));
    await until('the fault is gone', async () => (await readHealth()).faults.length === 0);
    expect(logged.at(-1)).toBe('the supergraph loads again');
  });
});

describe('a file that changes early', () => {
  it('in the moment that the gateway has started, is served', async () => {
    await start({ watchesSupergraph: true });
    writeFileSync(file, write(1));
    await until('the changed file is served', () => serves(1), 10_000);
  });

  it('while the gateway loads the one before, is served when it has started', async () => {
    writeFileSync(file, write(0));
    const starting = create({ watchesSupergraph: true }).start();
    // Then the file has been read.
    await until('a planner loads it', () => threads.started() === 1);
    writeFileSync(file, write(1));
    url = `http://127.0.0.1:${await starting}/graphql`;
    await until('the changed file is served', () => serves(1), 10_000);
  });

  it('while the gateway loads the one before, is served when the gateway is told of it', async () => {
    writeFileSync(file, write(0));
    const starting = create({ watchesSupergraph: false }).start();
    await until('a planner loads it', () => threads.started() === 1);
    writeFileSync(file, write(1));
    const told = gateway.reloadSupergraph();
    url = `http://127.0.0.1:${await starting}/graphql`;
    await told;
    expect(await serves(1)).toBe(true);
  });
});

describe('a swap', () => {
  it('lets requests in flight end on the supergraph they began on, though the new one has neither the field nor the address', async () => {
    await start();
    const moved = await serveReviews('the second');
    const slow = ask(url, '{ patient { isbn title stars from } }');
    await until('the subgraph holds the request', () => gate.waiting() === 1);
    await swapTo(write(1, { reviewsUrl: moved.url, patient: false }));
    expect(await ask(url, '{ patient { isbn } }')).toMatchObject({ status: 400, errors: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }] });
    expect((await ask(url, '{ books { from } }')).data).toEqual({ books: [{ from: 'the second' }, { from: 'the second' }] });
    gate.open();
    expect(await slow).toEqual({ status: 200, data: { patient: knownData.books.map((book) => ({ ...book, from: 'the first' })) } });
  });

  it('calls a subgraph at its new address, and closes the connections to the old one', async () => {
    await start();
    expect((await ask(url, '{ books { from } }')).data.books[0]).toEqual({ from: 'the first' });
    expect(await reviews.open()).toBe(1);
    const moved = await serveReviews('the second');
    await swapTo(write(1, { reviewsUrl: moved.url }));
    expect((await ask(url, '{ books { from } }')).data.books[0]).toEqual({ from: 'the second' });
    await until('the old connections are closed', async () => (await reviews.open()) === 0);
  });

  it('keeps the connections to subgraphs that stay', async () => {
    await start();
    await ask(url, known);
    for (let number = 1; number <= 3; number++) {
      await swapTo(write(number));
      expect(await ask(url, known)).toEqual(right);
    }
    // Until the supergraphs before have given back what they borrowed.
    await until('one planner is left', () => threads.living() === 1);
    expect(await ask(url, known)).toEqual(right);
    expect([books.accepted(), reviews.accepted()]).toEqual([1, 1]);
  });

  it('plans known operations before it is served, so that nobody waits for it', async () => {
    await start();
    const operations = [known, '{ books { title } }', 'query Named($no: Boolean = false) { books { isbn stars @skip(if: $no) } }'];
    const before = await Promise.all(operations.map((text) => ask(url, text)));
    await swapTo(write(1));
    const planned = threads.planned();
    expect(planned).toBe(2 * operations.length);
    expect(await Promise.all(operations.map((text) => ask(url, text)))).toEqual(before);
    expect(threads.planned()).toBe(planned);
    expect((await ask(url, '{ version1 }')).data).toEqual({ version1: 1 });
    expect(threads.planned()).toBe(planned + 1);
  });

  it('knows the operations again after several, though nobody asked them in between, and refuses those that no longer fit', async () => {
    await start();
    await ask(url, known);
    expect((await ask(url, '{ version0 }')).data).toEqual({ version0: 0 });
    await swapTo(write(1));
    await swapTo(write(2));
    const planned = threads.planned();
    expect(await ask(url, known)).toEqual(right);
    expect(threads.planned()).toBe(planned);
    expect(await ask(url, '{ version0 }')).toMatchObject({ status: 400, errors: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }] });
  });

  it('takes place though a known operation is too hard to plan on the new supergraph, and the others are known on it', async () => {
    writeFileSync(file, composeHard(quick.url, 1));
    url = `http://127.0.0.1:${await create({ planningBudgetMs: 6_000, limits }).start()}/graphql`;
    const hard = hardOperation('Hard');
    expect(await ask(url, hard)).toEqual({ status: 200, data: { maze: null } });
    expect(await ask(url, '{ quick }')).toEqual({ status: 200, data: { quick: 1 } });
    await swapTo(composeHard(quick.url));
    const planned = threads.planned();
    expect(await ask(url, '{ quick }')).toEqual({ status: 200, data: { quick: 1 } });
    expect(threads.planned()).toBe(planned);
    expect((await ask(url, hard)).errors?.[0]?.extensions).toEqual({ code: 'PLANNING_TIMEOUT', requestId: 'test' });
  });

  it('to the same text does nothing', async () => {
    await start();
    await swapTo(write(0));
    expect(threads.started()).toBe(1);
  });

  it('of several at once serves the newest', async () => {
    await start();
    const swaps = [1, 2, 3].map((number) => swapTo(write(number)));
    await Promise.all(swaps);
    expect(await serves(3)).toBe(true);
    await until('one planner is left', () => threads.living() === 1);
  });

  it('that is under way when the gateway stops leaves nothing behind', async () => {
    await start();
    await ask(url, known);
    const swap = swapTo(write(1));
    await until('the new planner loads', () => threads.started() === 2);
    await Promise.all([swap, gateway.stop()]);
    await until('no thread is left', () => threads.living() === 0);
    await until('no connection is left', async () => (await books.open()) === 0 && (await reviews.open()) === 0);
  });
});

describe('many swaps', () => {
  it.each(['jiedui', 'stock'] as const)(
    'under continuous load lose no request (%s)',
    async (execution) => {
      await start({ execution });
      const wrong: unknown[] = [];
      let asked = 0;
      let swapping = true;
      async function putLoad(client: number): Promise<void> {
        for (let number = 0; swapping; number++) {
          // Some are new, so that the planners of both supergraphs are at work.
          const query = number % 20 === 0 ? `query New_${client}_${number} ${known}` : known;
          const answer = await ask(url, query).catch((error) => ({ error: String(error.cause ?? error) }));
          asked++;
          // A load that leaves no core to the planners would only test how long they wait.
          await new Promise((resolve) => setTimeout(resolve, 5));
          if (JSON.stringify(answer) !== JSON.stringify(right)) wrong.push({ query, answer });
        }
      }
      const load = [0, 1, 2].map(putLoad);
      for (let number = 1; number <= 20; number++) {
        await swapTo(write(number));
        expect(await ask(url, `{ version${number} }`)).toEqual({ status: 200, data: { [`version${number}`]: number } });
      }
      swapping = false;
      await Promise.all(load);
      expect(wrong).toEqual([]);
      expect(asked).toBeGreaterThan(20);
      expect(logged).toEqual([]);
      // Twenty supergraphs are loaded, each in a thread of its own beside the load.
    },
    300_000,
  );

  it('leave one planner and the connections of one supergraph', async () => {
    await start();
    for (let number = 1; number <= 10; number++) {
      await swapTo(write(number));
      expect(await ask(url, known)).toEqual(right);
    }
    await until('one planner is left', () => threads.living() === 1);
    expect([await books.open(), await reviews.open()]).toEqual([1, 1]);
  });

  it.each([
    ['is no supergraph', () => 'type Query { a: Int }', /./],
    ['has no address for a subgraph', () => write(1, { reviewsUrl: '' }), /reviews/],
    ['has an address that is none', () => write(1, { reviewsUrl: 'nowhere' }), /reviews/],
    ['has an address of another protocol', () => write(1, { reviewsUrl: 'ftp://127.0.0.1/' }), /reviews/],
  ])('to a supergraph that %s say why in one sentence, and leave the one planner there was', async (_name, writeBad, reason) => {
    await start();
    await ask(url, known);
    const bad = writeBad();
    for (let time = 0; time < 3; time++) {
      await swapTo(bad);
      const { status, faults } = await readHealth();
      expect(status).toBe(200);
      expect(faults).toEqual([expect.stringMatching(/^the newest supergraph is not served, the one before it is: [^\n]+$/)]);
    }
    expect(await ask(url, known)).toEqual(right);
    await until('one planner is left', () => threads.living() === 1, 5_000);
    expect((await readHealth()).faults.join()).toMatch(reason);
    await swapTo(write(2));
    expect(await ask(url, known)).toEqual(right);
    // Nothing that a supergraph borrowed which was never served keeps the connections open.
    await gateway.stop();
    await until('no connection is left', async () => (await books.open()) === 0 && (await reviews.open()) === 0, 5_000);
  });
});
