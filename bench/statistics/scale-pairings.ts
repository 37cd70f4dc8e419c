// The pairing ledger at national scale: pairings as a stream of rows, and of each what its projects have to know in typed arrays.
// Every pairing is synthetic. Projects are in scale-projects.ts.
import { historyRows, type Step } from '../../sample/dates';
import { pairingsDataset } from '../../sample/pairings';
import type { Random } from '../../sample/random';
import { asOf, helpKinds } from '../../sample/rows';
import { type Gazetteer, provinceOf } from './scale-counties';
import { kindsOf, type Register } from './scale-organizations';
import { type Batches, createWeighted, type Day, dateText, dayOf, drawDay } from './scale-rows';

type Mechanism = 'NATIONAL' | 'EAST_WEST' | 'LOCAL' | 'FRONTIER';

/** The pairings by number, from 0, in the order of their ids. */
export interface Ledger {
  ids: string[];
  /** The organizations of pairing `i` are those from `organizationStarts[i]` up to `organizationStarts[i + 1]`. */
  organizationStarts: Uint32Array;
  organizations: Uint32Array;
  countyStarts: Uint32Array;
  counties: Uint16Array;
  /** The code under which each is recorded, in the order of `counties`, where it is not today's. */
  recordedCodes: Map<number, string>;
  /** As bits in the order of `helpKinds`; 0 where it is diversified. */
  kinds: Uint8Array;
  /** 0 where it never became active. */
  activeOn: Uint16Array;
  /** 0 where it goes on. */
  endedOn: Uint16Array;
}

/** How many organizations and counties: of twenty pairings, which are forty links in all. */
const shapes: readonly (readonly [organizations: number, counties: number])[] = [
  ...Array<[number, number]>(11).fill([1, 1]),
  [1, 2],
  [1, 2],
  [1, 3],
  [1, 5],
  [2, 1],
  [2, 1],
  [3, 1],
  [2, 2],
  [2, 3],
];
const mostOrganizations = 3;
const frontierProvinces = ['540000', '650000'];
const drawMechanism = createWeighted<Mechanism>({ NATIONAL: 6, EAST_WEST: 30, LOCAL: 58, FRONTIER: 6 });
const drawRecommender = createWeighted({ CIVIL_AFFAIRS: 60, RURAL_REVITALIZATION: 40 });
const today = dayOf(asOf);
/** When which share of the pairings had been proposed: the plan of May 2022, the goal of June 2023, and after. */
const proposals: readonly (readonly [share: number, day: Day])[] = [
  [0, dayOf('2022-05-07')],
  [0.22, dayOf('2022-12-31')],
  [0.62, dayOf('2023-12-31')],
  [0.82, dayOf('2024-12-31')],
  [1, dayOf('2026-06-20')],
];

export function createLedger(count: number): Ledger {
  const decks = Math.ceil(count / shapes.length);
  const sum = (side: 0 | 1) => shapes.reduce((total, shape) => total + shape[side], 0) * decks;
  return {
    ids: [],
    organizationStarts: new Uint32Array(count + 1),
    organizations: new Uint32Array(sum(0)),
    countyStarts: new Uint32Array(count + 1),
    counties: new Uint16Array(sum(1)),
    recordedCodes: new Map(),
    kinds: new Uint8Array(count),
    activeOn: new Uint16Array(count),
    endedOn: new Uint16Array(count),
  };
}

/** What a pairing is drawn from. */
export interface PairingSources {
  random: Random;
  register: Register;
  gazetteer: Gazetteer;
  /** Shuffled for every twenty pairings. */
  deck: (readonly [organizations: number, counties: number])[];
  /** County numbers of provinces with an eastern partner, and of Tibet and Xinjiang; key counties several times. */
  westDraws: readonly number[];
  frontierDraws: readonly number[];
}

export function createPairingSources(random: Random, register: Register, gazetteer: Gazetteer): PairingSources {
  const drawsOf = (provinces: Iterable<string>) => [...provinces].flatMap((province) => gazetteer.drawsByProvince.get(province) ?? []);
  return { random, register, gazetteer, deck: [], westDraws: drawsOf(gazetteer.partners.keys()), frontierDraws: drawsOf(frontierProvinces) };
}

