// JSON without loss, on generated texts: read and written again it is the same text, and it is JSON for nobody else's reader alone.
import fc from 'fast-check';
import { exactDigits, markNumbers, parseExactJson, readExactJson, restoreNumbers, roundExact } from '../../gateway/exact-json';
import { generated } from '../generated';

const digits = (min: number, max: number) => fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: min, maxLength: max });

/** A number as JSON writes one, in any of its forms. */
const number = fc
  .tuple(
    fc.constantFrom('', '-'),
    fc.oneof(
      fc.constant('0'),
      fc.tuple(fc.constantFrom(...'123456789'), digits(0, 25)).map((parts) => parts.join('')),
    ),
  )
  .chain(([sign, whole]) =>
    fc
      .tuple(
        fc.oneof(
          fc.constant(''),
          digits(1, 25).map((part) => `.${part}`),
        ),
        fc.oneof(fc.constant(''), fc.constantFrom('e5', 'E-400', 'e+400', 'e0')),
      )
      .map(([fraction, exponent]) => sign + whole + fraction + exponent),
  );

const text = fc
  .oneof(fc.string(), number, fc.constantFrom('{"a":12345678901234567890}', '\\', '"', ',"b":1.10', '贵州', '\\"'))
  .map((value) => JSON.stringify(value));

/** JSON as text, without spaces. */
const { json } = fc.letrec<{ json: string }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 4 },
    number,
    text,
    fc.constantFrom('true', 'false', 'null'),
    fc.array(tie('json'), { maxLength: 4 }).map((items) => `[${items}]`),
    fc
      .uniqueArray(fc.tuple(text, tie('json')), { maxLength: 4, selector: ([name]) => name })
      .filter((members) => members.every(([name]) => !/^"(\d+|__proto__)"$/.test(name)))
      .map((members) => `{${members.map(([name, value]) => `${name}:${value}`)}}`),
  ),
}));

function read(parse: (text: string) => unknown, source: string): unknown {
  try {
    return { value: parse(source) };
  } catch {
    return 'no JSON';
  }
}

describe('exact JSON', () => {
  it('comes out as it went in, and is otherwise what JSON’s own reader gives', () => {
    fc.assert(
      fc.property(json, (value) => {
        const source = `{"data":${value}}`;
        expect(restoreNumbers(JSON.stringify(parseExactJson(source)))).toBe(source);
        expect(JSON.parse(JSON.stringify(parseExactJson(source)), (_name, item) => roundExact(item))).toEqual(JSON.parse(source));
      }),
      generated('exact JSON', 5_000),
    );
  });

  it('is no JSON where it is none for JSON’s own reader', () => {
    const spoiled = fc.tuple(json, fc.nat(), fc.constantFrom('', '"', ':', ',', '12345678901234567890', '1.10', '-', '0', '{', '}', ' ', '\n', '\\'));
    fc.assert(
      fc.property(spoiled, ([value, place, put]) => {
        const source = `{"data":${value}}`;
        const at = place % source.length;
        const broken = source.slice(0, at) + put + source.slice(at + 1);
        expect(typeof read(parseExactJson, broken)).toBe(typeof read(JSON.parse, broken));
      }),
      generated('spoiled JSON', 5_000),
    );
  });

  it('leaves a text alone that has nothing to lose', () => {
    const source = '{"a":1,"b":-1.5,"c":0.14285714285714285,"d":"51100000500000001X","e":"1.10","f":9007199254740991,"g":[100,0]}';
    expect(Object.values(parseExactJson(source) as object).map(exactDigits)).toEqual(Array(7).fill(null));
    expect(markNumbers(source)).toBe(source);
  });

  it('is UTF-8, with a byte order mark or without', () => {
    expect(readExactJson(Buffer.from('\ufeff{"a":"贵州"}'))).toEqual({ a: '贵州' });
    for (const bytes of [
      [0x22, 0xe9, 0x22],
      [0x22, 0xed, 0xa0, 0x80, 0x22],
      [0x22, 0xc0, 0xaf, 0x22],
      [0xfe, 0xff, 0x00, 0x22],
    ])
      expect(() => readExactJson(Buffer.from(bytes))).toThrow(SyntaxError);
  });
});
