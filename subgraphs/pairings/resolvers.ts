// Fields of the pairing ledger's graph to loaders. No SQL and no environment here.
import { isInvalid, mapRows, rawText } from '../shared/contract/rows';
import { findStatusOn } from '../shared/in-force';
import { optionalSet, requireCreditCode, requireDivisionCode } from '../shared/input';
import { buildConnection, readPage } from '../shared/pages';
import { today } from '../shared/scalars';
import { protectCount, protectTotals, type ShownCount } from '../shared/small-counts';
import type { Context } from './loaders';
import type { CountyReference, PairingConditions, ProjectConditions, ProjectParent, ProjectRow, ReportRow, StatusCondition } from './queries';
import type { HelpKind, PairingStatus, ProjectStatus, Resolvers } from './types.generated';

const idOf = (row: { id: string }) => rawText(row, 'id');

export const resolvers: Resolvers = {
  Query: {
    pairingFeed: (_root, _args, { changeFeed }) => changeFeed(),
    pairing: (_root, { id }, { pairing }) => pairing.load(id),
    async pairings(_root, args, { pairingPage, pairingCount }) {
      const field = 'pairings';
      const page = readPage(field, args);
      const { asOf, status, ...filter } = args.filter ?? {};
      const conditions: PairingConditions = {
        status: pairingStatusCondition(asOf, status),
        kinds: optionalSet(filter.kinds),
        mechanisms: optionalSet(filter.mechanisms),
        shapes: optionalSet(filter.shapes),
        recommendedBy: filter.recommendedBy,
        organizations: optionalSet(filter.organizations, requireCreditCode),
        counties: optionalSet(filter.counties, requireDivisionCode),
      };
      return buildConnection(field, page, await pairingPage(conditions, page), idOf, () => pairingCount(conditions));
    },
    project: (_root, { id }, { project }) => project.load(id),
    async projects(_root, args, { projectPage, projectCount }) {
      const field = 'projects';
      const page = readPage(field, args);
      const { asOf, status, ...filter } = args.filter ?? {};
      const conditions: ProjectConditions = {
        status: statusCondition(asOf, status),
        kinds: optionalSet(filter.kinds),
        origins: optionalSet(filter.origins),
        organizations: optionalSet(filter.organizations, requireCreditCode),
        counties: optionalSet(filter.counties, requireDivisionCode),
      };
      return buildConnection(field, page, await projectPage(conditions, page), idOf, () => projectCount(conditions));
    },
  },

  Pairing: {
    __resolveReference: ({ id }, { pairing }) => pairing.load(id),
    organizations: async ({ id }, _args, { organizationsOfPairing }) =>
      mapRows(await organizationsOfPairing.load(id), (row) => ({ code: row.organization_code })),
    counties: async ({ id }, _args, { countiesOfPairing }) => mapRows(await countiesOfPairing.load(id), (row) => ({ recordedCode: row.recorded_code })),
    recommendedBy: ({ recommended_by }) => recommended_by,
    consents: ({ id }, _args, { countiesOfPairing }) => countiesOfPairing.load(id),
    kinds: async ({ id }, _args, { kindsOfPairing }) => mapRows(await kindsOfPairing.load(id), (row) => row.kind),
    status: async ({ id }, { asOf }, { pairingHistory }) => findStatusOn(await pairingHistory.load(id), asOf ?? today(), 'pairing_status', id),
    statusHistory: ({ id }, _args, { pairingHistory }) => pairingHistory.load(id),
    agreementNumber: ({ agreement_number }) => agreement_number,
    pledgedAmount: ({ pledged_fen }) => pledged_fen,
    projects: ({ id }, args, context) => pageProjectsOf('pairing', id, 'Pairing.projects', args, context),
    source: (row, _args, { sourceOf }) => sourceOf(row),
  },

  CountyConsent: {
    county: ({ recorded_code }) => ({ recordedCode: recorded_code }),
    recordedCode: ({ recorded_code }) => recorded_code,
    consentedOn: ({ consented_on }) => consented_on,
  },

  Project: {
    __resolveReference: ({ id }, { project }) => project.load(id),
    pairing: ({ pairing_id }, _args, { pairing }) => (pairing_id === null ? null : pairing.load(pairing_id)),
    county: ({ recorded_code }) => ({ recordedCode: recorded_code }),
    recordedCode: ({ recorded_code }) => recorded_code,
    async lead({ id }, _args, { organizationsOfProject }) {
      const row = (await organizationsOfProject.load(id)).find(({ leads }) => leads === 1);
      return row === undefined ? null : { code: row.organization_code };
    },
    async partners({ id }, _args, { organizationsOfProject }) {
      const rows = await organizationsOfProject.load(id);
      return mapRows(
        rows.filter(({ leads }) => leads === 0),
        (row) => ({ code: row.organization_code }),
      );
    },
    budget: ({ budget_fen }) => budget_fen,
    spent: ({ spent_fen }) => spent_fen,
    beneficiaries: async (project, _args, context) =>
      project.beneficiaries === null ? null : ((await readShown(project, context)).beneficiaries?.shown ?? null),
    volunteersTrained: ({ volunteers_trained }, _args, context) => showTrained(volunteers_trained, context)?.shown ?? null,
    socialWorkersTrained: ({ social_workers_trained }, _args, context) => showTrained(social_workers_trained, context)?.shown ?? null,
    async protectedCells(project, _args, context) {
      const { beneficiaries, reports } = await readShown(project, context);
      const trained = [project.volunteers_trained, project.social_workers_trained].map((count) => showTrained(count, context));
      return [beneficiaries, ...trained, ...reports.map(({ shown }) => shown)].filter((count) => count?.isProtected).length;
    },
    organizationsCultivated: ({ organizations_cultivated }) => organizations_cultivated,
    status: async ({ id }, { asOf }, { projectHistory }) => findStatusOn(await projectHistory.load(id), asOf ?? today(), 'project_status', id),
    statusHistory: ({ id }, _args, { projectHistory }) => projectHistory.load(id),
    progressReports: async (project, { asOf }, context) => (await readShown(project, context)).reports.filter((row) => !asOf || row.reported_on <= asOf),
    need: ({ need_id }) => (need_id === null ? null : { id: need_id }),
    source: (row, _args, { sourceOf }) => sourceOf(row),
  },

  PairingState: {
    since: ({ since_on }) => since_on,
  },

  ProjectState: {
    since: ({ since_on }) => since_on,
  },

  ProgressReport: {
    reportedOn: ({ reported_on }) => reported_on,
    spent: ({ spent_fen }) => spent_fen,
    beneficiaries: ({ beneficiaries, shown }) => (beneficiaries === null ? null : (shown?.shown ?? null)),
  },

  Organization: {
    __resolveReference: ({ code }) => ({ code: requireCreditCode(code) }),
    async pairings({ code }, args, { pairingsOfOrganization, pairingCountOfOrganization }) {
      const field = 'Organization.pairings';
      const page = readPage(field, args);
      const conditions = readPairingArguments(args);
      const rows = await pairingsOfOrganization({ conditions, page }).load(code);
      return buildConnection(field, page, rows, idOf, () => pairingCountOfOrganization(conditions).load(code));
    },
    projects: ({ code }, args, context) => pageProjectsOf('organization', code, 'Organization.projects', args, context),
  },

  County: {
    __resolveReference: ({ recordedCode, codes }) => ({ recordedCode: requireDivisionCode(recordedCode), codes: codes ?? null }),
    async pairings(county, args, { pairingsOfCounty, pairingCountOfCounty }) {
      const field = 'County.pairings';
      const page = readPage(field, args);
      const conditions = readPairingArguments(args);
      const codes = codesOf(county);
      return buildConnection(field, page, await pairingsOfCounty({ conditions, page }).load(codes), idOf, () => pairingCountOfCounty(conditions).load(codes));
    },
    async projects(county, args, { projectsOfCounty, projectCountOfCounty }) {
      const field = 'County.projects';
      const page = readPage(field, args);
      const conditions = readProjectArguments(args);
      const codes = codesOf(county);
      return buildConnection(field, page, await projectsOfCounty({ conditions, page }).load(codes), idOf, () => projectCountOfCounty(conditions).load(codes));
    },
  },

  Need: {
    __resolveReference: ({ id }) => ({ id }),
    projects: ({ id }, args, context) => pageProjectsOf('need', id, 'Need.projects', args, context),
  },
};