/** Adds the rows of pairing `i` and keeps in the ledger what its projects need; to be called in order. */
export function addPairing(batches: Batches, ledger: Ledger, sources: PairingSources, i: number, count: number, changedAt: string): void {
  const { random, register, gazetteer } = sources;
  if (sources.deck.length === 0) sources.deck = random.shuffle(shapes);
  const [wantedOrganizations, wantedCounties] = sources.deck.pop() as (typeof shapes)[number];
  const proposedOn = proposalDay((i + random.next()) / count);
  const id = nextId(ledger, dateText(proposedOn).slice(0, 4));
  const status = drawStatus(random, proposedOn);
  const agreedOn = status.find(([reached]) => reached === 'AGREED')?.[1] ?? null;
  const { mechanism, organizations, counties } = drawParties(sources, wantedOrganizations, wantedCounties, agreedOn ?? proposedOn);
  const mask = random.chance(0.08) ? 0 : drawKinds(random, register.fields[organizations[0] as number] as number);

  ledger.organizations.set(organizations, ledger.organizationStarts[i]);
  ledger.organizationStarts[i + 1] = (ledger.organizationStarts[i] as number) + organizations.length;
  ledger.counties.set(counties, ledger.countyStarts[i]);
  ledger.countyStarts[i + 1] = (ledger.countyStarts[i] as number) + counties.length;
  ledger.kinds[i] = mask;
  ledger.activeOn[i] = status.find(([reached]) => reached === 'ACTIVE')?.[1] ?? 0;
  ledger.endedOn[i] = status.find(([reached]) => reached === 'ENDED')?.[1] ?? 0;

  batches.add('pairing', {
    id,
    shape: `${organizations.length > 1 ? 'MANY' : 'ONE'}_TO_${counties.length > 1 ? 'MANY' : 'ONE'}`,
    mechanism,
    recommended_by: random.chance(0.08) ? null : drawRecommender(random),
    agreement_number: agreedOn === null ? null : `合成协〔${dateText(agreedOn).slice(0, 4)}〕${id.slice(1)}号`,
    pledged_fen: agreedOn === null || random.chance(0.04) ? null : random.skewed(10, 300) * 1_000_000,
    dataset_id: pairingsDataset.id,
    changed_at: changedAt,
  });
  for (const organization of organizations) batches.add('pairing_organization', { pairing_id: id, organization_code: register.codeOf(organization) });
  const consentedOn = agreedOn === null ? null : dateText(agreedOn);
  for (const [j, county] of counties.entries()) {
    const code = gazetteer.codes[county] as string;
    const former = gazetteer.formerCodes.get(code);
    if (former !== undefined && random.chance(0.3)) ledger.recordedCodes.set((ledger.countyStarts[i] as number) + j, random.pick(former));
    const recorded = ledger.recordedCodes.get((ledger.countyStarts[i] as number) + j) ?? code;
    batches.add('pairing_county', { pairing_id: id, county_code: code, recorded_code: recorded, consented_on: consentedOn });
  }
  for (const kind of mask === 0 ? ['DIVERSIFIED'] : kindsOf(mask)) batches.add('pairing_kind', { pairing_id: id, kind });
  const steps = status.map(([reached, since]): Step => [reached, dateText(since)]);
  batches.add('pairing_status', ...historyRows({ pairing_id: id }, steps));
}

/** P, the year of the proposal and a number in it. */
function nextId(ledger: Ledger, year: string): string {
  const last = ledger.ids.at(-1);
  const number = last?.startsWith(`P${year}`) ? Number(last.slice(6)) + 1 : 1;
  const id = `P${year}-${String(number).padStart(6, '0')}`;
  ledger.ids.push(id);
  return id;
}

function proposalDay(share: number): Day {
  const i = Math.max(
    1,
    proposals.findIndex(([upTo]) => share < upTo),
  );
  const [[low, from], [high, to]] = [proposals[i - 1], proposals[i]] as [(typeof proposals)[number], (typeof proposals)[number]];
  return from + Math.floor(((share - low) / (high - low)) * (to - from));
}

