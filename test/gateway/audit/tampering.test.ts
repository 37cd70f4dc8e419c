// Whatever is changed in a trail that was ended in order is found: generated changes of its files, of its heads, and of both.
import { cpSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { signHead, writeHead } from '../../../gateway/audit/heads';
import { hashLine } from '../../../gateway/audit/chain';
import { addNumbered, createScratch, type Scratch } from './scratch-trail';
import { generated } from '../../generated';

let scratch: Scratch;
let whole: string;
let names: string[];

beforeAll(async () => {
  scratch = createScratch();
  // Several files, several heads, a crash in between.
  const first = await scratch.open({ maxBytes: 1_500 });
  for (let part = 0; part < 6; part++) await addNumbered(first, part * 10, part * 10 + 10);
  await first.close();
  const second = await scratch.open({ maxBytes: 1_500 });
  await addNumbered(second, 60, 75);
  await second.close();
  whole = path.join(scratch.root, 'whole');
  cpSync(scratch.folder, whole, { recursive: true });
  names = readdirSync(whole)
    .filter((name) => name.endsWith('.jsonl'))
    .sort();
});
afterAll(() => scratch.remove());

function restore(): void {
  rmSync(scratch.folder, { recursive: true });
  cpSync(whole, scratch.folder, { recursive: true });
}

/** The files' names, so that a generated number names one. */
const nameOf = (index: number) => names[index % names.length] as string;
const linesOf = (name: string) => readFileSync(path.join(whole, name), 'utf8').split('\n').slice(0, -1);
const write = (name: string, lines: readonly string[]) => writeFileSync(path.join(scratch.folder, name), lines.map((line) => `${line}\n`).join(''));

function expectFound(change: string): void {
  const findings = scratch.findings({ anchored: true });
  if (findings.length === 0) throw new Error(`not found: ${change}`);
  // Says where.
  expect(findings.join('\n')).toMatch(/line \d+|missing/);
}

describe('a trail', () => {
  it('as it was written is whole, over several files', () => {
    restore();
    const [verdict] = scratch.verify({ anchored: true });
    expect(verdict).toMatchObject({ chain: 'gateway', findings: [], first: 0, last: verdict && verdict.lines - 1 });
    expect(verdict?.files).toBeGreaterThan(4);
    // 75 requests, two starts, two stops.
    expect(verdict?.lines).toBe(79);
    expect(verdict?.heads).toBe(verdict?.anchored);
  });

  const changes: Record<string, (file: number, at: number, value: number) => string | null> = {
    'a changed byte': (file, at, value) => {
      const bytes = readFileSync(path.join(whole, nameOf(file)));
      const position = at % bytes.length;
      if (bytes[position] === value) return null;
      bytes[position] = value;
      writeFileSync(path.join(scratch.folder, nameOf(file)), bytes);
      return `byte ${position} of ${nameOf(file)} to ${value}`;
    },
    'a line left out': (file, at) => {
      const lines = linesOf(nameOf(file));
      lines.splice(at % lines.length, 1);
      write(nameOf(file), lines);
      return `line ${(at % (lines.length + 1)) + 1} of ${nameOf(file)} left out`;
    },
    'two lines changed over': (file, at, other) => {
      const lines = linesOf(nameOf(file));
      const [one, two] = [at % lines.length, other % lines.length];
      if (one === two) return null;
      [lines[one], lines[two]] = [lines[two] as string, lines[one] as string];
      write(nameOf(file), lines);
      return `lines ${one + 1} and ${two + 1} of ${nameOf(file)}`;
    },
    'a line twice': (file, at, other) => {
      const lines = linesOf(nameOf(file));
      lines.splice(other % (lines.length + 1), 0, lines[at % lines.length] as string);
      write(nameOf(file), lines);
      return `line ${(at % (lines.length - 1)) + 1} of ${nameOf(file)} again at ${other % lines.length}`;
    },
    'a file cut off': (file, at) => {
      const { length } = readFileSync(path.join(whole, nameOf(file)));
      truncateSync(path.join(scratch.folder, nameOf(file)), at % length);
      return `${nameOf(file)} cut to ${at % length} bytes`;
    },
    'bytes put in': (file, at, value) => {
      const bytes = readFileSync(path.join(whole, nameOf(file)));
      const position = at % (bytes.length + 1);
      writeFileSync(path.join(scratch.folder, nameOf(file)), Buffer.concat([bytes.subarray(0, position), Buffer.from([value]), bytes.subarray(position)]));
      return `byte ${value} put in at ${position} of ${nameOf(file)}`;
    },
    'a file taken away': (file) => {
      rmSync(path.join(scratch.folder, nameOf(file)));
      return `${nameOf(file)} taken away`;
    },
    'files changed over': (file, other) => {
      const [one, two] = [nameOf(file), nameOf(other)];
      if (one === two) return null;
      writeFileSync(path.join(scratch.folder, one), readFileSync(path.join(whole, two)));
      writeFileSync(path.join(scratch.folder, two), readFileSync(path.join(whole, one)));
      return `${one} and ${two}`;
    },
  };

  it.each(Object.keys(changes))('with %s is found not to be whole', (name) => {
    const change = changes[name] as (typeof changes)[string];
    fc.assert(
      fc.property(fc.nat(1_000), fc.nat(1_000_000), fc.nat(255), (file, at, value) => {
        restore();
        const what = change(file, at, value);
        if (what !== null) expectFound(what);
      }),
      generated('changes of a trail', 600),
    );
  });

  it('written anew from some line on, with all hashes right, is found by its signed heads', () => {
    restore();
    const name = names.find((each) => !each.includes('heads')) as string;
    const lines = linesOf(name);
    let prev = hashLine(lines[2] as string);
    for (let at = 3; at < lines.length; at++) {
      lines[at] = (lines[at] as string).replace(/"prev":"[0-9a-f]+"/, `"prev":"${prev}"`).replace('"number":2', '"number":1002');
      prev = hashLine(lines[at] as string);
    }
    write(name, lines);
    expect(scratch.findings().join('\n')).toMatch(/line \d+: this is not the line \d+ that .* signs/);
  });

  it('with heads signed by another key is found, and with heads of another chain', () => {
    restore();
    const name = names.find((each) => each.includes('heads')) as string;
    const [first = '', ...others] = linesOf(name);
    const { key: _, signature: __, ...unsigned } = JSON.parse(first);
    const stranger = createScratch();
    write(name, [writeHead(signHead({ ...stranger.key, keyId: 'key-1' }, unsigned)), ...others]);
    stranger.remove();
    expect(scratch.findings()).toEqual([`${name} line 1: the signature does not hold`]);
    write(name, [writeHead(signHead({ ...scratch.key, keyId: 'key-2' }, unsigned)), ...others]);
    expect(scratch.findings()).toEqual([`${name} line 1: the key key-2 is not trusted`]);
    write(name, [writeHead(signHead(scratch.key, { ...unsigned, chain: 'other' })), ...others]);
    expect(scratch.findings()).toEqual([`${name} line 1: the head is of the chain other`]);
  });

  it('whose end is cut off together with its heads is found with the anchor, and with nothing else', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3 }), (count) => {
        restore();
        for (const name of names.filter((each) => !each.includes('heads')).slice(-count)) {
          rmSync(path.join(scratch.folder, name));
          rmSync(path.join(scratch.folder, name.replace('.jsonl', '.heads.jsonl')));
        }
        expect(scratch.findings()).toEqual([]);
        expect(scratch.findings({ anchored: true }).join()).toMatch(/the trail ends with line -?\d+, but anchored head \d+ signs line 78: its end is missing/);
      }),
      generated('cut trails', 50),
    );
  });

  it('is not whole by an anchor that lacks its newest head', () => {
    restore();
    const anchored = readFileSync(scratch.anchorFile, 'utf8').split('\n').slice(0, -1);
    // Every head but the newest, none at all, and those of another chain.
    const lacking = [anchored.slice(0, -1), [], anchored.map((line) => line.replace('"gateway"', '"other"'))];
    for (const lines of lacking) {
      writeFileSync(scratch.anchorFile, lines.map((line) => `${line}\n`).join(''));
      expect(scratch.findings({ anchored: true }).join()).toMatch(
        /the anchor (has no head|ends with the head of line \d+).* signs line 78: the anchor lacks heads/,
      );
    }
    // A head stands for those before it, which may not have been anchored.
    writeFileSync(scratch.anchorFile, `${anchored.at(-1)}\n`);
    expect(scratch.findings({ anchored: true })).toEqual([]);
    writeFileSync(scratch.anchorFile, anchored.map((line) => `${line}\n`).join(''));
  });

  it('that has gone altogether is missed by the anchor', () => {
    restore();
    for (const name of names) rmSync(path.join(scratch.folder, name));
    expect(scratch.findings({ anchored: true })).toEqual([expect.stringMatching(/the trail ends with line -1, .* its end is missing/)]);
  });

  it('whose first file was archived is whole where that is said', () => {
    restore();
    const name = names.find((each) => !each.includes('heads')) as string;
    rmSync(path.join(scratch.folder, name));
    rmSync(path.join(scratch.folder, name.replace('.jsonl', '.heads.jsonl')));
    expect(scratch.findings({ anchored: true }).join()).toMatch(/0 to \d+ missing/);
    expect(scratch.findings({ anchored: true, archived: true })).toEqual([]);
  });
});
