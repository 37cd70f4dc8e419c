// An operator's criteria: what is wrong with the file is said at the start, all at once.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { readCriteria } from '../../subgraphs/statistics/criteria';
import { defaultCriteria } from '../default-criteria';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'jiedui-criteria-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function read(content: unknown): ReturnType<typeof readCriteria> {
  const file = path.join(folder, 'criteria.json');
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return readCriteria(file);
}

describe('criteria', () => {
  it('of an operator take the place of the committed ones', () => {
    expect(read({ ...defaultCriteria, version: 'ours' }).version).toBe('ours');
    expect(readCriteria().version).toBe(defaultCriteria.version);
  });

  it('find the kinds of help of which a business scope speaks', () => {
    expect(readCriteria().kindsOfScope('教育助学、支教与教师培训；养老服务')).toEqual(['EDUCATION', 'ELDERLY_CARE']);
    expect(readCriteria().kindsOfScope(null)).toEqual([]);
  });

  const { weights } = defaultCriteria.evaluation;
  it.each([
    [
      'weights that do not add up',
      { evaluation: { ...defaultCriteria.evaluation, weights: { ...weights, COVERAGE: 40 } } },
      /evaluation\.weights: expected weights that add up to 100/,
    ],
    ['a weight that is missing', { evaluation: { ...defaultCriteria.evaluation, weights: { COVERAGE: 100 } } }, /evaluation\.weights\.BREADTH/],
    [
      'a weight below 0',
      { evaluation: { ...defaultCriteria.evaluation, weights: { ...weights, COVERAGE: -5, BREADTH: 50 } } },
      /evaluation\.weights\.COVERAGE/,
    ],
    ['points that do not add up', { candidates: { ...defaultCriteria.candidates, load: { most: 50, perCounty: 2 } } }, /candidates: expected the most points/],
    ['an unknown name', { colour: 'red' }, /colour/],
    ['a kind without words', { scopeKinds: { ...defaultCriteria.scopeKinds, HEALTH: [] } }, /scopeKinds\.HEALTH/],
  ])('with %s are refused, and the place is named', (_case, change, expected) => {
    expect(() => read({ ...defaultCriteria, ...change })).toThrow(expected);
  });

  it.each([
    ['no JSON', '{'],
    ['JSON of another form', '[]'],
  ])('that are %s are refused', (_case, content) => {
    expect(() => read(content)).toThrow(/the criteria in/);
  });
});
