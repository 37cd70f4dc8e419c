// What a record of each feed must look like to be counted. One that does not is counted without what is wrong in it, or not at
// all, and is kept aside with the reason; nothing else of the feed suffers by it.
import { z } from 'zod';
import { designationLists, grades, helpKinds, levels, mechanisms, openEnd, organizationKinds, sectors } from '../codes';
import { type FaultPath, mend } from './mend';

const date = z.string().refine(isDate, 'expected a date that exists, as YYYY-MM-DD');
const division = z.string().regex(/^\d{6}$/, 'expected a division code of six digits');
const creditCode = z.string().regex(/^[0-9A-HJ-NPQRTUWXY]{18}$/, 'expected a credit code of 18 characters');
/** The last day of what has one; 9999-12-31 is how registers without null write that it has none. */
const end = date.nullable().transform((day) => (day === openEnd ? null : day));
const key = z.string().min(1).max(30);
const fen = z.int();
const people = z.int();

/** Intervals of a status; a later one begins no earlier. */
const statuses = <Status extends string>(names: readonly [Status, ...Status[]]) =>
  z
    .array(z.object({ status: z.enum(names), since: date, until: end }))
    .refine((rows) => rows.every(({ since, until }) => until === null || since <= until), 'expected a status to end no earlier than it begins')
    .refine((rows) => isDistinct(rows.map(({ since }) => since)), 'expected one status to begin on a day')
    .refine(followOneAnother, 'expected one status to hold on a day');

function followOneAnother(rows: readonly { since: string; until: string | null }[]): boolean {
  const inOrder = [...rows].sort((a, b) => (a.since < b.since ? -1 : 1));
  return inOrder.every(({ until }, i) => {
    const next = inOrder[i + 1];
    return next === undefined || (until !== null && until <= next.since);
  });
}

/** Fields that were mended, where any were. */
const faulty = z.array(z.string()).optional();

const validity = <Row extends { from: string | null; to: string | null }>(rows: readonly Row[]) =>
  rows.every(({ from, to }) => from === null || to === null || from <= to);
const backwards = 'expected a validity to end no earlier than it begins';

const organization = z.object({
  code: creditCode,
  kind: z.enum(organizationKinds).nullable(),
  sector: z.enum(sectors).nullable(),
  level: z.enum(levels).nullable(),
  homeProvince: division.nullable(),
  certificateTo: end,
  businessScope: z.string().nullable(),
  statuses: statuses(['ACTIVE', 'DEREGISTERED', 'REVOKED']),
  evaluations: z.array(z.object({ grade: z.enum(grades), from: date, to: date })).refine(validity, backwards),
  inspections: z.array(z.object({ year: z.int(), conclusion: z.enum(['PASSED', 'BASICALLY_PASSED', 'FAILED']), concludedOn: date })),
  listings: z.array(z.object({ list: z.enum(['ABNORMAL', 'SERIOUS_VIOLATION']), listedOn: date, reason: z.string(), removedOn: end })),
  faulty,
});

const province = z.object({ code: division, name: z.string(), region: z.enum(['EAST', 'CENTRAL', 'WEST', 'NORTHEAST']).nullable() });
const prefecture = z.object({ code: division, name: z.string() });
const partnership = z.object({ east: division, west: division, from: date.nullable(), to: end }).refine((row) => validity([row]), backwards);

const county = z.object({
  code: division,
  name: z.string(),
  province: division,
  prefecture: division.nullable(),
  ethnicMinorityArea: z.boolean().nullable(),
  borderCounty: z.boolean().nullable(),
  oldRevolutionaryBase: z.boolean().nullable(),
  threeRegionsThreePrefectures: z.boolean().nullable(),
  formerCodes: z.array(division),
  designations: z.array(z.object({ list: z.enum(designationLists), from: date, to: end, isDoubtful: z.literal(true).optional() })).refine(validity, backwards),
  faulty,
});

const need = z.object({ id: key, county: division, kind: z.enum(helpKinds), statedOn: date, statuses: statuses(['OPEN', 'PARTLY_MET', 'MET', 'WITHDRAWN']) });

const pairing = z.object({
  id: key,
  mechanism: z.enum(mechanisms).nullable(),
  pledgedFen: fen.nullable(),
  organizations: z.array(creditCode),
  counties: z.array(z.object({ county: division, recorded: division, consentedOn: date.nullable() })),
  kinds: z.array(z.enum(helpKinds)),
  statuses: statuses(['PROPOSED', 'AGREED', 'ACTIVE', 'ENDED', 'WITHDRAWN']),
  faulty,
});

