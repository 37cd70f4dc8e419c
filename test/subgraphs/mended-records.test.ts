// What is left of a record of a feed when something in it is no value, and what is said of it.
import { type Collection, readRecord } from '../../subgraphs/statistics/read-model/records';

const organization = {
  code: '53100000500021676K',
  kind: 'FOUNDATION',
  sector: null,
  level: 'NATIONAL',
  homeProvince: null,
  certificateTo: null,
  businessScope: null,
  statuses: [{ status: 'ACTIVE', since: '1990-01-01', until: null }],
  evaluations: [],
  inspections: [],
  listings: [],
};
const county = {
  code: '520204',
  name: '水城区',
  province: '520000',
  prefecture: '520200',
  ethnicMinorityArea: true,
  borderCounty: null,
  oldRevolutionaryBase: false,
  threeRegionsThreePrefectures: false,
  formerCodes: ['520221'],
  designations: [{ list: 'NATIONAL_KEY', from: '2021-08-27', to: '2025-12-31' }],
};
const pairing = {
  id: 'P1',
  mechanism: 'NATIONAL',
  pledgedFen: 5,
  organizations: ['53100000500021676K'],
  counties: [{ county: '520204', recorded: '520204', consentedOn: null }],
  kinds: ['EDUCATION'],
  statuses: [{ status: 'ACTIVE', since: '2022-01-01', until: null }],
};
const told = (path: string | undefined) => ({ faults: [{ ...(path === undefined ? {} : { path }), at: 'relation.column', reason: 'expected one' }] });
const anyList = (from: string, to: string | null) => ['NATIONAL_KEY', 'PROVINCIAL_KEY'].map((list) => ({ list, from, to, isDoubtful: true }));

describe('a record with a fault', () => {
  it.each<[string, Collection, string, object, object, RegExp]>([
    [
      'told of a field',
      'organization',
      organization.code,
      { ...organization, level: null, ...told('level') },
      { level: null, faulty: ['level'] },
      /level \(relation.column\): expected one/,
    ],
    [
      'told of what is not counted',
      'organization',
      organization.code,
      { ...organization, ...told(undefined) },
      organization,
      /^relation.column: expected one$/,
    ],
    [
      'of two statuses on a day',
      'organization',
      organization.code,
      {
        ...organization,
        statuses: [
          { status: 'ACTIVE', since: '2020-01-01', until: null },
          { status: 'REVOKED', since: '2021-01-01', until: null },
        ],
      },
      { statuses: [], faulty: ['statuses'] },
      /statuses: expected one status to hold on a day/,
    ],
    [
      'in one of its listings',
      'organization',
      organization.code,
      { ...organization, listings: [{ list: 'BLACK', listedOn: '2023-01-01', reason: 'x', removedOn: null }] },
      { listings: [], faulty: ['listings'] },
      /listings.0.list: /,
    ],
    [
      'in a designation’s list',
      'county',
      county.code,
      { ...county, designations: [{ ...county.designations[0], list: '国家级' }] },
      { designations: anyList('2021-08-27', '2025-12-31') },
      /designations.0.list: /,
    ],
    [
      'told of a designation’s end',
      'county',
      county.code,
      { ...county, designations: [{ ...county.designations[0], to: null }], ...told('designations.0.to') },
      { designations: [{ list: 'NATIONAL_KEY', from: '2021-08-27', to: null, isDoubtful: true }] },
      /designations.0.to/,
    ],
    [
      'in a designation that ends before it begins',
      'county',
      county.code,
      { ...county, designations: [{ list: 'NATIONAL_KEY', from: '2022-01-01', to: '2021-01-01' }] },
      { designations: [{ list: 'NATIONAL_KEY', from: '0001-01-01', to: null, isDoubtful: true }] },
      /validity to end no earlier/,
    ],
    [
      'in the province',
      'county',
      county.code,
      { ...county, province: '贵州' },
      { province: '520000', faulty: ['province'] },
      /province: expected a division code/,
    ],
    ['in the name', 'county', county.code, { ...county, name: null }, { name: '520204', faulty: ['name'] }, /name: /],
    ['in a kind of help', 'pairing', 'P1', { ...pairing, kinds: ['EDUCATION', '教育'] }, { kinds: ['EDUCATION'], faulty: ['kinds'] }, /kinds.1: /],
    ['in the mechanism', 'pairing', 'P1', { ...pairing, mechanism: 'OTHER' }, { mechanism: null, faulty: ['mechanism'] }, /mechanism: /],
    [
      'in a consent',
      'pairing',
      'P1',
      { ...pairing, counties: [{ county: '520204', recorded: '520204', consentedOn: '2022/01/01' }] },
      { counties: [{ county: '520204', recorded: '520204', consentedOn: null }] },
      /consentedOn/,
    ],
  ])('%s (%s) counts without it', (_case, collection, key, body, left, faults) => {
    expect(readRecord(collection, key, body)).toEqual({ record: expect.objectContaining(left), faults: expect.stringMatching(faults) });
  });

  it.each<[string, Collection, string, object]>([
    ['of the whole', 'organization', organization.code, { ...organization, ...told('') }],
    ['in its key', 'organization', organization.code, { ...organization, code: 'x' }],
    ['in a field that decides what it is', 'need', 'N1', { id: 'N1', county: '520204', kind: '教育', statedOn: '2022-01-01', statuses: [] }],
    ['in what it says of faults', 'county', county.code, { ...county, faults: 'many' }],
  ])('%s does not count', (_case, collection, key, body) => {
    expect(readRecord(collection, key, body)).toEqual({ fault: expect.any(String) });
  });
});

describe('an end of 9999-12-31', () => {
  it('is none', () => {
    const body = { ...county, designations: [{ list: 'NATIONAL_KEY', from: '2021-08-27', to: '9999-12-31' }] };
    expect(readRecord('county', county.code, body)).toMatchObject({ record: { designations: [{ to: null }] }, faults: null });
  });
});
