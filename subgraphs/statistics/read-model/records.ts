// What a record of each feed must look like to be counted. A record that does not is kept aside with the reason; nothing
// else of the feed suffers by it.
import { z } from 'zod';
import { grades, helpKinds, levels, mechanisms, organizationKinds, sectors } from '../codes';

const date = z.string().refine(isDate, 'expected a date that exists, as YYYY-MM-DD');
const division = z.string().regex(/^\d{6}$/, 'expected a division code of six digits');
const creditCode = z.string().regex(/^[0-9A-HJ-NPQRTUWXY]{18}$/, 'expected a credit code of 18 characters');
const key = z.string().min(1).max(30);
const fen = z.int();
const people = z.int();

/** Intervals of a status; a later one begins no earlier. */
const statuses = <Status extends string>(names: readonly [Status, ...Status[]]) =>
  z
    .array(z.object({ status: z.enum(names), since: date, until: date.nullable() }))
    .refine((rows) => rows.every(({ since, until }) => until === null || since <= until), 'expected a status to end no earlier than it begins')
    .refine((rows) => isDistinct(rows.map(({ since }) => since)), 'expected one status to begin on a day');

const validity = <Row extends { from: string | null; to: string | null }>(rows: readonly Row[]) =>
  rows.every(({ from, to }) => from === null || to === null || from <= to);
const backwards = 'expected a validity to end no earlier than it begins';

const organization = z.object({
  code: creditCode,
  kind: z.enum(organizationKinds).nullable(),
  sector: z.enum(sectors).nullable(),
  level: z.enum(levels).nullable(),
  homeProvince: division.nullable(),
  certificateTo: date.nullable(),
  businessScope: z.string().nullable(),
  statuses: statuses(['ACTIVE', 'DEREGISTERED', 'REVOKED']),
  evaluations: z.array(z.object({ grade: z.enum(grades), from: date, to: date })).refine(validity, backwards),
  inspections: z.array(z.object({ year: z.int(), conclusion: z.enum(['PASSED', 'BASICALLY_PASSED', 'FAILED']), concludedOn: date })),
  listings: z.array(z.object({ list: z.enum(['ABNORMAL', 'SERIOUS_VIOLATION']), listedOn: date, reason: z.string(), removedOn: date.nullable() })),
});

const province = z.object({ code: division, name: z.string(), region: z.enum(['EAST', 'CENTRAL', 'WEST', 'NORTHEAST']).nullable() });
const prefecture = z.object({ code: division, name: z.string() });
const partnership = z.object({ east: division, west: division, from: date.nullable(), to: date.nullable() }).refine((row) => validity([row]), backwards);

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
  designations: z.array(z.object({ list: z.string(), from: date, to: date.nullable() })).refine(validity, backwards),
});

const need = z.object({ id: key, county: division, kind: z.enum(helpKinds), statedOn: date, statuses: statuses(['OPEN', 'PARTLY_MET', 'MET', 'WITHDRAWN']) });

const pairing = z.object({
  id: key,
  mechanism: z.enum(mechanisms),
  pledgedFen: fen.nullable(),
  organizations: z.array(creditCode),
  counties: z.array(z.object({ county: division, recorded: division, consentedOn: date.nullable() })),
  kinds: z.array(z.enum(helpKinds)),
  statuses: statuses(['PROPOSED', 'AGREED', 'ACTIVE', 'ENDED', 'WITHDRAWN']),
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

/** A record as it is kept, with what it says beyond its form left out; or what is wrong with it, in words that hold none of its values. */
export type ReadRecord = { record: RecordOf<Collection> } | { fault: string };

export function readRecord(collection: Collection, recordKey: string, body: unknown): ReadRecord {
  const result = forms[collection].safeParse(body);
  if (!result.success) {
    const faults = result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
    return { fault: faults.join('; ').slice(0, 500) };
  }
  const own = (keysOf[collection] as (record: unknown) => string)(result.data);
  return own === recordKey ? { record: result.data } : { fault: 'the record names another key than the feed' };
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
