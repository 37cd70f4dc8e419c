// The rules of standing, at the days on which they begin and end.
import { judgeStanding, type StandingFacts } from '../../subgraphs/shared/standing';

const sound: StandingFacts = { status: { status: 'ACTIVE', since_on: '2000-01-01' }, listings: [], inspections: [], certificateTo: null };
const listing = (list: 'ABNORMAL' | 'SERIOUS_VIOLATION') => ({
  ...sound,
  listings: [{ list, listed_on: '2023-03-01', reason: '事由', removed_on: '2024-03-01' }],
});
const inspections = {
  ...sound,
  inspections: [
    { year: 2023, conclusion: 'PASSED' as const, concluded_on: '2024-05-10' },
    { year: 2022, conclusion: 'FAILED' as const, concluded_on: '2023-05-10' },
  ],
};

describe('standing', () => {
  it.each<[string, StandingFacts, string, string | null, string[]]>([
    ['is not claimed where the register has no status', { ...sound, status: null }, '2023-01-01', null, []],
    ['is good where nothing stands against it', sound, '2023-01-01', 'GOOD', []],
    ['is good the day before a listing', listing('ABNORMAL'), '2023-02-28', 'GOOD', []],
    ['is at risk from the day of an abnormal listing', listing('ABNORMAL'), '2023-03-01', 'AT_RISK', ['ABNORMAL_ACTIVITY']],
    ['is at risk until the day before its removal', listing('ABNORMAL'), '2024-02-29', 'AT_RISK', ['ABNORMAL_ACTIVITY']],
    ['is good from the day of its removal', listing('ABNORMAL'), '2024-03-01', 'GOOD', []],
    ['is barred by a serious violation', listing('SERIOUS_VIOLATION'), '2023-03-01', 'BARRED', ['SERIOUS_VIOLATION']],
    ['is good before a failed inspection is concluded', inspections, '2023-05-09', 'GOOD', []],
    ['is at risk from its conclusion', inspections, '2023-05-10', 'AT_RISK', ['INSPECTION_FAILED']],
    ['is good again when the next is passed', inspections, '2024-05-10', 'GOOD', []],
    ['is good on the last day of the certificate', { ...sound, certificateTo: '2023-12-31' }, '2023-12-31', 'GOOD', []],
    ['is at risk from the day after', { ...sound, certificateTo: '2023-12-31' }, '2024-01-01', 'AT_RISK', ['CERTIFICATE_EXPIRED']],
    ['is barred by deregistration', { ...sound, status: { status: 'DEREGISTERED', since_on: '2023-01-01' } }, '2023-01-01', 'BARRED', ['DEREGISTERED']],
    [
      'is decided by the gravest reason and names all',
      { ...listing('SERIOUS_VIOLATION'), certificateTo: '2020-12-31' },
      '2023-06-01',
      'BARRED',
      ['SERIOUS_VIOLATION', 'CERTIFICATE_EXPIRED'],
    ],
  ])('%s', (_name, facts, asOf, status, reasons) => {
    const standing = judgeStanding(facts, asOf);
    expect(standing?.status ?? null).toBe(status);
    expect(standing?.reasons.map(({ code }) => code) ?? []).toEqual(reasons);
  });

  it('says its reasons with their dates in English and Chinese', () => {
    expect(judgeStanding({ ...listing('ABNORMAL'), certificateTo: '2023-01-31' }, '2023-06-01')?.reasons).toEqual([
      {
        code: 'ABNORMAL_ACTIVITY',
        since: '2023-03-01',
        english: 'listed for abnormal activity since 2023-03-01: 事由',
        chinese: '自 2023-03-01 起列入活动异常名录：事由',
      },
      { code: 'CERTIFICATE_EXPIRED', since: '2023-02-01', english: 'without a valid certificate since 2023-02-01', chinese: '登记证书自 2023-02-01 起失效' },
    ]);
  });
});
