// The projects at national scale, most of them under pairings of the ledger, and the order in which the ledger's agency gives its rows.
// Every project is synthetic and its name says so.
import { historyRows, type Step } from '../../sample/dates';
import { pairingsAgency, pairingsDataset } from '../../sample/pairings';
import { createRandom, type Random } from '../../sample/random';
import { asOf, datasetRows, helpKinds } from '../../sample/rows';
import { type Gazetteer, provinceOf } from './scale-counties';
import { kindsOf, type Register } from './scale-organizations';
import { addPairing, createLedger, createPairingSources, drawProjectDay, type Ledger } from './scale-pairings';
import { type Batches, createBatches, createInstants, createWeighted, type Day, dateText, dayOf, drawDay, type RowBatch } from './scale-rows';

type ProjectKind = (typeof helpKinds)[number] | 'DIVERSIFIED';

/** What a project is before it is carried out; organizations and counties by number. */
interface Start {
  origin: string;
  /** Null where it is under none. */
  pairing: number | null;
  county: number;
  /** Where it is not today's. */
  recordedCode: string | undefined;
  lead: number;
  partners: number[];
  /** As bits; 0 where any will do. */
  kinds: number;
  plannedOn: Day;
}

const drawOrigin = createWeighted({ PAIRING: 84, VILLAGE_TOUR: 10, OWN: 6 });
const firstDays: Readonly<Record<string, Day>> = { VILLAGE_TOUR: dayOf('2022-07-01'), OWN: dayOf('2022-01-15') };
const lastPlanningDay = dayOf('2026-05-31');
const today = dayOf(asOf);
const works: Readonly<Record<ProjectKind, readonly string[]>> = {
  INDUSTRY: ['特色种植示范', '合作社能力提升', '农产品加工车间'],
  EMPLOYMENT: ['技能培训', '返乡青年创业', '就业岗位对接'],
  EDUCATION: ['乡村教师培训', '助学金', '儿童阅读角'],
  HEALTH: ['村医培训', '义诊与健康档案', '儿童营养改善'],
  ELDERLY_CARE: ['互助养老点', '老年助餐', '养老护理员培训'],
  CONSUMPTION: ['农产品产销对接', '直播助农', '机关食堂采购'],
  DIVERSIFIED: ['综合帮扶', '乡村综合发展'],
};

/** Every row of the agency: pairings in the order of their ids, then projects, `dataset` last. */
export function* generatePairings(
  seed: number,
  counts: { pairings: number; projects: number },
  register: Register,
  gazetteer: Gazetteer,
  loadedAt: string,
): Generator<RowBatch> {
  const drawInstant = createInstants(createRandom(seed, 'scale pairings changed'), loadedAt);
  const batches = createBatches();
  const ledger = createLedger(counts.pairings);
  const sources = createPairingSources(createRandom(seed, 'scale pairings'), register, gazetteer);
  for (let i = 0; i < counts.pairings; i++) {
    addPairing(batches, ledger, sources, i, counts.pairings, drawInstant());
    yield* batches.takeFull();
  }
  const random = createRandom(seed, 'scale projects');
  const active = Uint32Array.from([...ledger.activeOn.keys()].filter((pairing) => ledger.activeOn[pairing] !== 0));
  for (let i = 0; i < counts.projects; i++) {
    const origin = active.length === 0 ? 'OWN' : drawOrigin(random);
    const start =
      origin === 'PAIRING'
        ? startInPairing(random, ledger, active[random.integer(0, active.length - 1)] as number, register, gazetteer)
        : startOutside(random, origin, register, gazetteer);
    addProject(batches, random, `J-${String(i + 1).padStart(7, '0')}`, start, ledger, register, gazetteer, drawInstant());
    yield* batches.takeFull();
  }
  yield* batches.takeRest();
  yield { table: 'dataset', rows: datasetRows(pairingsAgency, loadedAt, [pairingsDataset]) };
}

