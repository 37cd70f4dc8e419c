// The trail is written in order and by day and size, survives crashes in the middle of a line, and says of every record whether it
// is there, also on a disk that is full and in a folder that has gone.
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { nameFile } from '../../../gateway/audit/chain';
import { until } from '../until';
import { addNumbered, createScratch, type Scratch } from './scratch-trail';
import { generated } from '../../generated';

let scratch: Scratch;
beforeEach(() => {
  scratch = createScratch();
});
afterEach(() => {
  jest.useRealTimers();
  scratch.remove();
});

const numbers = () =>
  scratch
    .records()
    .filter(({ kind }) => kind === 'request')
    .map(({ number }) => number);
const kinds = () => scratch.records().map(({ kind }) => kind);
const upTo = (count: number) => Array.from({ length: count }, (_, index) => index);

/** Only the date stands still: files and timers go on. */
function setDate(date: string): void {
  jest.useFakeTimers({
    now: new Date(date),
    doNotFake: [
      'setImmediate',
      'setTimeout',
      'setInterval',
      'clearTimeout',
      'clearInterval',
      'clearImmediate',
      'nextTick',
      'queueMicrotask',
      'performance',
      'hrtime',
    ],
  });
}

describe('records', () => {
  it('stand in the order in which they were added, each once, however many wait', async () => {
    const trail = await scratch.open({ maxBytes: 20_000 });
    const written: Promise<boolean[]>[] = [];
    for (let part = 0; part < 50; part++) {
      written.push(addNumbered(trail, part * 50, part * 50 + 50));
      if (part % 7 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    expect((await Promise.all(written)).flat()).toEqual(upTo(2_500).map(() => true));
    await trail.close();
    expect(numbers()).toEqual(upTo(2_500));
    expect(scratch.findings({ anchored: true })).toEqual([]);
    expect(trail.counts).toMatchObject({ lines: 2_500, failures: 0, refused: 0, lost: 0 });
  });

  it('are in the file when it is said that they are', async () => {
    const trail = await scratch.open();
    await addNumbered(trail, 0, 3);
    expect(numbers()).toEqual([0, 1, 2]);
    await trail.close();
  });

  it('begin a file on another day, and one that is full; the chain goes on', async () => {
    setDate('2026-03-01T23:59:59Z');
    const trail = await scratch.open({ maxBytes: 2_000 });
    await addNumbered(trail, 0, 5);
    setDate('2026-03-02T00:00:01Z');
    await addNumbered(trail, 5, 20);
    await addNumbered(trail, 20, 25);
    await trail.close();
    const names = scratch.files().map((file) => path.basename(file));
    expect(names).toEqual(['gateway.2026-03-01.000000000000.jsonl', 'gateway.2026-03-02.000000000006.jsonl', 'gateway.2026-03-02.000000000021.jsonl']);
    expect(numbers()).toEqual(upTo(25));
    expect(scratch.findings({ anchored: true })).toEqual([]);
  });

  it('go on in the same chain after a stop, and say so after an end without one', async () => {
    const first = await scratch.open();
    await addNumbered(first, 0, 2);
    await first.close();
    const second = await scratch.open();
    await addNumbered(second, 2, 4);
    // Ended without a stop: a copy as it stands now.
    const copy = `${scratch.folder}-copy`;
    cpSync(scratch.folder, copy, { recursive: true });
    await second.close();
    rmSync(scratch.folder, { recursive: true });
    renameSync(copy, scratch.folder);
    const third = await scratch.open();
    await third.close();
    expect(numbers()).toEqual([0, 1, 2, 3]);
    expect(scratch.records().flatMap(({ kind, afterStop }) => (kind === 'start' ? [afterStop] : []))).toEqual([true, true, false]);
    expect(scratch.findings()).toEqual([]);
  });

  it('are signed after a time, and not again where nothing was written', async () => {
    const trail = await scratch.open({ headEveryMs: 20 });
    const heads = () => readFileSync(scratch.anchorFile, 'utf8').trim().split('\n').length;
    await addNumbered(trail, 0, 5);
    await until('a head is signed', () => heads() === 2);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(heads()).toBe(2);
    await trail.close();
    expect(scratch.findings({ anchored: true })).toEqual([]);
  });
});

describe('a crash in the middle of a line', () => {
  it('leaves a chain that goes on and is whole, with what was cut off named; generated cuts', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(2_000), { minLength: 1, maxLength: 4 }), async (cuts) => {
        rmSync(scratch.folder, { recursive: true, force: true });
        mkdirSync(scratch.folder);
        let before = Buffer.alloc(0);
        for (const cut of cuts) {
          const trail = await scratch.open();
          const [file = ''] = scratch.files();
          // The start is signed; what follows may be cut anywhere.
          const signed = readFileSync(file).length;
          await addNumbered(trail, 0, 3);
          const killed = `${scratch.folder}-killed`;
          cpSync(scratch.folder, killed, { recursive: true });
          await trail.close();
          rmSync(scratch.folder, { recursive: true });
          renameSync(killed, scratch.folder);
          const written = readFileSync(file);
          // Nothing that an earlier crash left has gone.
          expect(written.subarray(0, before.length).equals(before)).toBe(true);
          truncateSync(file, signed + (cut % (written.length - signed + 1)));
          before = readFileSync(file);
        }
        await (await scratch.open()).close();
        const [file = ''] = scratch.files();
        expect(readFileSync(file).subarray(0, before.length).equals(before)).toBe(true);
        expect(scratch.findings()).toEqual([]);
      }),
      generated('requests in a trail', 500),
    );
  });

  it('and another one in the line that names it, is named as well', async () => {
    const trail = await scratch.open();
    await addNumbered(trail, 0, 2);
    await trail.close();
    const [file = ''] = scratch.files();
    writeFileSync(file, `${readFileSync(file, 'utf8')}{"seq":4,"pre\n{"seq":4,"prev":"00`);
    const again = await scratch.open();
    await again.close();
    expect(scratch.findings()).toEqual([]);
    expect(scratch.records().find(({ kind }) => kind === 'repaired')).toMatchObject({
      seq: 4,
      torn: [expect.stringMatching(/^[0-9a-f]{64}$/), expect.any(String)],
    });
  });

  it('that left the line whole but for its end takes it as it is', async () => {
    const trail = await scratch.open();
    await addNumbered(trail, 0, 2);
    await trail.close();
    const [file = ''] = scratch.files();
    truncateSync(file, readFileSync(file).length - 1);
    expect(scratch.findings()).toEqual([expect.stringMatching(/cut off/)]);
    const again = await scratch.open();
    await again.close();
    expect(scratch.findings()).toEqual([]);
    expect(kinds()).toEqual(['start', 'request', 'request', 'stop', 'start', 'stop']);
  });
});