/** Statuses and their first days, each later than the one before; the last may be any. */
function drawStatus(random: Random, proposedOn: Day): [status: string, since: Day][] {
  const agreedOn = proposedOn + random.integer(15, 110);
  const activeOn = agreedOn + random.integer(5, 80);
  const steps: [string, Day][] = [['PROPOSED', proposedOn]];
  const course = random.next();
  if (course < 0.07) steps.push(['WITHDRAWN', agreedOn]);
  else if (course < 0.11) steps.push(['AGREED', agreedOn], ['WITHDRAWN', activeOn]);
  else steps.push(['AGREED', agreedOn], ['ACTIVE', activeOn]);
  if (course > 0.6) steps.push(['ENDED', activeOn + random.integer(240, 1_300)]);
  return steps.filter(([, since]) => since <= today);
}

function drawKinds(random: Random, fields: number): number {
  let mask = fields;
  if (mask === 0) mask = 1 << random.integer(0, helpKinds.length - 1);
  if (random.chance(0.25)) mask |= 1 << random.integer(0, helpKinds.length - 1);
  const given = kindsOf(mask);
  // At most three of what the first organization gives.
  return given.length <= 3 ? mask : random.sample(given, 3).reduce((kept, kind) => kept | (1 << helpKinds.indexOf(kind)), 0);
}

interface Parties {
  mechanism: Mechanism;
  organizations: number[];
  /** Of one province. */
  counties: number[];
}

function drawParties(sources: PairingSources, organizations: number, counties: number, on: Day): Parties {
  const { random, register, gazetteer } = sources;
  let mechanism = drawMechanism(random);
  const draws = mechanism === 'EAST_WEST' ? sources.westDraws : mechanism === 'FRONTIER' ? sources.frontierDraws : gazetteer.draws;
  const first = random.pick(draws);
  const province = provinceOf(gazetteer.codes[first] as string);
  const helper = helperProvince(random, gazetteer, mechanism, province);
  let pool = register.participants.get(helper);
  if (pool === undefined || pool.length < mostOrganizations) {
    pool = register.participants.get('');
    // The national ones of Tibet and Xinjiang still come under the frontier.
    if (mechanism !== 'FRONTIER') mechanism = 'NATIONAL';
  }
  if (pool === undefined || pool.length < mostOrganizations) throw new RangeError('there are too few organizations for pairings; ask for more');
  const others = gazetteer.drawsByProvince.get(province) ?? [];
  return {
    mechanism,
    organizations: drawDistinct(organizations, [], () => drawRegistered(random, register, pool, on)),
    counties: drawDistinct(counties, [first], () => random.pick(others)),
  };
}

/** The province whose organizations help under a mechanism; '' for national ones. */
function helperProvince(random: Random, { partners }: Gazetteer, mechanism: Mechanism, province: string): string {
  if (mechanism === 'NATIONAL') return '';
  if (mechanism === 'EAST_WEST') return random.pick(partners.get(province) ?? []);
  // Tibet and Xinjiang have few of their own.
  return mechanism === 'FRONTIER' && random.chance(0.35) ? '' : province;
}

/** One that is still registered on the day, as far as a few draws find one. */
function drawRegistered(random: Random, register: Register, pool: Uint32Array, on: Day): number {
  let drawn = 0;
  for (let attempt = 0; attempt < 4; attempt++) {
    drawn = pool[random.integer(0, pool.length - 1)] as number;
    const endedOn = register.endedOn[drawn] as Day;
    if (endedOn === 0 || endedOn > on) break;
  }
  return drawn;
}

function drawDistinct(count: number, given: readonly number[], draw: () => number): number[] {
  const drawn = [...given];
  while (drawn.length < count) {
    const next = draw();
    if (!drawn.includes(next)) drawn.push(next);
  }
  return drawn;
}

/** A day on which a project under a pairing is planned: while it is active, and not in the last weeks of it. */
export function drawProjectDay(random: Random, ledger: Ledger, pairing: number): Day {
  const activeOn = ledger.activeOn[pairing] as Day;
  const endedOn = ledger.endedOn[pairing] as Day;
  return drawDay(random, activeOn, (endedOn === 0 ? today : endedOn) - 30);
}