function startInPairing(random: Random, ledger: Ledger, pairing: number, register: Register, gazetteer: Gazetteer): Start {
  const place = random.integer(ledger.countyStarts[pairing] as number, (ledger.countyStarts[pairing + 1] as number) - 1);
  const own = ledger.organizations.subarray(ledger.organizationStarts[pairing], ledger.organizationStarts[pairing + 1]);
  const lead = own[random.integer(0, own.length - 1)] as number;
  const partners = [...own].filter((organization) => organization !== lead && random.chance(0.6));
  const county = ledger.counties[place] as number;
  if (random.chance(0.2)) partners.push(...drawLocalPartner(random, register, gazetteer, county, own));
  return {
    origin: 'PAIRING',
    pairing,
    county,
    recordedCode: ledger.recordedCodes.get(place),
    lead,
    partners,
    kinds: ledger.kinds[pairing] as number,
    plannedOn: drawProjectDay(random, ledger, pairing),
  };
}

function startOutside(random: Random, origin: string, register: Register, gazetteer: Gazetteer): Start {
  const county = random.pick(gazetteer.draws);
  const own = register.participants.get(provinceOf(gazetteer.codes[county] as string));
  const pool = own === undefined || random.chance(0.25) ? register.participants.get('') : own;
  if (pool === undefined) throw new RangeError('there are too few organizations for projects; ask for more');
  const lead = pool[random.integer(0, pool.length - 1)] as number;
  return {
    origin,
    pairing: null,
    county,
    recordedCode: undefined,
    lead,
    partners: random.chance(0.3) ? drawLocalPartner(random, register, gazetteer, county, Uint32Array.of(lead)) : [],
    kinds: register.fields[lead] as number,
    plannedOn: drawDay(random, firstDays[origin] as Day, lastPlanningDay),
  };
}

function drawLocalPartner(random: Random, register: Register, gazetteer: Gazetteer, county: number, taken: Uint32Array): number[] {
  const pool = register.participants.get(provinceOf(gazetteer.codes[county] as string));
  if (pool === undefined) return [];
  const drawn = pool[random.integer(0, pool.length - 1)] as number;
  return taken.includes(drawn) ? [] : [drawn];
}

function addProject(
  batches: Batches,
  random: Random,
  id: string,
  start: Start,
  ledger: Ledger,
  register: Register,
  gazetteer: Gazetteer,
  changedAt: string,
): void {
  const need = random.chance(0.45) ? findNeed(random, start, gazetteer) : undefined;
  const kind = need === undefined ? drawKind(random, start.kinds) : (helpKinds[gazetteer.needKinds[need] as number] as ProjectKind);
  const status = drawStatus(random, start.plannedOn);
  const landedOn = status.find(([reached]) => reached === 'LANDED')?.[1];
  const budgetFen = random.chance(0.03) ? null : random.skewed(3, 120) * 1_000_000;
  const spentFen = budgetFen === null ? null : Math.round(budgetFen * spentShare(random, status));
  const perReport = random.chance(0.12);
  const reports = landedOn === undefined ? 0 : Math.min(random.integer(0, 4), endOf(status) - landedOn);
  const beneficiaries = landedOn === undefined ? 0 : perReport ? Math.max(1, reports) * random.integer(1, 9) : random.skewed(10, 5_000);
  const trained = (most: number): number | null => (random.chance(0.1) ? null : landedOn === undefined ? 0 : random.integer(0, most));
  const code = gazetteer.codes[start.county] as string;
  batches.add('project', {
    id,
    origin: start.origin,
    pairing_id: start.pairing === null ? null : (ledger.ids[start.pairing] as string),
    county_code: code,
    recorded_code: start.recordedCode ?? code,
    kind,
    name: `【合成】${gazetteer.names[start.county]}${random.pick(works[kind])}项目`,
    budget_fen: budgetFen,
    spent_fen: spentFen,
    beneficiaries,
    volunteers_trained: trained(60),
    social_workers_trained: trained(12),
    organizations_cultivated: trained(3),
    need_id: need === undefined ? null : gazetteer.needIdOf(start.county, need),
    dataset_id: pairingsDataset.id,
    changed_at: changedAt,
  });
  batches.add('project_organization', { project_id: id, organization_code: register.codeOf(start.lead), leads: 1 });
  for (const partner of start.partners) batches.add('project_organization', { project_id: id, organization_code: register.codeOf(partner), leads: 0 });
  const steps = status.map(([reached, since]): Step => [reached, dateText(since)]);
  batches.add('project_status', ...historyRows({ project_id: id }, steps));
  if (landedOn !== undefined) addReports(batches, id, landedOn, endOf(status), reports, spentFen, beneficiaries);
}

