// Facts with a validity, asked on a date: the shortcuts (lists "in force on a date", statuses, standing) against the
// whole histories, on generated dates.
import fc from 'fast-check';
import { readAllNodes } from './read-all';
import { type Graph, startGraph } from './graph';
import { generated } from '../generated';

let graph: Graph;
let pairings: { id: string; kinds: string[]; statusHistory: State[]; counties: { code: string }[] }[];
let projects: { id: string; statusHistory: State[]; county: { code: string } }[];

interface State {
  status: string;
  since: string;
}

beforeAll(async () => {
  graph = await startGraph();
  pairings = await readAllNodes(graph, 'pairings', 'id kinds statusHistory { status since } counties { code }');
  projects = await readAllNodes(graph, 'projects', 'id statusHistory { status since } county { code }');
});
afterAll(() => graph.stop());

/** Days around the changes, where a wrong comparison shows, and any others. */
function dates(): fc.Arbitrary<string> {
  const changes = [...pairings, ...projects].flatMap(({ statusHistory }) => statusHistory.map(({ since }) => Date.parse(since)));
  const around = fc.constantFrom(...changes).chain((change) => fc.constantFrom(-1, 0, 1).map((shift) => change + shift * 86_400_000));
  return fc
    .oneof({ weight: 3, arbitrary: around }, fc.integer({ min: Date.parse('2021-06-01'), max: Date.parse('2026-12-31') }))
    .map((time) => new Date(time).toISOString().slice(0, 10));
}

function stateOn(history: State[], asOf: string): State | null {
  return history.filter(({ since }) => since <= asOf).at(-1) ?? null;
}

describe('on any date', () => {
  it('the pairings of a county in force are those whose history says ACTIVE', async () => {
    await fc.assert(
      fc.asyncProperty(dates(), async (asOf) => {
        const expected = pairings.filter(({ statusHistory }) => stateOn(statusHistory, asOf)?.status === 'ACTIVE').map(({ id }) => id);
        const { data } = await graph.ask(
          'query ($asOf: Date!) { pairings(filter: { asOf: $asOf }, first: 500) { totalCount nodes { id status(asOf: $asOf) { status } } } }',
          { asOf },
        );
        expect(data.pairings.nodes.map(({ id }: { id: string }) => id)).toEqual(expected);
        for (const { status } of data.pairings.nodes) expect(status.status).toBe('ACTIVE');
        const counties = await graph.ask(
          'query ($asOf: Date!) { countySearch(filter: { designation: {} }, first: 500) { nodes { code pairings(asOf: $asOf) { nodes { id } } } } }',
          { asOf },
        );
        for (const county of counties.data.countySearch.nodes) {
          const ofCounty = pairings
            .filter(({ id, counties }) => expected.includes(id) && counties.some(({ code }) => code === county.code))
            .map(({ id }) => id);
          expect(county.pairings.nodes.map(({ id }: { id: string }) => id)).toEqual(ofCounty);
        }
      }),
      generated('dates of pairings', 250, 3),
    );
  });

  it('a list of statuses asks for those, and a kind for that kind', async () => {
    await fc.assert(
      fc.asyncProperty(dates(), fc.subarray(['PROPOSED', 'AGREED', 'ACTIVE', 'ENDED', 'WITHDRAWN'], { minLength: 1 }), async (asOf, status) => {
        const expected = pairings
          .filter(({ statusHistory, kinds }) => status.includes(stateOn(statusHistory, asOf)?.status ?? '') && kinds.includes('EDUCATION'))
          .map(({ id }) => id);
        const { data } = await graph.ask('query ($filter: PairingFilter) { pairings(filter: $filter, first: 500) { nodes { id } } }', {
          filter: { asOf, status, kinds: ['EDUCATION'] },
        });
        expect(data.pairings.nodes.map(({ id }: { id: string }) => id)).toEqual(expected);
      }),
      generated('dates and statuses of pairings', 250, 4),
    );
  });

  it('the projects of a county are those on record by then', async () => {
    await fc.assert(
      fc.asyncProperty(dates(), fc.constantFrom('520204', '530627', '621226'), async (asOf, code) => {
        const expected = projects.filter(({ statusHistory, county }) => county.code === code && stateOn(statusHistory, asOf) !== null);
        const { data } = await graph.ask(
          'query ($code: ID!, $asOf: Date!) { county(code: $code) { projects(asOf: $asOf, first: 500) { nodes { id status(asOf: $asOf) { status since } } } } }',
          { code, asOf },
        );
        expect(data.county.projects.nodes).toEqual(expected.map(({ id, statusHistory }) => ({ id, status: stateOn(statusHistory, asOf) })));
      }),
      generated('dates of projects', 250, 5),
    );
  });
});

describe('without a date', () => {
  it('a county’s pairings are all on record, whatever their status', async () => {
    const { data } = await graph.ask('{ county(code: "530627") { pairings(first: 500) { nodes { id } } } }');
    expect(data.county.pairings.nodes.map(({ id }: { id: string }) => id)).toEqual(
      pairings.filter(({ counties }) => counties.some(({ code }) => code === '530627')).map(({ id }) => id),
    );
  });
});

describe('an organization', () => {
  it('had its former name until the day it ended, and none before it was established', async () => {
    const renamed = (
      await readAllNodes<{ code: string; name: string; establishedOn: string; formerNames: { name: string; until: string }[] }>(
        graph,
        'organizationSearch',
        'code name establishedOn formerNames { name until }',
      )
    ).find(({ formerNames }) => formerNames[0]?.until !== undefined && formerNames[0].until !== null);
    if (renamed?.formerNames[0] === undefined) throw new Error('the sample has no renamed organization');
    const [former] = renamed.formerNames;
    const next = new Date(Date.parse(former.until) + 86_400_000).toISOString().slice(0, 10);
    const before = new Date(Date.parse(renamed.establishedOn) - 86_400_000).toISOString().slice(0, 10);
    const { data } = await graph.ask(
      'query ($code: ID!, $last: Date!, $next: Date!, $before: Date!) { organization(code: $code) { last: name(asOf: $last) next: name(asOf: $next) before: name(asOf: $before) standing(asOf: $before) { status } registrationStatus(asOf: $before) { status } } }',
      { code: renamed.code, last: former.until, next, before },
    );
    expect(data.organization).toEqual({ last: former.name, next: renamed.name, before: null, standing: null, registrationStatus: null });
  });

  it('of whose status the register says nothing has no standing', async () => {
    const { data, errors } = await graph.ask(
      '{ organization(code: "53100000500019795A") { name standing { status } registrationStatus { status } evaluation { grade } source { confidence } } }',
    );
    expect(errors).toBeUndefined();
    expect(data.organization).toEqual({
      name: '中国社会福利基金会',
      standing: null,
      registrationStatus: null,
      evaluation: null,
      source: { confidence: 'SOURCED' },
    });
  });
});
