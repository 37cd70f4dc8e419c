// What an agency reads of a trail that was damaged: all that is whole, and where the rest is.
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { readForAgency } from '../../../gateway/audit/read';
import { createScratch, type Scratch } from './scratch-trail';

let scratch: Scratch;
beforeEach(() => {
  scratch = createScratch();
});
afterEach(() => scratch.remove());

const asked = (request: string) =>
  `"kind":"request","request":"${request}","status":200,"subject":null,"client":null,"operation":null,"hash":null,"variables":{"v":1},` +
  '"agencies":{"counties":{"fields":["Query.county"],"variables":["v"],"entities":1}},"decision":"partial",' +
  '"errors":[{"code":"WITHHELD","path":"county","agency":"counties","count":1}]';

/** A trail of a start, three requests in lines 2 to 4, and a stop. */
async function writeTrail(): Promise<string> {
  const trail = await scratch.open();
  for (const request of ['first', 'second', 'third']) await trail.add(asked(request));
  await trail.close();
  return String(scratch.files()[0]);
}

function read(since = 0): { requests: string[]; findings: string[] } {
  const findings: string[] = [];
  const records = [
    ...readForAgency(scratch.folder, { agency: 'counties', since, until: Number.POSITIVE_INFINITY, onDamage: (finding) => findings.push(finding) }),
  ];
  return { requests: records.map(({ request }) => request), findings };
}

function damage(file: string, change: (line: string) => string): void {
  const lines = readFileSync(file, 'utf8').split('\n');
  lines[2] = change(String(lines[2]));
  writeFileSync(file, lines.join('\n'));
}

it('a whole trail has no findings', async () => {
  await writeTrail();
  expect(read()).toEqual({ requests: ['first', 'second', 'third'], findings: [] });
});

it.each([
  ['an error that is none', /"errors":\[.*?\]/, '"errors":[null]'],
  ['errors that are no list', /"errors":\[.*?\]/, '"errors":{}'],
  ['no agencies', /"agencies":\{.*?\}\}/, '"agencies":null'],
  ['an agency that is none', /"agencies":\{.*?\}\}/, '"agencies":{"counties":null}'],
  ['an agency without fields', /"fields":\[.*?\]/, '"fields":null'],
  ['variables that are a number', /"variables":\{.*?\}/, '"variables":3'],
  ['another decision', /"decision":"partial"/, '"decision":"granted"'],
  ['a time that is none', /"time":".*?"/, '"time":"once"'],
  ['half a line', /"request".*/, ''],
  ['no JSON', /.*/, 'x'],
])('a line with %s is named, and those around it are read', async (_what, part, instead) => {
  const file = await writeTrail();
  damage(file, (line) => {
    expect(line).toMatch(part);
    return line.replace(part, instead);
  });
  expect(read()).toEqual({
    requests: ['first', 'third'],
    findings: [expect.stringMatching(new RegExp(`^${path.basename(file)} line 3: this is no record`))],
  });
});

it('a damaged line outside the time that is asked for is nobody’s concern', async () => {
  damage(await writeTrail(), (line) => line.replace(/"errors":\[.*?\]/, '"errors":[null]'));
  expect(read(Date.now() + 60_000)).toEqual({ requests: [], findings: [] });
});

it('a line that a crash cut off is no damage once the next start has named it', async () => {
  const file = await writeTrail();
  appendFileSync(file, '{"seq":5,"prev":"');
  expect(read().findings).toEqual([expect.stringMatching(/ line 6: this is no record/)]);
  await (await scratch.open()).close();
  expect(read()).toEqual({ requests: ['first', 'second', 'third'], findings: [] });
});
