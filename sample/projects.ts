// The ledger's tables of projects, all synthetic: what pairings, village tours and organizations on their own do in the
// counties, and which stated needs they answer.
import { oldCodePairing } from './cases';
import { addDays, daysBetween, earlier, historyRows, later, randomDate, type Step } from './dates';
import { groupBy } from '../subgraphs/shared/group-by';
import type { Need, NeedAnswer } from './needs';
import type { Organization } from './organizations';
import { isUsable, type PairedCounty, provinceOf } from './pairing-plans';
import { type Pairing, type PairingHelpKind, pairingsDataset, sinceOf } from './pairings';
import { createRandom, type Random } from './random';
import type { Reference } from './reference';
import { type AgencyRows, asOf, helpKinds } from './rows';

type ProjectStatus = 'PLANNED' | 'LANDED' | 'COMPLETED' | 'SUSTAINED' | 'STOPPED';

/** What a project is before it is carried out. */
interface Start {
  origin: 'PAIRING' | 'VILLAGE_TOUR' | 'OWN';
  pairing: Pairing | null;
  county: PairedCounty;
  lead: Organization;
  partners: Organization[];
  kinds: readonly PairingHelpKind[];
  plannedOn: string;
}

type OrganizationsByProvince = ReadonlyMap<string | null, readonly Organization[]>;

const projectCount = 900;
const works: Readonly<Record<PairingHelpKind, readonly string[]>> = {
  INDUSTRY: ['特色种植示范', '合作社能力提升', '农产品加工车间'],
  EMPLOYMENT: ['技能培训', '返乡青年创业', '就业岗位对接'],
  EDUCATION: ['乡村教师培训', '助学金', '儿童阅读角'],
  HEALTH: ['村医培训', '义诊与健康档案', '儿童营养改善'],
  ELDERLY_CARE: ['互助养老点', '老年助餐', '养老护理员培训'],
  CONSUMPTION: ['农产品产销对接', '直播助农', '机关食堂采购'],
  DIVERSIFIED: ['综合帮扶', '乡村综合发展'],
};

export function generateProjects(
  seed: number,
  reference: Reference,
  organizations: readonly Organization[],
  pairings: readonly Pairing[],
  needs: readonly Need[],
  provincialCounties: readonly string[],
): { rows: AgencyRows; answers: NeedAnswer[] } {
  const random = createRandom(seed, 'projects');
  const names = new Map(reference.counties.map((county) => [county.code, county.name]));
  for (const former of reference.formerCodes) names.set(former.formerCode, former.formerName);
  const usable = organizations.filter((organization) => isUsable(organization, asOf));
  const local = groupBy(usable, (organization) => organization.provinceCode);
  const active = pairings.filter((pairing) => sinceOf(pairing.status, 'ACTIVE') !== undefined);
  const counties = [...reference.keyCounties.map((county) => county.code), ...provincialCounties];
  const rows: AgencyRows = { project: [], project_organization: [], project_status: [], project_report: [] };
  const answers: NeedAnswer[] = [];
  for (let i = 1; i <= projectCount; i++) {
    const id = `J-${String(i).padStart(4, '0')}`;
    const deliberate = pairings.find((pairing) => pairing.id === deliberatePairing(id));
    const start =
      deliberate !== undefined || random.chance(0.75)
        ? startInPairing(random, deliberate ?? random.pick(active), local)
        : startOutside(random, usable, local, counties);
    const need = random.chance(0.9) ? findNeed(random, start, needs) : undefined;
    const kind = need?.kind ?? drawKind(random, start);
    const status = drawStatus(random, start.plannedOn);
    addProject(rows, random, id, start, kind, status, need?.id ?? null, names.get(start.county.recordedCode) ?? '');
    if (need !== undefined) {
      answers.push({ needId: need.id, landedOn: sinceOf(status, 'LANDED') ?? null, completedOn: sinceOf(status, 'COMPLETED') ?? null });
    }
  }
  return { rows, answers };
}

/** The pairing of a project that has to be under a former code. */
function deliberatePairing(projectId: string): string | undefined {
  if (projectId === oldCodePairing.project) return oldCodePairing.pairing;
  return projectId === oldCodePairing.unnormalizedProject ? oldCodePairing.unnormalizedPairing : undefined;
}

function startInPairing(random: Random, pairing: Pairing, local: OrganizationsByProvince): Start {
  const county = random.pick(pairing.counties);
  const [lead, ...others] = random.shuffle(pairing.organizations);
  const partners = others.filter(() => random.chance(0.6));
  if (random.chance(0.25)) partners.push(...drawLocalPartner(random, local, county, pairing.organizations));
  const activeOn = sinceOf(pairing.status, 'ACTIVE') ?? asOf;
  const endOn = sinceOf(pairing.status, 'ENDED') ?? asOf;
  const plannedOn = randomDate(random, activeOn, later(activeOn, addDays(endOn, -60)));
  return { origin: 'PAIRING', pairing, county, lead: lead as Organization, partners, kinds: pairing.kinds, plannedOn };
}

function startOutside(random: Random, usable: readonly Organization[], local: OrganizationsByProvince, counties: readonly string[]): Start {
  const origin = random.chance(0.6) ? 'VILLAGE_TOUR' : 'OWN';
  const code = random.pick(counties);
  const county = { code, recordedCode: code };
  const lead = random.pick(usable);
  const partners = random.chance(0.3) ? drawLocalPartner(random, local, county, [lead]) : [];
  const plannedOn = randomDate(random, origin === 'VILLAGE_TOUR' ? '2022-07-01' : '2022-01-15', '2026-04-30');
  return { origin, pairing: null, county, lead, partners, kinds: lead.fields.length > 0 ? lead.fields : helpKinds, plannedOn };
}