const project = z.object({
  id: key,
  origin: z.enum(['PAIRING', 'VILLAGE_TOUR', 'OWN']),
  pairing: key.nullable(),
  county: division,
  recorded: division,
  kind: z.enum(helpKinds),
  volunteersTrained: people.nullable(),
  socialWorkersTrained: people.nullable(),
  organizationsCultivated: z.int().nullable(),
  need: key.nullable(),
  lead: creditCode.nullable(),
  partners: z.array(creditCode),
  statuses: statuses(['PLANNED', 'LANDED', 'COMPLETED', 'SUSTAINED', 'STOPPED']),
  reports: z
    .array(z.object({ on: date, spentFen: fen.nullable(), beneficiaries: people.nullable() }))
    .refine((rows) => isDistinct(rows.map(({ on }) => on)), 'expected one report on a day'),
});

/** The collections of each agency's feed, in the order in which they are read and derived. */
export const collections = {
  counties: { province, prefecture, partnership, county, need },
  organizations: { organization },
  pairings: { pairing, project },
} as const;

export type Agency = keyof typeof collections;

/** The name under which an agency's refused data sets are kept aside: they are no records of its feed. */
export const datasetsOf = (agency: Agency): string => `${agency} data`;

/** The root field of each agency's feed. */
export const feedFields: Readonly<Record<Agency, string>> = { counties: 'countyFeed', organizations: 'organizationFeed', pairings: 'pairingFeed' };

export const agencies = Object.keys(collections) as Agency[];

const forms = { ...collections.counties, ...collections.organizations, ...collections.pairings };

export type Collection = keyof typeof forms;
export type RecordOf<Name extends Collection> = z.output<(typeof forms)[Name]>;

/** The key by which a record's own body names it. */
const keysOf: { [Name in Collection]: (record: RecordOf<Name>) => string } = {
  province: ({ code }) => code,
  prefecture: ({ code }) => code,
  partnership: ({ east, west }) => `${east}-${west}`,
  county: ({ code }) => code,
  need: ({ id }) => id,
  organization: ({ code }) => code,
  pairing: ({ id }) => id,
  project: ({ id }) => id,
};

/** A record as it is kept, with what it says beyond its form left out, and what was wrong in it where anything was; or why nothing of it is counted. The words hold none of its values. */
export type ReadRecord = { record: RecordOf<Collection>; faults: string | null } | { fault: string };

/** What a register's feed tells of values that it refused. */
const toldForm = z.array(z.object({ path: z.string().optional(), at: z.string(), reason: z.string() }));

export function readRecord(collection: Collection, recordKey: string, body: unknown): ReadRecord {
  const { faults: listed, ...rest } = body as Record<string, unknown>;
  const form = forms[collection];
  const result = form.safeParse(rest);
  if (result.success && listed === undefined) return isNamed(collection, recordKey, result.data) ? { record: result.data, faults: null } : otherKey;
  const told = listed === undefined ? [] : (toldForm.safeParse(listed).data ?? [{ path: '', at: 'faults', reason: 'expected a list of faults' }]);
  const ofTold = told.flatMap(({ path }): FaultPath[] => (path === undefined ? [] : [path === '' ? [] : path.split('.')]));
  const issues = result.success ? [] : result.error.issues;
  // What the register refused is null here: it says better why than that null is not expected.
  const own = issues.filter(({ path }) => !ofTold.some((one) => one.join('.') === path.join('.')));
  const words = [
    ...told.map(({ path, at, reason }) => `${path === undefined || path === '' ? at : `${path} (${at})`}: ${reason}`),
    ...own.map(({ path, message }) => `${path.join('.')}: ${message}`),
  ];
  const faults = words.join('; ').slice(0, 500);
  const paths = [...ofTold, ...issues.map(({ path }) => path.map(String))];
  const mended = paths.length === 0 ? rest : mend(collection, rest, paths);
  const again = mended === null ? null : form.safeParse(mended);
  if (again === null || !again.success) return { fault: faults };
  return isNamed(collection, recordKey, again.data) ? { record: again.data, faults } : otherKey;
}

const otherKey = { fault: 'the record names another key than the feed' };

function isNamed(collection: Collection, recordKey: string, record: RecordOf<Collection>): boolean {
  return (keysOf[collection] as (record: unknown) => string)(record) === recordKey;
}

function isDistinct(values: readonly string[]): boolean {
  return new Set(values).size === values.length;
}

/** Dates seen to exist: there are few, and millions of records name them. */
const knownDates = new Set<string>();

function isDate(text: string): boolean {
  if (knownDates.has(text)) return true;
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  const exists = !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
  if (exists && knownDates.size < 100_000) knownDates.add(text);
  return exists;
}
