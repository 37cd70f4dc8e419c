// Answers coverage gaps: counties that are not covered, or whose stated needs no help meets, the worst first.
import { groupBy } from '../shared/group-by';
import { optionalSet, requireFirst } from '../shared/input';
import { buildConnection, type Connection, readPage } from '../shared/pages';
import type { IsoDate } from '../shared/scalars';
import { type Candidate, type CandidateDate, type CandidateRanking, createRanking, readCandidateDate } from './candidates';
import { type HelpKind, helpKinds, kindBit, kindsMask, valueAt } from './codes';
import type { AskedField } from './asked-fields';
import { cellsOfCounty, estimateFindingGaps, estimateShowingGaps } from './estimates/gaps';
import { narrows } from './estimates/rows-read';
import { chooseAnswerDate, type Reason } from './coverage';
import type { ReadModel } from './open-model';
import { explainEmptiness, findEmptyLists, type Note } from './notes';
import * as queries from './queries';
import { cursorOfAnotherQuestion, type Question, readFilter } from './question';
import type { LocalizedText, StatisticsSource } from './state';
import type { CoverageGapCandidatesArgs, CoverageStatus, QueryCoverageGapsArgs, RequireFields } from './types.generated';
import { findUnmatched, type Unmatched } from './unmatched';

/** The GraphQL type `CoverageGap`. */
export interface Gap {
  county: queries.CountyReference;
  province: { code: string };
  status: CoverageStatus;
  reasons: () => Promise<Reason[]>;
  missingKinds: HelpKind[];
  unmetNeeds: () => Promise<UnmetNeed[]>;
  candidates: (args: RequireFields<CoverageGapCandidatesArgs, 'includeAtRisk'>) => Promise<Candidate[]>;
}

interface UnmetNeed {
  need: { id: string };
  kind: HelpKind;
  partlyMet: boolean;
  since: IsoDate;
}

/** The GraphQL type `CoverageGapConnection`. */
export interface GapPage extends Omit<Connection<Gap>, 'totalCount'> {
  asOf: IsoDate;
  totalCount: number;
  candidatesAsOf: () => Promise<IsoDate | null>;
  candidatesNote: () => Promise<LocalizedText | null>;
  notes: () => Promise<Note[]>;
  unmatched: () => Promise<Unmatched[]>;
  sources: StatisticsSource[];
  criteriaVersion: string;
}

/** A county with what it lacks, in few words. */
interface Lack {
  county: queries.CountyRow;
  status: CoverageStatus;
  /** Kinds of unmet needs, and those of them that nobody helps with, as bits. */
  unmetKinds: number;
  missingKinds: number;
  unmetNeeds: number;
}

const field = 'Query.coverageGaps';
const gravity: readonly CoverageStatus[] = ['UNCOVERED', 'AT_RISK', 'UNKNOWN', 'COVERED'];

export async function answerGaps(model: ReadModel, args: RequireFields<QueryCoverageGapsArgs, 'population'>, fields: readonly AskedField[]): Promise<GapPage> {
  const page = readPage(field, args);
  const filter = await readFilter(args.where, model.provincesOf);
  const date = await chooseAnswerDate(model, args.asOf, args.population);
  const { asOf } = date;
  const question: Question = { population: args.population, ...filter, groupBy: ['COUNTY'], points: [{ date: asOf, after: null }], byPoint: false };
  const statuses = optionalSet(args.statuses);
  const missing = optionalSet(args.missing);
  const lacks = (await findLacks(model, question, asOf)).filter(
    ({ status, missingKinds }) => (statuses?.includes(status) ?? true) && (missing === undefined || (missingKinds & kindsMask(missing)) !== 0),
  );
  const start = page.after === null ? 0 : lacks.findIndex(({ county }) => county.code === page.after) + 1;
  if (page.after !== null && start === 0) throw cursorOfAnotherQuestion();
  const shown = lacks.slice(start, start + page.limit + 1);
  const size = await model.size();
  const ofGaps = fields.flatMap((one) => (one.name === 'nodes' ? one.fields : one.name === 'edges' ? one.fields.flatMap((edge) => edge.fields) : []));
  const onPage = shown.slice(0, page.limit).map(({ county, unmetKinds }) => ({ county: county.id, unmetKinds: kindsOf(unmetKinds) }));
  const candidateDate = once(() => readCandidateDate(model, date));
  const namesCandidates = ofGaps.some(({ name }) => name === 'candidates') && (await candidateDate()).asOf !== null;
  model.work.plan(
    estimateShowingGaps(size, onPage, { fields: ofGaps, isLatest: namesCandidates, organizations: question.pairings.organizations?.length ?? null }),
  );
  const details = loadDetails(model, shown.slice(0, page.limit), question, candidateDate);
  const gaps = shown.map((lack) => toGap(model, lack, { question, asOf, details }));
  const codes = new Map(gaps.map((gap, i) => [gap, shown[i]?.county.code ?? '']));
  const connection = buildConnection(
    field,
    page,
    gaps,
    (gap) => codes.get(gap) ?? '',
    () => Promise.resolve(lacks.length),
  );
  return {
    ...connection,
    asOf,
    totalCount: lacks.length,
    candidatesAsOf: async () => (await details.candidateDate()).asOf,
    candidatesNote: async () => (await details.candidateDate()).note,
    notes: () =>
      explainEmptiness(model, {
        question,
        emptyLists: findEmptyLists(args.where, { statuses, missing }),
        nothingFound: lacks.length === 0 ? describeNoGaps : null,
      }),
    unmatched: () => findUnmatched(model, question),
    sources: model.state.sourcesOn(asOf),
    criteriaVersion: model.criteria.version,
  };
}