function drawLocalPartner(random: Random, local: OrganizationsByProvince, county: PairedCounty, taken: readonly Organization[]): Organization[] {
  const candidates = (local.get(provinceOf(county.code)) ?? []).filter((organization) => !taken.includes(organization));
  return candidates.length === 0 ? [] : [random.pick(candidates)];
}

/** A need of the county, stated before the project was planned, of a kind the project can be of. */
function findNeed(random: Random, { county, kinds, plannedOn }: Start, needs: readonly Need[]): Need | undefined {
  const fitting = needs.filter(
    (need) => need.countyCode === county.code && need.statedOn < plannedOn && (kinds.includes(need.kind) || kinds.includes('DIVERSIFIED')),
  );
  return fitting.length === 0 ? undefined : random.pick(fitting);
}

/** Mostly one of the pairing's kinds; in a diversified one, mostly a definite kind. */
function drawKind(random: Random, { kinds }: Start): PairingHelpKind {
  const kind = random.chance(0.92) ? random.pick(kinds) : random.pick(helpKinds);
  return kind === 'DIVERSIFIED' && random.chance(0.8) ? random.pick(helpKinds) : kind;
}

function drawStatus(random: Random, plannedOn: string): Step<ProjectStatus>[] {
  const landedOn = addDays(plannedOn, random.integer(20, 180));
  const completedOn = addDays(landedOn, random.integer(90, 500));
  const steps: Step<ProjectStatus>[] = [['PLANNED', plannedOn]];
  if (random.chance(0.03)) steps.push(['STOPPED', landedOn]);
  else if (random.chance(0.05)) steps.push(['LANDED', landedOn], ['STOPPED', completedOn]);
  else steps.push(['LANDED', landedOn], ['COMPLETED', completedOn]);
  if (steps.length === 3 && random.chance(0.55)) steps.push(['SUSTAINED', addDays(completedOn, random.integer(60, 300))]);
  const stoppedAt = steps.findIndex(([status]) => status === 'STOPPED');
  return (stoppedAt === -1 ? steps : steps.slice(0, stoppedAt + 1)).filter(([, since]) => since <= asOf);
}

function addProject(
  rows: AgencyRows,
  random: Random,
  id: string,
  start: Start,
  kind: PairingHelpKind,
  status: readonly Step<ProjectStatus>[],
  needId: string | null,
  countyName: string,
): void {
  const { origin, pairing, county, lead, partners } = start;
  const landedOn = sinceOf(status, 'LANDED');
  const budgetFen = random.chance(0.03) ? null : Math.min(random.skewed(5, 120) * 1_000_000, pairing?.pledgedFen ?? 120_000_000);
  const spentFen = budgetFen === null ? null : Math.round(budgetFen * spentShare(random, status));
  const beneficiaries = landedOn === undefined ? 0 : random.chance(0.08) ? random.integer(1, 9) : random.skewed(10, 5_000);
  const trained = (most: number): number | null => (random.chance(0.1) ? null : landedOn === undefined ? 0 : random.integer(0, most));
  rows.project?.push({
    id,
    origin,
    pairing_id: pairing?.id ?? null,
    county_code: county.code,
    recorded_code: county.recordedCode,
    kind,
    name: `【合成】${countyName}${random.pick(works[kind])}项目`,
    budget_fen: budgetFen,
    spent_fen: spentFen,
    beneficiaries,
    volunteers_trained: trained(60),
    social_workers_trained: trained(12),
    organizations_cultivated: trained(3),
    need_id: needId,
    dataset_id: pairingsDataset.id,
  });
  rows.project_organization?.push(
    { project_id: id, organization_code: lead.code, leads: 1 },
    ...partners.map(({ code }) => ({ project_id: id, organization_code: code, leads: 0 })),
  );
  rows.project_status?.push(...historyRows({ project_id: id }, status));
  if (landedOn !== undefined)
    addReports(rows, random, id, landedOn, sinceOf(status, 'COMPLETED') ?? sinceOf(status, 'STOPPED') ?? asOf, spentFen, beneficiaries);
}

function spentShare(random: Random, status: readonly Step<ProjectStatus>[]): number {
  const last = status.at(-1)?.[0];
  if (sinceOf(status, 'LANDED') === undefined) return 0;
  if (last === 'LANDED') return random.integer(15, 80) / 100;
  return last === 'STOPPED' ? random.integer(5, 50) / 100 : random.integer(85, 100) / 100;
}

/** One to four reports from landing to the end; the last one has the project's own figures. */
function addReports(rows: AgencyRows, random: Random, id: string, landedOn: string, endOn: string, spentFen: number | null, beneficiaries: number): void {
  const span = daysBetween(landedOn, earlier(endOn, asOf));
  const count = Math.min(random.integer(1, 4), span);
  for (let i = 1; i <= count; i++) {
    const share = i / count;
    rows.project_report?.push({
      project_id: id,
      reported_on: addDays(landedOn, Math.round(span * share)),
      summary: `【合成】第${i}次进展报告`,
      spent_fen: spentFen === null ? null : Math.round(spentFen * share),
      beneficiaries: Math.round(beneficiaries * share),
    });
  }
}