/** A need of the county, stated before the project was planned, of a kind the project can be of. */
function findNeed(random: Random, { county, kinds, plannedOn }: Start, { needStarts, needKinds, needStatedOn }: Gazetteer): number | undefined {
  const start = needStarts[county] as number;
  const end = needStarts[county + 1] as number;
  if (start === end) return undefined;
  const from = random.integer(start, end - 1);
  for (let i = 0; i < end - start; i++) {
    const need = start + ((from - start + i) % (end - start));
    if ((needStatedOn[need] as Day) < plannedOn && (kinds === 0 || ((kinds >> (needKinds[need] as number)) & 1) === 1)) return need;
  }
  return undefined;
}

/** Mostly one of those given; in a diversified pairing, mostly a definite kind. */
function drawKind(random: Random, kinds: number): ProjectKind {
  if (kinds !== 0 && random.chance(0.94)) return random.pick(kindsOf(kinds));
  return kinds === 0 && random.chance(0.2) ? 'DIVERSIFIED' : random.pick(helpKinds);
}

/** Statuses and their first days, each later than the one before. */
function drawStatus(random: Random, plannedOn: Day): [status: string, since: Day][] {
  const landedOn = plannedOn + random.integer(15, 150);
  const completedOn = landedOn + random.integer(90, 500);
  const steps: [string, Day][] = [['PLANNED', plannedOn]];
  const course = random.next();
  if (course < 0.03) steps.push(['STOPPED', landedOn]);
  else if (course < 0.08) steps.push(['LANDED', landedOn], ['STOPPED', completedOn]);
  else steps.push(['LANDED', landedOn], ['COMPLETED', completedOn]);
  if (course > 0.5) steps.push(['SUSTAINED', completedOn + random.integer(60, 300)]);
  return steps.filter(([, since]) => since <= today);
}

/** The day work was over, or today where it goes on. */
function endOf(status: readonly [status: string, since: Day][]): Day {
  return status.find(([reached]) => reached === 'COMPLETED' || reached === 'STOPPED')?.[1] ?? today;
}

function spentShare(random: Random, status: readonly [status: string, since: Day][]): number {
  if (!status.some(([reached]) => reached === 'LANDED')) return 0;
  const last = status.at(-1)?.[0];
  if (last === 'LANDED') return random.integer(15, 80) / 100;
  return last === 'STOPPED' ? random.integer(5, 50) / 100 : random.integer(85, 100) / 100;
}

/** Reports on different days from landing to the end; their figures add up, and the last one has the project's own. */
function addReports(batches: Batches, id: string, landedOn: Day, endOn: Day, count: number, spentFen: number | null, beneficiaries: number): void {
  for (let i = 1; i <= count; i++) {
    const share = i / count;
    batches.add('project_report', {
      project_id: id,
      reported_on: dateText(landedOn + Math.floor((endOn - landedOn) * share)),
      summary: `【合成】第${i}次进展报告`,
      spent_fen: spentFen === null ? null : Math.round(spentFen * share),
      beneficiaries: Math.round(beneficiaries * share),
    });
  }
}
