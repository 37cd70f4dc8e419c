// What is logged holds no secrets, however they got there.
import fc from 'fast-check';
import { inspect } from 'node:util';
import { redactText } from '../../subgraphs/shared/log-redaction';
import { generated } from '../generated';

const secret = 'hunter2-7f3a';
const token = 'eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiJhbmFseXN0In0.c2lnbmF0dXJl';

describe('a line of the log', () => {
  it.each([
    ['an address with a password', `connect to mysql://reader:${secret}@db.internal:3306/counties failed`],
    ['a password with signs in it', `mariadb://reader:a@${secret}:b@db/counties`],
    ['an address of Redis', `rediss://:${secret}@cache:6379/0`],
    ['a bearer token', `refused: Authorization: Bearer ${secret}`],
    ['a basic password', `authorization: Basic ${Buffer.from(`user:${secret}`).toString('base64')}`],
    ['a JSON Web Token alone', `the token ${token} has expired`],
    ['headers as JSON', JSON.stringify({ headers: { authorization: secret, Cookie: `session=${secret}`, accept: '*/*' } })],
    ['JSON within JSON', JSON.stringify({ msg: JSON.stringify({ body: JSON.stringify({ password: secret }) }) })],
    ['a private key as a JSON Web Key', JSON.stringify({ kty: 'OKP', crv: 'Ed25519', x: 'public', d: secret })],
    ['an object as Node prints it', inspect({ config: { password: secret, authorization: `Bearer ${secret}` } }, { depth: 9 })],
  ])('holds no secret of %s', (_name, text) => {
    const redacted = redactText(text);
    expect(redacted).not.toContain(secret);
    expect(redacted).not.toContain(token);
    expect(redacted).not.toContain(Buffer.from(`user:${secret}`).toString('base64'));
    expect(redacted).toContain('[redacted]');
  });

  it.each([
    'http://127.0.0.1:4001/graphql',
    'the database of counties cannot be reached',
    '{"level":30,"msg":"the gateway listens on port 4000"}',
    'select `d` from x where a = @b',
  ])('that holds none is as it was: %s', (text) => {
    expect(redactText(text)).toBe(text);
  });

  it('of JSON is still JSON; generated ones', () => {
    const name = fc.constantFrom('authorization', 'cookie', 'password', 'secret', 'token', 'msg', 'url');
    const value = fc.oneof(
      fc.string().map((text) => text + secret),
      fc.constant(`mysql://u:${secret}@h/d`),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(name, value)), (members) => {
        const line = JSON.stringify(members.map(([key, text]) => ({ [key]: text })));
        const parsed = JSON.parse(redactText(line)) as Record<string, string>[];
        for (const member of parsed) {
          for (const [key, text] of Object.entries(member)) if (key !== 'msg' && key !== 'url') expect(text).toBe('[redacted]');
        }
      }),
      generated('log lines', 5_000),
    );
  });
});