function describeNoGaps(counties: number): LocalizedText {
  return { english: `none of the ${counties} counties asked about lacks what is asked for`, chinese: `所问 ${counties} 个县均无所问的缺口` };
}

/** Every county that lacks something, the worst first: by status, then by missing kinds and unmet needs, then by code. */
async function findLacks({ database, state, work, size }: ReadModel, question: Question, asOf: IsoDate): Promise<Lack[]> {
  const reached = state.missingOn(asOf).length === 0;
  work.plan(estimateFindingGaps(await size(), question, reached));
  const counties = await queries.selectPopulation(database, question);
  work.cells += reached ? cellsOfCounty * counties.length : 0;
  // Nothing is missing where nothing is known.
  if (!reached) return counties.map((county) => ({ county, status: 'UNKNOWN', unmetKinds: 0, missingKinds: 0, unmetNeeds: 0 }));
  const statuses = new Map((await queries.selectStatuses(database, question)).map((row) => [Number(row.d0), row]));
  const helped = await queries.selectHelpedKinds(database, question);
  const unmet = await queries.selectUnmetKinds(database, {
    date: asOf,
    kinds: question.pairings.kinds,
    counties: narrows(question) ? counties.map(({ id }) => id) : undefined,
  });
  const lacks = counties.map((county): Lack => {
    const { kinds = 0, needs = 0 } = unmet.get(county.id) ?? {};
    const missingKinds = kinds & ~(helped.get(county.id) ?? 0);
    return { county, status: readStatus(statuses.get(county.id)), unmetKinds: kinds, missingKinds, unmetNeeds: needs };
  });
  return lacks
    .filter(({ status, missingKinds }) => status !== 'COVERED' || missingKinds !== 0)
    .sort(
      (a, b) =>
        gravity.indexOf(a.status) - gravity.indexOf(b.status) ||
        countBits(b.missingKinds) - countBits(a.missingKinds) ||
        b.unmetNeeds - a.unmetNeeds ||
        a.county.id - b.county.id,
    );
}

function readStatus(row: queries.GroupRow | undefined): CoverageStatus {
  if (Number(row?.covered ?? 0) > 0) return 'COVERED';
  if (Number(row?.unknown ?? 0) > 0) return 'UNKNOWN';
  return Number(row?.at_risk ?? 0) > 0 ? 'AT_RISK' : 'UNCOVERED';
}

interface Details {
  candidateDate(): Promise<CandidateDate>;
  /** Null where no candidates are named. */
  candidates(): Promise<{ ranking: CandidateRanking; paired: ReadonlyMap<number, ReadonlySet<number>> } | null>;
  needs(): Promise<Map<number, queries.NeedRow[]>>;
}

/** What the gaps of a page show, in one statement for the page. */
function loadDetails(model: ReadModel, lacks: readonly Lack[], { points, pairings }: Question, candidateDate: Details['candidateDate']): Details {
  const { database } = model;
  const date = points[0]?.date ?? '';
  const counties = lacks.filter(({ unmetNeeds }) => unmetNeeds > 0).map(({ county }) => county.id);
  return {
    candidateDate,
    candidates: once(async () => {
      const { asOf } = await candidateDate();
      if (asOf === null) return null;
      const ids = lacks.map(({ county }) => county.id);
      const paired = groupBy(await queries.selectPaired(database, ids, [...new Set([asOf, date])]), ({ county_id }) => county_id);
      const organizations = new Map([...paired].map(([county, links]) => [county, new Set(links.map(({ organization_id }) => organization_id))]));
      const most = Math.max(0, ...[...organizations.values()].map(({ size }) => size));
      return { ranking: createRanking(model, asOf, most), paired: organizations };
    }),
    needs: once(async () => groupBy(await queries.selectUnmetNeeds(database, { date, kinds: pairings.kinds, counties }), ({ county_id }) => county_id)),
  };
}

/** What makes a value where it is first asked for. */
function once<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

interface Answered {
  question: Question;
  asOf: IsoDate;
  details: Details;
}

function toGap(model: ReadModel, { county, status, unmetKinds, missingKinds }: Lack, { question, asOf, details }: Answered): Gap {
  return {
    county: { code: county.code },
    province: { code: county.province_code },
    status,
    reasons: () => model.reasons(asOf, county.id, status, question.pairings),
    missingKinds: kindsOf(missingKinds),
    async unmetNeeds() {
      const rows = (await details.needs()).get(county.id) ?? [];
      return rows.map((row) => ({
        need: { id: row.need_key },
        kind: valueAt(helpKinds, row.kind) as HelpKind,
        partlyMet: row.status === 'PARTLY_MET',
        since: row.from_on,
      }));
    },
    async candidates({ kind, includeAtRisk, first: asked }) {
      const first = requireFirst(asked ?? 5, 20, 'first of candidates', 'candidates 的 first');
      const named = await details.candidates();
      if (named === null) return [];
      const kinds = kind === null || kind === undefined ? kindsOf(unmetKinds) : [kind];
      const paired = named.paired.get(county.id) ?? new Set();
      const ranked = await Promise.all(kinds.map((one) => named.ranking.rank({ kind: one, province: county.province_code, includeAtRisk, paired, first })));
      return ranked.flat();
    },
  };
}

function kindsOf(mask: number): HelpKind[] {
  return helpKinds.filter((kind) => (mask & kindBit(kind)) !== 0);
}

function countBits(mask: number): number {
  return helpKinds.filter((kind) => (mask & kindBit(kind)) !== 0).length;
}