interface PageArguments {
  first?: number | null | undefined;
  after?: string | null | undefined;
}

interface ListArguments<Status> extends PageArguments {
  asOf?: string | null | undefined;
  kind?: HelpKind | null | undefined;
  status?: readonly Status[] | null | undefined;
}

async function pageProjectsOf(parent: ProjectParent, key: string, field: string, args: ListArguments<ProjectStatus>, { projectsOf, projectCountOf }: Context) {
  const page = readPage(field, args);
  const conditions = readProjectArguments(args);
  const rows = await projectsOf({ parent, conditions, page }).load(key);
  return buildConnection(field, page, rows, idOf, () => projectCountOf({ parent, conditions }).load(key));
}

/** A project's counts of people as they are shown: what each report adds to the one before, and the project's own total to the last. */
async function readShown(project: ProjectRow, { reports, protectedUnder }: Context) {
  const rows = await reports.load(project.id);
  // A count that is none is an error where it is shown, and nothing to the others.
  const countOf = (row: ProjectRow | ReportRow) => (isInvalid(row, 'beneficiaries') ? null : row.beneficiaries);
  const totals = protectTotals([...rows, project].map(countOf), protectedUnder);
  return { reports: rows.map((row, i) => Object.assign(row, { shown: totals[i] ?? null })), beneficiaries: totals.at(-1) ?? null };
}

function showTrained(count: number | null, { protectedUnder }: Context): ShownCount | null {
  return count === null ? null : protectCount(count, protectedUnder);
}

function readPairingArguments({ asOf, status, kind }: ListArguments<PairingStatus>): PairingConditions {
  return { status: pairingStatusCondition(asOf, status), kinds: kind ? [kind] : undefined };
}

function readProjectArguments({ asOf, status, kind }: ListArguments<ProjectStatus>): ProjectConditions {
  return { status: statusCondition(asOf, status), kinds: kind ? [kind] : undefined };
}

/** A date alone asks for the pairings in force on it, which are the active ones. */
function pairingStatusCondition(asOf: string | null | undefined, statuses: readonly PairingStatus[] | null | undefined): StatusCondition<PairingStatus> | null {
  return statusCondition(asOf, asOf ? (statuses ?? ['ACTIVE']) : statuses);
}

function statusCondition<Status extends string>(
  asOf: string | null | undefined,
  statuses: readonly Status[] | null | undefined,
): StatusCondition<Status> | null {
  if (!asOf && !statuses) return null;
  return { asOf: asOf ?? today(), statuses: optionalSet(statuses) ?? null };
}

/** The codes that the counties' subgraph gave; the recorded one alone where the record's county is not known there. */
function codesOf({ recordedCode, codes }: CountyReference): readonly string[] {
  return codes && codes.length > 0 ? codes : [recordedCode];
}
