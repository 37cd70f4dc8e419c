// Variables in the trail: secrets never, always JSON, always bounded.
import fc from 'fast-check';
import { getOperationAST, parse } from 'graphql';
import { findSecretVariables, writeVariables } from '../../../gateway/audit/redaction';
import { generated } from '../../generated';

const marker = 'hunter2-7f3a';
const secretNames = [
  'password',
  'newPassword',
  'PASSWD',
  'clientSecret',
  'accessToken',
  'token',
  'apiKey',
  'api_key',
  'Authorization',
  'sessionId',
  'cookie',
  'credentials',
  'otp',
  'pin',
];
const none = new Set<string>();

function secretsOf(source: string): string[] {
  const document = parse(source);
  const operation = getOperationAST(document);
  if (!operation) throw new Error('expected one operation');
  return [...findSecretVariables(document, operation)].sort();
}

describe('variables', () => {
  it('under names that look secret are left out, wherever they are', () => {
    const secret = fc.constantFrom(...secretNames);
    const value = fc.letrec<{ node: unknown }>((tie) => ({
      node: fc.oneof(
        { maxDepth: 4 },
        fc.string(),
        fc.double(),
        fc.boolean(),
        fc.constant(null),
        fc.array(tie('node'), { maxLength: 5 }),
        fc.dictionary(fc.string({ maxLength: 12 }), tie('node'), { maxKeys: 5 }),
        fc
          .record({ name: secret, inner: fc.constantFrom<unknown>(marker, [marker], { deep: { deeper: marker } }) })
          .map(({ name, inner }) => ({ [name]: inner })),
      ),
    })).node;
    fc.assert(
      fc.property(fc.dictionary(fc.string({ maxLength: 12 }), value, { maxKeys: 6 }), (variables) => {
        const text = writeVariables(variables, none);
        expect(text).not.toContain(marker);
        expect(() => JSON.parse(text)).not.toThrow();
        expect(text.length).toBeLessThanOrEqual(4_000);
      }),
      generated('addresses and what stands in them', 10_000),
    );
  });

  it('that look like nothing secret are as they came', () => {
    const variables = { code: '520204', filter: { province: '640000', pinyin: 'liupanshui', passed: true, keyCounties: [1, 2.5, null] }, first: 3 };
    expect(JSON.parse(writeVariables(variables, none))).toEqual(variables);
  });

  it('that go to an argument or an input’s field that looks secret are found by the document', () => {
    expect(secretsOf('query ($a: String, $b: String, $c: String) { f(password: $a, filter: { token: [$b], name: $c }) }')).toEqual(['a', 'b']);
    expect(secretsOf('query ($x: In) { f(credentials: { inner: { deep: $x } }) g(name: "x") }')).toEqual(['x']);
    expect(secretsOf('query ($apiKey: String) { f(x: $apiKey) }')).toEqual(['apiKey']);
    expect(secretsOf('query ($a: String) { ...F } fragment F on Query { f(secret: $a) }')).toEqual(['a']);
    expect(JSON.parse(writeVariables({ a: marker, b: 1 }, new Set(['a'])))).toEqual({ a: '[redacted]', b: 1 });
  });

  it('that are long, many or deep are cut, and say so', () => {
    const text = writeVariables(
      { long: 'x'.repeat(10_000), many: Array.from({ length: 1_000 }, (_, index) => index), deep: JSON.parse('['.repeat(30) + ']'.repeat(30)) },
      none,
    );
    const { long, many } = JSON.parse(text);
    expect(long).toMatch(/^x{200}… \[10000 characters\]$/);
    expect(many).toHaveLength(51);
    expect(many[50]).toBe('[1000 items]');
    expect(text).toContain('[too deep]');
    // However much there is, little of it is looked at.
    const wide = (depth: number): unknown => (depth === 0 ? 1 : Array.from({ length: 40 }, () => wide(depth - 1)));
    const cut = writeVariables({ wide: wide(3) }, none);
    expect(cut).toContain('[too many]');
    expect(cut.length).toBeLessThanOrEqual(4_000);
    expect(JSON.parse(writeVariables({ ['p'.repeat(5_000)]: 1 }, none))).toEqual({ ['p'.repeat(200)]: '[redacted]' });
    const names = Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`v${index}`, 'y'.repeat(190)]));
    expect(JSON.parse(writeVariables(names, none)).v0).toBe('[too long]');
  });
});