describe('while the folder has gone', () => {
  it('records are refused, and afterwards the chain goes on and tells of it', async () => {
    const trail = await scratch.open();
    await addNumbered(trail, 0, 3);
    const elsewhere = `${scratch.folder}-elsewhere`;
    cpSync(scratch.folder, elsewhere, { recursive: true });
    rmSync(scratch.folder, { recursive: true });
    expect(await addNumbered(trail, 3, 5)).toEqual([false, false]);
    expect([trail.refuses(), trail.works()]).toEqual([true, false]);
    expect(await addNumbered(trail, 5, 6)).toEqual([false]);
    expect(existsSync(scratch.folder)).toBe(false);
    renameSync(elsewhere, scratch.folder);
    await until('it is written again', () => trail.works());
    expect(await addNumbered(trail, 6, 7)).toEqual([true]);
    await trail.close();
    expect(numbers()).toEqual([0, 1, 2, 6]);
    expect(scratch.records().find(({ kind }) => kind === 'gap')).toMatchObject({ refused: 3, lost: 0 });
    expect(scratch.findings({ anchored: true })).toEqual([]);
  });

  it('and comes back empty, the lines that have gone are missed', async () => {
    const trail = await scratch.open();
    await addNumbered(trail, 0, 3);
    rmSync(scratch.folder, { recursive: true });
    await addNumbered(trail, 3, 4);
    mkdirSync(scratch.folder);
    await until('it is written again', () => trail.works());
    await trail.close();
    expect(scratch.findings()).toEqual(expect.arrayContaining([expect.stringMatching(/begins with line 4, expected 0/)]));
  });

  it('requests may go on where that is set: their lines are kept and written afterwards, in order', async () => {
    const errors: unknown[] = [];
    const log = { info: () => {}, warn: () => {}, error: (error: unknown) => errors.push(error) };
    const trail = await scratch.open({ onFailure: 'continue', log });
    await addNumbered(trail, 0, 3);
    await until('they are written', () => trail.counts.lines === 3);
    renameSync(scratch.folder, `${scratch.folder}-elsewhere`);
    writeFileSync(scratch.folder, 'no folder');
    rmSync(`${scratch.folder}-elsewhere`, { recursive: true });
    expect(await addNumbered(trail, 3, 10_010)).toEqual(upTo(10_007).map(() => true));
    await until('it has failed', () => !trail.works());
    expect(await addNumbered(trail, 20_000, 20_010)).toEqual(upTo(10).map(() => true));
    expect(trail.refuses()).toBe(false);
    expect(String(errors[0])).toMatch(/cannot be written, requests are answered all the same/);
    rmSync(scratch.folder);
    mkdirSync(scratch.folder);
    await until('it is written again', () => trail.works());
    await trail.close();
    // 10,000 are kept at most, besides those that were being written.
    const kept = numbers();
    expect(kept.slice(0, 10_000)).toEqual(upTo(10_000).map((number) => number + 3));
    expect(trail.counts.lost + kept.length).toBe(10_017);
    expect(trail.counts.lost).toBeGreaterThan(0);
    expect(scratch.records().find(({ kind }) => kind === 'gap')).toMatchObject({ refused: 0, lost: trail.counts.lost });
  });
});

