// What is left of a record when some of its values are none: each field without what is wrong in it. Null where a record without
// that field says nothing that may be counted. Fields that were mended are named in `faulty`, for what depends on them is not known.
import { groupBy } from '../../shared/group-by';
import { designationLists } from '../codes';
import type { Collection } from './records';

/** Where a value of a body is wrong: names and places, from the outside in. */
export type FaultPath = readonly (string | number)[];

/** A field's value without what is wrong at some paths within it. */
type Mend = (value: unknown, paths: readonly FaultPath[], body: Readonly<Record<string, unknown>>) => unknown;

const absent: Mend = () => null;
const cleared: Mend = () => [];
/** A list without the items that have a fault; without any where the fault is the list's own. */
const dropped: Mend = (value, paths) =>
  Array.isArray(value) && paths.every(({ length }) => length > 0) ? value.filter((_item, i) => !paths.some(([at]) => Number(at) === i)) : [];

/** An item of a list keeps its place without a date that says nothing of which it is. */
const withoutConsent: Mend = (value, paths, body) =>
  dropped(
    Array.isArray(value)
      ? value.map((item, i) => (paths.some(([at, field]) => Number(at) === i && field === 'consentedOn') ? { ...item, consentedOn: null } : item))
      : value,
    paths.filter(([, field]) => field !== 'consentedOn'),
    body,
  );

/** Designations as wide as they may be: one whose list is none may be on any, one whose dates are none at any time. */
const widened: Mend = (value, paths) => {
  if (!Array.isArray(value)) return [];
  const isOfList = paths.some(({ length }) => length === 0);
  return value.flatMap((item: unknown, i) => {
    const own = paths.filter(([at]) => Number(at) === i);
    if (own.length === 0 && !isOfList) return [item];
    const { list, from, to } = (typeof item === 'object' && item !== null ? item : {}) as Record<string, unknown>;
    const isWrong = (field: string) => isOfList || own.some(([, name]) => name === undefined || name === field);
    const known = designationLists.filter((name) => name === list);
    const lists = known.length > 0 ? known : designationLists;
    return lists.map((name) => ({ list: name, from: isWrong('from') ? firstDay : from, to: isWrong('to') ? null : to, isDoubtful: true }));
  });
};

const firstDay = '0001-01-01';

/** What can be mended of each kind of record. A fault in any other field leaves nothing to count. */
const mends: Readonly<Record<Collection, Readonly<Record<string, Mend>>>> = {
  province: { region: absent },
  prefecture: {},
  partnership: {},
  county: {
    name: (_value, _paths, { code }) => code,
    // A county's code begins with its province's (GB/T 2260).
    province: (_value, _paths, { code }) => `${String(code).slice(0, 2)}0000`,
    prefecture: absent,
    ethnicMinorityArea: absent,
    borderCounty: absent,
    oldRevolutionaryBase: absent,
    threeRegionsThreePrefectures: absent,
    formerCodes: dropped,
    designations: widened,
  },
  need: {},
  organization: {
    kind: absent,
    sector: absent,
    level: absent,
    homeProvince: absent,
    certificateTo: absent,
    businessScope: absent,
    statuses: cleared,
    evaluations: dropped,
    inspections: dropped,
    listings: dropped,
  },
  pairing: { mechanism: absent, pledgedFen: absent, organizations: dropped, counties: withoutConsent, kinds: dropped, statuses: cleared },
  project: {
    pairing: absent,
    volunteersTrained: absent,
    socialWorkersTrained: absent,
    organizationsCultivated: absent,
    need: absent,
    lead: absent,
    partners: dropped,
    reports: dropped,
  },
};

/** @param paths where the body is wrong; not empty */
export function mend(collection: Collection, body: Readonly<Record<string, unknown>>, paths: readonly FaultPath[]): Record<string, unknown> | null {
  const mended: Record<string, unknown> = { ...body };
  const fields = groupBy(paths, ([field = '']) => String(field));
  for (const [field, own] of fields) {
    const rule = Object.hasOwn(mends[collection], field) ? mends[collection][field] : undefined;
    if (rule === undefined) return null;
    mended[field] = rule(
      body[field],
      own.map((path) => path.slice(1)),
      body,
    );
  }
  return { ...mended, faulty: [...fields.keys()] };
}
