// Coverage gaps against brute force: generated filters and dates, also such that the data do not reach, each with every gap
// found by hand from what the registers answer, and candidates of which none may be paired with the county.
import { createRandom, type Random } from '../../sample/random';
import { generated } from '../generated';
import { helpKinds, readRegisters, type Registers } from './coverage-by-hand';
import { endedOn, findGapsByHand, type GapByHand, type GapQuestion, pairedOn } from './gaps-by-hand';
import { dataThrough, dates, generateFilter, some } from './generated-filters';
import { type Graph, startGraph, wideLimits } from './graph';

interface AnsweredGap {
  county: { code: string };
  province: { code: string };
  status: string;
  missingKinds: string[];
  unmetNeeds: { need: { id: string }; kind: string }[];
  candidates?: { kind: string; organization: { code: string } }[];
}

interface Answered {
  asOf: string;
  totalCount: number;
  candidatesAsOf: string | null;
  candidatesNote: { english: string; chinese: string } | null;
  nodes: AnsweredGap[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}

const query = `query ($population: Population!, $asOf: Date, $where: CoverageFilter, $statuses: [CoverageStatus!], $missing: [HelpKind!], $first: Int = 500, $after: String, $named: Boolean = false) {
  coverageGaps(population: $population, asOf: $asOf, where: $where, statuses: $statuses, missing: $missing, first: $first, after: $after) {
    asOf totalCount candidatesAsOf candidatesNote { english chinese } pageInfo { hasNextPage endCursor }
    nodes { county { code } province { code } status missingKinds unmetNeeds { need { id } kind }
      candidates(first: 20, includeAtRisk: true) @include(if: $named) { kind organization { code } } } } }`;

const { numRuns: cases, seed } = generated('questions about gaps', 1_000);
let graph: Graph;
let registers: Registers;

beforeAll(async () => {
  graph = await startGraph(undefined, { limits: wideLimits });
  registers = await readRegisters(graph, dates);
}, 300_000);
afterAll(() => graph.stop());

async function ask(variables: Record<string, unknown>): Promise<Answered> {
  const { data, errors } = await graph.ask(query, variables);
  expect(errors).toBeUndefined();
  return data.coverageGaps;
}

async function askAll(question: GapQuestion): Promise<AnsweredGap[]> {
  const nodes: AnsweredGap[] = [];
  for (let after: string | null = null; ; ) {
    const answer = await ask({ ...question, after });
    nodes.push(...answer.nodes);
    if (!answer.pageInfo.hasNextPage) {
      expect(answer.totalCount).toBe(nodes.length);
      return nodes;
    }
    after = answer.pageInfo.endCursor;
  }
}

function generateQuestion(random: Random): GapQuestion {
  return {
    population: random.pick(['NATIONAL_KEY', 'NATIONAL_KEY', 'PROVINCIAL_KEY', 'ALL']),
    asOf: random.pick(dates),
    where: { ...generateFilter(random, registers), ...(random.chance(0.3) ? { kinds: some(random, helpKinds) } : {}) },
    ...(random.chance(0.2) ? { statuses: some(random, ['COVERED', 'AT_RISK', 'UNCOVERED', 'UNKNOWN'], 2) } : {}),
    ...(random.chance(0.2) ? { missing: some(random, helpKinds) } : {}),
  };
}

function toByHand({ county, province, status, missingKinds, unmetNeeds }: AnsweredGap): GapByHand {
  return { county: county.code, province: province.code, status, missingKinds, unmetNeeds: unmetNeeds.map(({ need }) => need.id).sort() };
}

describe('coverage gaps', () => {
  it(`are those that brute force finds in ${cases} generated questions`, async () => {
    const random = createRandom(seed, 'gaps');
    const seen = { gaps: 0, missing: 0, unknown: 0, empty: 0 };
    for (let i = 0; i < cases; i++) {
      const question = generateQuestion(random);
      const expected = findGapsByHand(registers, question);
      const asked = JSON.stringify({ seed, i, ...question });
      expect({ asked, gaps: (await askAll(question)).map(toByHand) }).toEqual({ asked, gaps: expected });
      seen.gaps += expected.length;
      seen.missing += expected.filter(({ missingKinds }) => missingKinds.length > 0).length;
      seen.unknown += expected.filter(({ status }) => status === 'UNKNOWN').length;
      seen.empty += expected.length === 0 ? 1 : 0;
    }
    console.log(`seed ${seed}, cases: ${cases}, ${JSON.stringify(seen)}`);
    expect(seen.missing).toBeGreaterThan(cases);
  }, 1_800_000);

  it('about one kind tell of that kind alone', async () => {
    const question = { population: 'NATIONAL_KEY', asOf: '2024-12-31', where: { counties: ['451121'] } };
    const whole = await ask(question);
    expect(whole.nodes).toMatchObject([{ status: 'COVERED', missingKinds: ['EMPLOYMENT'] }]);
    const education = await ask({ ...question, where: { ...question.where, kinds: ['EDUCATION'] } });
    expect(education.nodes).toMatchObject([{ missingKinds: [], unmetNeeds: whole.nodes[0]?.unmetNeeds.filter(({ kind }) => kind === 'EDUCATION') }]);
    const employment = await ask({ ...question, where: { ...question.where, kinds: ['EMPLOYMENT'] } });
    expect(employment.nodes).toMatchObject([{ missingKinds: ['EMPLOYMENT'] }]);
  });

  it('have the status that coverage with the same conditions has', async () => {
    const where = { kinds: ['EDUCATION', 'HEALTH'], sectors: ['CHARITY', 'COMMUNITY'] };
    const nodes = await askAll({ population: 'NATIONAL_KEY', asOf: '2024-12-31', where });
    const { data } = await graph.ask(
      'query ($where: CoverageFilter) { coverage(asOf: "2024-12-31", where: $where) { totals { counties covered atRisk uncovered unknown } } }',
      { where },
    );
    const number = (status: string) => nodes.filter((gap) => gap.status === status).length;
    expect(data.coverage.totals).toMatchObject({ atRisk: number('AT_RISK'), uncovered: number('UNCOVERED'), unknown: number('UNKNOWN') });
  });
});

describe('reasons of gaps under conditions', () => {
  it.each([
    ['a grade', { grades: ['A5', 'A4'] }],
    ['kinds', { kinds: ['EDUCATION', 'HEALTH'] }],
    ['a kind and sectors', { kinds: ['INDUSTRY'], sectors: ['CHARITY', 'ACADEMIC', 'PROFESSIONAL'] }],
  ])('say of a pairing that it ended only where it did: %s', async (_case, where) => {
    const asOf = '2025-07-19';
    const { data, errors } = await graph.ask(
      `query ($where: CoverageFilter) { coverageGaps(asOf: "${asOf}", where: $where, first: 500, statuses: [UNCOVERED, AT_RISK]) {
        nodes { county { code } reasons { code since pairing { id } } } } }`,
      { where },
    );
    expect(errors).toBeUndefined();
    const nodes = data.coverageGaps.nodes as { county: { code: string }; reasons: { code: string; since: string; pairing: { id: string } | null }[] }[];
    const last = nodes.flatMap(({ reasons }) => reasons).filter(({ code }) => code === 'PAIRING_ENDED' || code === 'PAIRING_NOT_COUNTED');
    expect(last.length).toBeGreaterThan(0);
    for (const { code, since, pairing } of last) {
      const ended = endedOn(registers, pairing?.id ?? '', asOf);
      expect([code, pairing?.id, ended]).toEqual(code === 'PAIRING_ENDED' ? [code, pairing?.id, since] : [code, pairing?.id, null]);
    }
  });

  it('say since when a pairing covers the county, whatever kinds are asked about', async () => {
    const ask = async (where: Record<string, unknown>) => {
      const { data } = await graph.ask(
        `query ($where: CoverageFilter) { coverageGaps(population: ALL, asOf: "2025-07-19", where: $where, statuses: [COVERED], first: 500) {
          nodes { county { code } reasons { code english } } } }`,
        { where },
      );
      const nodes = data.coverageGaps.nodes as { county: { code: string }; reasons: { code: string; english: string }[] }[];
      return new Map(nodes.map(({ county, reasons }) => [county.code, reasons.filter(({ code }) => code === 'COVERED_BY').map(({ english }) => english)]));
    };
    const whole = await ask({});
    const ofKinds = [...(await ask({ kinds: ['INDUSTRY', 'EDUCATION', 'HEALTH', 'EMPLOYMENT'] }))].filter(([county]) => whole.has(county));
    expect(ofKinds.length).toBeGreaterThan(10);
    for (const [county, reasons] of ofKinds) expect(whole.get(county)).toEqual(expect.arrayContaining(reasons));
  });
});

describe('candidates', () => {
  it.each([
    ['of the default date', 'NATIONAL_KEY', null, '2025-12-31'],
    ['of a later date', 'ALL', '2026-06-30', '2026-06-30'],
    ['of a date after the list', 'NATIONAL_KEY', '2025-12-31', '2025-12-31'],
  ])('%s are not paired with the county on it, and the answer says what they are as of', async (_case, population, asked, asOf) => {
    const answer = await ask({ population, asOf: asked, first: 40, named: true });
    expect(answer).toMatchObject({ asOf, candidatesAsOf: dataThrough });
    if (asOf === dataThrough) expect(answer.candidatesNote).toBeNull();
    else
      expect(answer.candidatesNote).toMatchObject({
        english: expect.stringContaining(`as of ${dataThrough}, not of ${asOf}`),
        chinese: expect.stringContaining(dataThrough),
      });
    const named = answer.nodes.flatMap(({ county, candidates = [] }) => candidates.map(({ organization }) => [county.code, organization.code] as const));
    expect(named.length).toBeGreaterThan(500);
    const paired = named.filter(([county, organization]) => [asOf, dataThrough].some((date) => pairedOn(registers, county, date).includes(organization)));
    expect(paired).toEqual([]);
  });

  it.each([
    ['a date that the data do not reach', 'ALL', '2026-07-15', /do not reach 2026-07-15/],
    ['an earlier date', 'NATIONAL_KEY', '2023-12-31', /for 2025-12-31 and later dates/],
  ])('are not named for %s, and the answer says why', async (_case, population, asOf, why) => {
    const answer = await ask({ population, asOf, first: 20, named: true });
    expect(answer.nodes).toHaveLength(20);
    expect(answer.candidatesAsOf).toBeNull();
    expect(answer.candidatesNote?.english).toMatch(why);
    expect(answer.candidatesNote?.chinese).toMatch(/^未列候选：/);
    expect(answer.nodes.flatMap(({ candidates }) => candidates)).toEqual([]);
  });
});
