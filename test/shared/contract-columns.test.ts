// What each type of column takes out of a database, in which form, and what it refuses.
import fc from 'fast-check';
import * as column from '../../subgraphs/shared/contract/columns';
import { isDate } from '../../subgraphs/shared/scalars';
import { generated } from '../generated';

const refused = undefined;
const notDays = [
  '20210827',
  '2021/08/27',
  '2021.08.27',
  '2021-8-27',
  '0000-00-00',
  '0000-01-01',
  '0999-01-01',
  '2023-00-10',
  '2023-02-30',
  '2023-13-01',
  '',
  ' ',
  '无',
];
const timedDays = ['2021-08-27 16:00:00', '2021-08-27T08:00:00Z', '2021-08-27 00:00:01', '2021-08-27 ', ' 2021-08-27', '2021-08-27+08:00'];
const noText = [new Date(0), Buffer.from('2021-08-27'), {}, [], true, 1.5, Number.NaN];

const cases: Record<string, [column: column.Column, taken: [unknown, unknown][], refused: unknown[]]> = {
  date: [
    column.date,
    [
      ['2021-08-27', '2021-08-27'],
      ['2021-08-27 00:00:00', '2021-08-27'],
      ['2021-08-27 00:00:00.000000', '2021-08-27'],
      ['2021-08-27T00:00:00Z', '2021-08-27'],
      ['2024-02-29', '2024-02-29'],
      ['9999-12-31', '9999-12-31'],
    ],
    [...notDays, ...timedDays, ...noText, 20210827, 1630022400000],
  ],
  endDate: [
    column.endDate,
    [
      ['2025-12-31', '2025-12-31'],
      ['9999-12-31', null],
      ['9999-12-31 00:00:00', null],
      ['9999-12-31 23:59:59', null],
      ['9999-12-31 23:59:59.999999', null],
      ['9999-12-30', '9999-12-30'],
    ],
    [...notDays, ...timedDays, ...noText, '9999-12-31x', '9999-12-31 25:00:00', 99991231],
  ],
  instant: [
    column.instant,
    [
      ['2024-01-01 08:00:00.123', '2024-01-01 08:00:00.123'],
      ['2024-01-01 08:00:00', '2024-01-01 08:00:00.000'],
      ['2024-01-01 08:00:00.1', '2024-01-01 08:00:00.100'],
      ['2024-01-01 08:00:00.123999', '2024-01-01 08:00:00.123'],
      ['2024-01-01T08:00:00Z', '2024-01-01 08:00:00.000'],
      ['2024-01-01T08:00:00.5Z', '2024-01-01 08:00:00.500'],
      ['2024-01-01T02:00:00+08:00', '2023-12-31 18:00:00.000'],
      ['2024-01-01T02:00:00+0800', '2023-12-31 18:00:00.000'],
    ],
    [
      ...notDays,
      '2024-01-01',
      '2024-01-01 24:00:00',
      '2024-01-01 08:60:00',
      '2024-01-01 08:00',
      '2024-01-01 08:00:00 ',
      '2023-02-30 08:00:00',
      1704067200000,
      new Date(),
    ],
  ],
  fen: [
    column.fen,
    [
      [0, 0],
      [120_000, 120_000],
      ['120000', 120_000],
      ['120000.000', 120_000],
      [120_000n, 120_000],
      ['9007199254740991', Number.MAX_SAFE_INTEGER],
    ],
    ['1,200', '1200.5', 1200.5, -1, '-1', '9007199254740992', 2 ** 53, '1e5', '', ' 1', '￥1', Number.NaN, Number.POSITIVE_INFINITY, true],
  ],
  count: [
    column.count,
    [
      ['300', 300],
      [2 ** 31 - 1, 2 ** 31 - 1],
      ['0', 0],
    ],
    [2 ** 31, -1, '约300', '３００', 0.5, '', false],
  ],
  year: [column.year, [['2023', 2023]], [23, '23', '二〇二三', 20230, 2023.5]],
  flag: [
    column.flag,
    [
      [0, 0],
      [1, 1],
      ['0', 0],
      ['1', 1],
      [true, 1],
      [false, 0],
      [Buffer.from([1]), 1],
      [Buffer.from([0]), 0],
    ],
    ['Y', 'N', '是', '否', 2, -1, '', 'true', Buffer.from([2])],
  ],
  oneOf: [column.oneOf(['NATIONAL_KEY', 'PROVINCIAL_KEY']), [['NATIONAL_KEY', 'NATIONAL_KEY']], ['国家级', 'national_key', 'NATIONAL_KEY ', '', 1, 'toString']],
  creditCode: [column.creditCode, [['53100000500021676K', '53100000500021676K']], ['53100000500021676k', '53100000500021676K ', '5310000050002167', '', 5]],
  divisionCode: [
    column.divisionCode,
    [
      ['520204', '520204'],
      [520204, '520204'],
    ],
    ['52020', '5202040', '520204 ', '５２０２０４', 52020, '020204', 520204.5],
  ],
  id: [
    column.id,
    [
      ['P-1', 'P-1'],
      [17, '17'],
      [17n, '17'],
      ['项目 1', '项目 1'],
    ],
    ['P-1 ', ' P-1', '', ' ', 'x'.repeat(41), 'a\u0000b', 'a\n', 1.5, Buffer.from('P')],
  ],
  text: [
    column.text,
    [
      ['水城区 ', '水城区 '],
      [5, '5'],
    ],
    ['', '  ', '\u3000', Buffer.from('x'), new Date(), {}],
  ],
  textOrNull: [
    column.textOrNull,
    [
      ['x', 'x'],
      ['', null],
      [' \u3000', null],
    ],
    [Buffer.from('x'), {}],
  ],
};

