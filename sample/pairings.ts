// The ledger's tables of pairings, all synthetic: dates, consent, kinds of help and amounts for the plans in pairing-plans.ts.
import { addDays, historyRows, later, randomDate, type Step } from './dates';
import type { Need } from './needs';
import type { Organization } from './organizations';
import type { Life, PairedCounty, PairingPlan } from './pairing-plans';
import type { Random } from './random';
import { type AgencyRows, asOf, type HelpKind, helpKinds, type Row, syntheticDataset } from './rows';

export const pairingsAgency = '结对帮扶台账（专项行动联合台账）';
export const pairingsDataset = syntheticDataset('synthetic-pairings', '结对与项目台账示例');

type PairingStatus = 'PROPOSED' | 'AGREED' | 'ACTIVE' | 'ENDED' | 'WITHDRAWN';
export type PairingHelpKind = HelpKind | 'DIVERSIFIED';

export interface Pairing {
  id: string;
  organizations: Organization[];
  counties: PairedCounty[];
  kinds: PairingHelpKind[];
  status: Step<PairingStatus>[];
  pledgedFen: number | null;
  rows: AgencyRows;
}

// The designation of the 160 counties ended with 2025.
const afterDesignation = '2026-01-01';

/** The pairings in the order of their ids: P, the year in which each became active (or was proposed, if it never did), a number. */
export function createPairings(random: Random, plans: readonly PairingPlan[], needs: readonly Need[]): Pairing[] {
  const kindsSought = new Map<string, Set<HelpKind>>();
  for (const need of needs) kindsSought.set(need.countyCode, (kindsSought.get(need.countyCode) ?? new Set()).add(need.kind));
  const numbers = new Map<string, number>();
  const pairings = plans.map((plan) => {
    const status = drawStatus(random, plan.life);
    const year = (sinceOf(status, 'ACTIVE') ?? sinceOf(status, 'PROPOSED') ?? '').slice(0, 4);
    const number = (numbers.get(year) ?? 0) + 1;
    numbers.set(year, number);
    return createPairing(random, plan, status, year, String(number).padStart(4, '0'), kindsSought);
  });
  return pairings.sort((a, b) => (a.id < b.id ? -1 : 1));
}

export function pairingRows(pairings: readonly Pairing[]): AgencyRows {
  const tables = ['pairing', 'pairing_organization', 'pairing_county', 'pairing_kind', 'pairing_status'];
  return Object.fromEntries(tables.map((table) => [table, pairings.flatMap((pairing) => pairing.rows[table] ?? [])]));
}

/** The first day of a status; undefined where it was never reached. */
export function sinceOf<Status extends string>(steps: readonly Step<Status>[], status: Status): string | undefined {
  return steps.find(([reached]) => reached === status)?.[1];
}

function createPairing(
  random: Random,
  { mechanism, organizations, counties }: PairingPlan,
  status: Step<PairingStatus>[],
  year: string,
  number: string,
  kindsSought: ReadonlyMap<string, ReadonlySet<HelpKind>>,
): Pairing {
  const id = `P${year}-${number}`;
  const agreedOn = sinceOf(status, 'AGREED') ?? null;
  const kinds = drawKinds(random, organizations, new Set(counties.flatMap(({ code }) => [...(kindsSought.get(code) ?? [])])));
  const pledgedFen = agreedOn === null || random.chance(0.04) ? null : random.skewed(10, 300) * 1_000_000;
  const row: Row = {
    id,
    shape: `${organizations.length > 1 ? 'MANY' : 'ONE'}_TO_${counties.length > 1 ? 'MANY' : 'ONE'}`,
    mechanism,
    recommended_by: random.chance(0.08) ? null : random.weighted({ CIVIL_AFFAIRS: 60, RURAL_REVITALIZATION: 40 }),
    agreement_number: agreedOn === null ? null : `合成协〔${agreedOn.slice(0, 4)}〕${year.slice(2)}${number}号`,
    pledged_fen: pledgedFen,
    dataset_id: pairingsDataset.id,
  };
  const rows: AgencyRows = {
    pairing: [row],
    pairing_organization: organizations.map(({ code }) => ({ pairing_id: id, organization_code: code })),
    pairing_county: counties.map(({ code, recordedCode }) => ({ pairing_id: id, county_code: code, recorded_code: recordedCode, consented_on: agreedOn })),
    pairing_kind: kinds.map((kind) => ({ pairing_id: id, kind })),
    pairing_status: historyRows({ pairing_id: id }, status),
  };
  return { id, organizations, counties, kinds, status, pledgedFen, rows };
}

function drawStatus(random: Random, life: Life): Step<PairingStatus>[] {
  if (life === 'LATER') return drawLaterStatus(random);
  const early = life === 'EARLY';
  const activeOn = early ? randomDate(random, '2022-09-01', '2022-11-30') : randomDate(random, '2023-06-08', '2023-06-29');
  const steps: Step<PairingStatus>[] = [
    ['PROPOSED', early ? randomDate(random, '2022-05-20', '2022-06-30') : randomDate(random, '2022-10-01', '2023-02-28')],
    ['AGREED', early ? randomDate(random, '2022-07-01', '2022-08-31') : randomDate(random, '2023-03-01', '2023-05-31')],
    ['ACTIVE', activeOn],
  ];
  if (life === 'SIDE' && random.chance(0.15)) steps.push(['ENDED', randomDate(random, '2024-06-01', '2025-11-30')]);
  else if (random.chance(0.5)) steps.push(['ENDED', afterDesignation]);
  return steps;
}

function drawLaterStatus(random: Random): Step<PairingStatus>[] {
  const proposedOn = randomDate(random, '2023-09-01', '2026-05-31');
  const agreedOn = addDays(proposedOn, random.integer(20, 120));
  const activeOn = addDays(agreedOn, random.integer(10, 90));
  const steps: Step<PairingStatus>[] = [['PROPOSED', proposedOn]];
  const withdraws = random.chance(0.2);
  if (withdraws && random.chance(0.6)) steps.push(['WITHDRAWN', agreedOn]);
  else if (withdraws) steps.push(['AGREED', agreedOn], ['WITHDRAWN', activeOn]);
  else steps.push(['AGREED', agreedOn], ['ACTIVE', activeOn]);
  if (!withdraws && random.chance(0.15)) steps.push(['ENDED', later(afterDesignation, addDays(activeOn, 200))]);
  return steps.filter(([, since]) => since <= asOf);
}

/** One to three kinds the organizations can give, those the counties seek first; one pairing in ten is diversified. */
function drawKinds(random: Random, organizations: readonly Organization[], sought: ReadonlySet<HelpKind>): PairingHelpKind[] {
  if (random.chance(0.1)) return ['DIVERSIFIED'];
  const given = new Set(organizations.flatMap((organization) => organization.fields));
  const candidates = random.shuffle(given.size > 0 ? [...given] : [...helpKinds]);
  const ordered = [...candidates.filter((kind) => sought.has(kind)), ...candidates.filter((kind) => !sought.has(kind))];
  return ordered.slice(0, random.integer(1, 3));
}
