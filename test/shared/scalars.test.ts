// Dates and money: what is taken in, and what goes out.
import fc from 'fast-check';
import { addDays, DateScalar, DateTimeScalar, formatMoney, parseDate, parseMoney, today } from '../../subgraphs/shared/scalars';
import { generated } from '../generated';

describe('Date', () => {
  it.each([
    '2023-02-29',
    '2023-13-01',
    '2023-00-10',
    '2023-04-31',
    '23-01-01',
    '2023-1-1',
    '2023-01-01T00:00:00Z',
    '',
    ' 2023-01-01',
    20230101,
    null,
    ['2023-01-01'],
  ])('refuses %p', (value) => {
    expect(() => parseDate(value)).toThrow(/expected a date that exists/);
  });

  it('takes every day that exists', () => {
    fc.assert(
      fc.property(fc.date({ min: new Date('1900-01-01'), max: new Date('2100-01-01'), noInvalidDate: true }), (date) => {
        const text = date.toISOString().slice(0, 10);
        expect(parseDate(text)).toBe(text);
      }),
      generated('days', 1_000),
    );
  });

  it('writes days that exist and nothing else', () => {
    expect(DateScalar.serialize('2023-12-31')).toBe('2023-12-31');
    for (const value of [new Date(), '2023-02-30', '20231231', '2023-12-31 00:00:00', '0000-00-00'])
      expect(() => DateScalar.serialize(value)).toThrow(/a day that exists/);
  });

  it('has no day before the first or after the last of the calendar', () => {
    expect([addDays('9999-12-31', 1), addDays('9999-12-30', 1), addDays('0001-01-01', -1), addDays('2024-02-28', 1)]).toEqual([
      '9999-12-31',
      '9999-12-31',
      '0001-01-01',
      '2024-02-29',
    ]);
  });

  it('is today in Beijing', () => {
    expect(today()).toBe(new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10));
  });
});

describe('DateTime', () => {
  it('is written in UTC', () => {
    expect(DateTimeScalar.serialize('2026-07-01 08:30:00.250')).toBe('2026-07-01T08:30:00.250Z');
    for (const value of ['2026-07-01', '2026-07-01 08:30:00', '2026-13-01 08:30:00.000', 5])
      expect(() => DateTimeScalar.serialize(value)).toThrow(/an instant/);
  });
});

describe('Money', () => {
  it('reads and writes every amount exactly', () => {
    fc.assert(
      fc.property(fc.integer({ min: -9e14, max: 9e14 }), (fen) => expect(parseMoney(formatMoney(fen))).toBe(fen)),
      generated('sums of money', 1_000),
    );
  });

  it('has two decimals', () => {
    expect([0, 5, 100, 123456, -5, -12345].map(formatMoney)).toEqual(['0.00', '0.05', '1.00', '1234.56', '-0.05', '-123.45']);
  });

  it.each(['1.234', '1e5', '', '1,000', ' 1', '一', 5, null, '99999999999999999'])('refuses %p', (value) => {
    expect(() => parseMoney(value)).toThrow(/amount in yuan/);
  });
});