describe.each(Object.entries(cases))('a column of type %s', (_name, [type, taken, others]) => {
  it.each(taken)('takes %p as %p', (value, read) => expect(type.read(value)).toBe(read));
  it.each(others.map((value) => [value]))('refuses %p', (value) => expect(type.read(value)).toBe(refused));
});

describe('any value at all', () => {
  const form: Record<string, (value: unknown) => boolean> = {
    date: isDate,
    endDate: (value) => value === null || isDate(value),
    instant: (value) => typeof value === 'string' && new Date(`${value.replace(' ', 'T')}Z`).toISOString() === `${value.replace(' ', 'T')}Z`,
    fen: (value) => Number.isSafeInteger(value) && Number(value) >= 0,
    count: (value) => Number.isInteger(value) && Number(value) >= 0 && Number(value) < 2 ** 31,
    year: (value) => /^\d{4}$/.test(String(value)) && typeof value === 'number',
    flag: (value) => value === 0 || value === 1,
    oneOf: (value) => value === 'NATIONAL_KEY' || value === 'PROVINCIAL_KEY',
    creditCode: (value) => typeof value === 'string' && value.length === 18,
    divisionCode: (value) => typeof value === 'string' && /^\d{6}$/.test(value),
    id: (value) => typeof value === 'string' && value.trim() === value && value !== '',
    text: (value) => typeof value === 'string' && value.trim() !== '',
    textOrNull: (value) => value === null || (typeof value === 'string' && value.trim() !== ''),
  };
  const digits = fc.stringMatching(/^-?\d{1,20}(\.\d{0,3})?$/);
  const days = fc.stringMatching(/^[0-9]{4}[-/.]?[0-9]{2}[-/.]?[0-9]{2}([ T][0-2][0-9]:[0-6][0-9](:[0-6][0-9](\.[0-9]{0,7})?)?)?(Z|\+08:?00)?$/);
  const anything = fc.oneof(fc.anything({ withBigInt: true, withDate: true, withTypedArray: true }), fc.string({ unit: 'binary' }), digits, days);

  it('leaves in the form of its type, or not at all; and is taken again as it left', () => {
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(cases)), anything, (name, value) => {
        const type = cases[name]?.[0];
        const read = value === null || value === undefined ? undefined : type?.read(value);
        if (read === undefined) return;
        expect([name, value, read, form[name]?.(read)]).toEqual([name, value, read, true]);
        if (read !== null) expect(type?.read(read)).toBe(read);
      }),
      generated('values of databases', 20_000),
    );
  });
});
