// GB 32100-2015 against published codes, and against generated ones.
import fc from 'fast-check';
import { creditCodeCheckDigit, findCreditCodeFault, organizationCheckDigit } from '../../subgraphs/shared/credit-code';
import { requireCreditCode, requireDivisionCode } from '../../subgraphs/shared/input';
import { generated } from '../generated';

const symbols = [...'0123456789ABCDEFGHJKLMNPQRTUWXY'];
const published = [
  '53100000500021676K',
  '53100000500019795A',
  '51100000500002862F',
  '51100000500009247D',
  '51100000500012681T',
  '53440300305837768J',
  '51310110501144395U',
];

/** Sound codes of any organization whose organization check digit the credit code's alphabet can hold. */
const soundCodes = fc
  .record({
    head: fc.array(fc.constantFrom(...symbols), { minLength: 8, maxLength: 8 }),
    body: fc.array(fc.constantFrom(...symbols), { minLength: 8, maxLength: 8 }),
  })
  .map(({ head, body }) => {
    const first17 = head.join('') + body.join('') + organizationCheckDigit(body.join(''));
    return first17 + creditCodeCheckDigit(first17);
  });

describe('a credit code', () => {
  it.each(published)('%s, published, is sound', (code) => {
    expect(findCreditCodeFault(code)).toBeNull();
  });

  it.each([
    ['53100000500010502H', 'ORGANIZATION_CHECK_DIGIT'],
    ['53100000500006330J', 'ORGANIZATION_CHECK_DIGIT'],
    ['53100000500020462H', 'CHECK_DIGIT'],
    ['52110101MJ0018899X', 'ORGANIZATION_CHECK_DIGIT'],
    ['53440300MJL0167883', 'ORGANIZATION_CHECK_DIGIT'],
  ])('%s, seen in the wild, fails %s', (code, check) => {
    expect(findCreditCodeFault(code)?.check).toBe(check);
  });

  it('is sound when made with both check digits', () => {
    fc.assert(
      fc.property(soundCodes, (code) => expect(findCreditCodeFault(code)).toBeNull()),
      generated('sound credit codes', 1_000),
    );
  });

  it('shows any one wrong character', () => {
    fc.assert(
      fc.property(soundCodes, fc.nat(17), fc.constantFrom(...symbols), (code, i, symbol) => {
        fc.pre(code.charAt(i) !== symbol);
        expect(findCreditCodeFault(code.slice(0, i) + symbol + code.slice(i + 1))).not.toBeNull();
      }),
      generated('credit codes with a wrong character', 1_000),
    );
  });

  it('never throws, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 30, unit: 'binary' }), (text) => void findCreditCodeFault(text)),
      generated('texts for credit codes', 1_000),
    );
  });
});

describe('a code as people type it', () => {
  const wide = (text: string) => text.replace(/[!-~]/g, (character) => String.fromCharCode(character.charCodeAt(0) + 0xfee0));
  const between = fc.constantFrom('', '', '', ' ', '\u3000', '\u00a0', '\t', '\u200b', '\ufeff', '\u2060', '\u00ad');
  const forms = fc.constantFrom<(text: string) => string>(
    (text) => text,
    (text) => text.toLowerCase(),
    wide,
    (text) => wide(text.toLowerCase()),
  );
  const typed = (code: string) =>
    fc
      .array(fc.tuple(forms, between), { minLength: code.length, maxLength: code.length })
      .map((parts) => parts.map(([form, gap], i) => gap + form(code.charAt(i)) + gap).join(''));

  it('is the code that the register holds', () => {
    const cases = soundCodes.chain((code) => typed(code).map((text) => ({ code, text })));
    fc.assert(
      fc.property(cases, ({ code, text }) => expect(requireCreditCode(text)).toBe(code)),
      generated('credit codes as typed', 1_000),
    );
  });

  it('is the division’s', () => {
    fc.assert(
      fc.property(typed('530627'), (text) => expect(requireDivisionCode(text)).toBe('530627')),
      generated('division codes as typed', 1_000),
    );
  });

  it.each([
    ['５３１００００0 500021676', 'a credit code has 18 characters; got 17'],
    [`${published[0]}𠀀`, 'a credit code has 18 characters; got 19'],
    ['5310000050002167𠀀k', 'position 17 holds a character that no credit code has'],
    ['5310000050002167ßk', 'position 17 holds a character that no credit code has'],
    ['53100000500021676l', 'position 18, the check digit of the whole code, is wrong'],
    ['53100000500021676i', 'position 18 holds a character that no credit code has (digits and capital letters but I, O, S, V, Z)'],
  ])('is refused for what is wrong with it: %s', (text, message) => {
    expect(() => requireCreditCode(text)).toThrow(message);
  });

  it.each(['53062', '5306277', '53062a', '５３０６２', '', '   '])('is no division’s: %j', (text) => {
    expect(() => requireDivisionCode(text)).toThrow('a division code (GB/T 2260) has six digits');
  });
});
