// Gaps and candidates, against what the registers themselves answer.
import { defaultCriteria } from '../default-criteria';
import { type Graph, startGraph } from './graph';

interface Criterion {
  criterion: string;
  points: number;
  of: number;
  english: string;
  chinese: string;
}

interface Candidate {
  kind: string;
  rank: number;
  points: number;
  standing: string;
  organization: {
    code: string;
    homeProvince: { code: string } | null;
    registrationAuthority: { level: string };
    standing: { status: string } | null;
    evaluation: { grade: string } | null;
  };
  criteria: Criterion[];
}

interface Gap {
  county: { code: string; pairings: { nodes: { organizations: { code: string }[] }[] } };
  province: { code: string };
  status: string;
  missingKinds: string[];
  unmetNeeds: { kind: string; need: { id: string; status: { status: string } } }[];
  candidates: Candidate[];
}

const asOf = '2026-06-30';
const query = `query ($includeAtRisk: Boolean!) { coverageGaps(population: ALL, asOf: "${asOf}", first: 60) { totalCount criteriaVersion nodes {
  county { code pairings(asOf: "${asOf}") { nodes { organizations { code } } } } province { code } status missingKinds
  unmetNeeds { kind need { id status(asOf: "${asOf}") { status } } }
  candidates(includeAtRisk: $includeAtRisk, first: 8) { kind rank points standing
    organization { code homeProvince { code } registrationAuthority { level } standing(asOf: "${asOf}") { status } evaluation(asOf: "${asOf}") { grade } }
    criteria { criterion points of english chinese } } } } }`;

let graph: Graph;
let gaps: Gap[];
let withAtRisk: Gap[];
let partners: Set<string>;

beforeAll(async () => {
  graph = await startGraph();
  const ask = async (includeAtRisk: boolean) => {
    const { data, errors } = await graph.ask(query, { includeAtRisk });
    expect(errors).toBeUndefined();
    expect(data.coverageGaps.criteriaVersion).toBe(defaultCriteria.version);
    return data.coverageGaps.nodes as Gap[];
  };
  gaps = await ask(false);
  withAtRisk = await ask(true);
  const { data } = await graph.ask('{ eastWestPartnerships { east { code } west { code } } }');
  partners = new Set(data.eastWestPartnerships.map(({ east, west }: Record<string, { code: string }>) => `${east?.code} ${west?.code}`));
});
afterAll(() => graph.stop());

const all = (list: readonly Gap[]) => list.flatMap((gap) => gap.candidates.map((candidate) => ({ gap, candidate })));

describe('gaps', () => {
  it('come with the worst status first, and within it those that lack the most kinds', () => {
    const gravity = ['UNCOVERED', 'AT_RISK', 'UNKNOWN', 'COVERED'];
    const places = gaps.map(({ status, missingKinds }) => gravity.indexOf(status) * 10 - missingKinds.length);
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(gaps).toHaveLength(60);
  });

  it('have the unmet needs that the register of counties has, and no kind missing that is in none of them', () => {
    for (const { unmetNeeds, missingKinds } of gaps) {
      for (const { need } of unmetNeeds) expect(need.status.status).toMatch(/^(OPEN|PARTLY_MET)$/);
      for (const kind of missingKinds) expect(unmetNeeds.map((need) => need.kind)).toContain(kind);
    }
    expect(gaps.some(({ unmetNeeds }) => unmetNeeds.length > 1)).toBe(true);
  });
});

describe('candidates', () => {
  it('are never barred, and at risk only on request and marked', () => {
    expect(all(gaps).length).toBeGreaterThan(200);
    for (const { candidate } of all(gaps)) expect([candidate.standing, candidate.organization.standing?.status]).toEqual(['GOOD', 'GOOD']);
    for (const { candidate } of all(withAtRisk)) expect(candidate.standing).toBe(candidate.organization.standing?.status);
    expect(all(withAtRisk).some(({ candidate }) => candidate.standing === 'AT_RISK')).toBe(true);
  });

  it('are not paired with the county already', () => {
    for (const { gap, candidate } of all(gaps)) {
      const paired = gap.county.pairings.nodes.flatMap(({ organizations }) => organizations.map(({ code }) => code));
      expect(paired).not.toContain(candidate.organization.code);
    }
  });

  it('are ranked by points that are the sum of their criteria, each within its most and with why in both languages', () => {
    for (const { candidates } of gaps) {
      for (const kind of new Set(candidates.map((candidate) => candidate.kind))) {
        const ranked = candidates.filter((candidate) => candidate.kind === kind);
        expect(ranked.map(({ rank }) => rank)).toEqual(ranked.map((_candidate, i) => i + 1));
        expect(ranked.map(({ points }) => points)).toEqual(ranked.map(({ points }) => points).sort((a, b) => b - a));
        for (const { points, criteria } of ranked) {
          expect(points).toBeCloseTo(
            criteria.reduce((sum, each) => sum + each.points, 0),
            6,
          );
          expect(criteria.map(({ criterion }) => criterion).sort()).toEqual(['EXPERIENCE', 'LOAD', 'PROVINCE', 'STANDING_AND_GRADE', 'TRACK_RECORD']);
          expect(
            criteria.filter((each) => each.points > each.of || each.points < 0 || !/[a-z]/.test(each.english) || !/\p{Script=Han}/u.test(each.chinese)),
          ).toEqual([]);
        }
      }
    }
  });

  it('get the points of their grade and of their province, as the registers answer them', () => {
    const { province, standingAndGrade } = defaultCriteria.candidates;
    for (const { gap, candidate } of all(gaps)) {
      const points = (name: string) => candidate.criteria.find(({ criterion }) => criterion === name)?.points;
      const { homeProvince, registrationAuthority, evaluation } = candidate.organization;
      const isNational = registrationAuthority.level === 'NATIONAL';
      const home = isNational
        ? 'NATIONAL'
        : partners.has(`${homeProvince?.code} ${gap.province.code}`)
          ? 'PARTNER'
          : homeProvince?.code === gap.province.code
            ? 'OWN'
            : 'OTHER';
      expect(points('PROVINCE')).toBe({ NATIONAL: province.national, PARTNER: province.partner, OWN: province.own, OTHER: province.other }[home]);
      expect(points('STANDING_AND_GRADE')).toBe(standingAndGrade.good + Number(evaluation?.grade.slice(1) ?? 0) * standingAndGrade.perGrade);
    }
  });

  it('are for the latest date alone', async () => {
    const { data } = await graph.ask('{ coverageGaps(asOf: "2023-12-31", first: 5) { nodes { candidates { rank } } } }');
    for (const { candidates } of data.coverageGaps.nodes) expect(candidates).toEqual([]);
  });
});