const onLinux = existsSync('/dev/full') ? it : it.skip;

describe('on a full disk', () => {
  onLinux('records are refused, and the chain goes on when there is room', async () => {
    const trail = await scratch.open({ maxBytes: 1_000 });
    await addNumbered(trail, 0, 20);
    // The next file's writes end as those on a full disk do.
    const full = nameFile(scratch.folder, 'gateway', new Date().toISOString().slice(0, 10), 21);
    symlinkSync('/dev/full', full);
    expect(await addNumbered(trail, 20, 22)).toEqual([false, false]);
    expect(trail.refuses()).toBe(true);
    rmSync(full);
    rmSync(full.replace('.jsonl', '.heads.jsonl'), { force: true });
    await until('it is written again', () => trail.works());
    await addNumbered(trail, 22, 24);
    await trail.close();
    expect(numbers()).toEqual([...upTo(20), 22, 23]);
    expect(scratch.findings({ anchored: true })).toEqual([]);
  });

  onLinux('of the anchor alone nothing is refused, and the next head stands for it too', async () => {
    symlinkSync('/dev/full', scratch.anchorFile);
    const trail = await scratch.open({ headEveryMs: 20 });
    expect(await addNumbered(trail, 0, 2)).toEqual([true, true]);
    await until('a head is not kept', () => trail.counts.unanchored > 1);
    rmSync(scratch.anchorFile);
    await trail.close();
    expect(scratch.findings({ anchored: true })).toEqual([]);
    expect(scratch.verify({ anchored: true })[0]?.anchored).toBe(1);
  });
});

describe('a second gateway on the same chain', () => {
  it('does not start, and the chain stays whole', async () => {
    const trail = await scratch.open();
    await addNumbered(trail, 0, 1);
    await expect(scratch.open()).rejects.toThrow('another gateway writes the chain gateway; give each gateway a JIEDUI_AUDIT_CHAIN of its own');
    expect(await addNumbered(trail, 1, 2)).toEqual([true]);
    await trail.close();
    expect(scratch.findings({ anchored: true })).toEqual([]);
    await (await scratch.open()).close();
    expect(kinds()).toEqual(['start', 'request', 'request', 'stop', 'start', 'stop']);
  });

  it('writes what it has kept when the first has stopped, where requests go on without a trail', async () => {
    const [one, other] = [await scratch.open(), await scratch.open({ onFailure: 'continue' })];
    await addNumbered(one, 0, 2);
    expect(await addNumbered(other, 2, 4)).toEqual([true, true]);
    await addNumbered(one, 4, 5);
    expect(numbers()).toEqual([0, 1, 4]);
    await one.close();
    await until('it is written', () => other.works());
    await other.close();
    expect(numbers()).toEqual([0, 1, 4, 2, 3]);
    expect(other.counts.lost).toBe(0);
    expect(scratch.findings({ anchored: true })).toEqual([]);
  });
});

it('a folder that cannot be written at the start stops it, unless requests may go on', async () => {
  rmSync(scratch.folder, { recursive: true });
  writeFileSync(scratch.folder, 'no folder');
  await expect(scratch.open()).rejects.toMatchObject({ code: expect.stringMatching(/EEXIST|ENOTDIR/) });
  const trail = await scratch.open({ onFailure: 'continue' });
  expect(await addNumbered(trail, 0, 1)).toEqual([true]);
  rmSync(scratch.folder);
  mkdirSync(scratch.folder);
  await until('it is written', () => trail.counts.lines === 1);
  await trail.close();
  expect(kinds()).toEqual(['start', 'gap', 'request', 'stop']);
  expect(scratch.findings()).toEqual([]);
});
