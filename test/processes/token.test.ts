// npm run token: a token for local trials, good for the embedded gateway of development on the same data folder alone.
import { cpSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ask } from '../graph/graph';
import { type Running, run } from './process';

let folder: string;
const running: Running[] = [];

beforeAll(() => {
  folder = path.join(mkdtempSync(path.join(os.tmpdir(), 'jiedui-token-')), 'data');
  // With databases built already a start is quick.
  cpSync(String(process.env.TEST_SQLITE_DIR), folder, { recursive: true });
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((each) => each.stop()));
});
afterAll(() => rmSync(path.dirname(folder), { recursive: true }));

async function makeToken(flags: string[], environment: Record<string, string> = {}): Promise<{ output: string; code: number | null }> {
  const made = run('gateway/token.ts', flags, { JIEDUI_DATA_DIR: folder, ...environment });
  const code = await made.exited;
  return { output: made.output().trim(), code };
}

async function start(environment: Record<string, string>): Promise<string> {
  const started = run('gateway/main.ts', ['--embedded', '--port', '0'], { JIEDUI_DATA_DIR: folder, ...environment });
  running.push(started);
  const [, url] = await started.waitFor(/GraphQL +(\S+)/);
  return url ?? '';
}

const query = '{ organizationSearch(text: "示例", first: 1) { nodes { telephone } } }';

describe('a token for local trials', () => {
  it('is accepted by npm start, also where both processes make the key', async () => {
    const { output, code } = await makeToken(['--scope', 'organization:contact', '--subject', 'me', '--minutes', '5']);
    expect(code).toBe(0);
    expect(output).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/);
    const claims = JSON.parse(Buffer.from(output.split('.')[1] ?? '', 'base64url').toString());
    expect(claims).toMatchObject({ sub: 'me', scope: 'organization:contact', exp: claims.iat + 300 });
    const { data, errors } = await ask(await start({}), query, {}, { authorization: `Bearer ${output}` });
    expect(errors).toBeUndefined();
    expect(data.organizationSearch.nodes).toEqual([{ telephone: expect.any(String) }]);
  });

  it('is signed by a key that its owner alone can read', async () => {
    await makeToken(['--scope', 'a']);
    const file = path.join(folder, 'token-keys', 'signing-key.json');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readFileSync(path.join(folder, 'token-keys', 'trusted-keys.json'), 'utf8')).not.toContain(JSON.parse(readFileSync(file, 'utf8')).d);
  });

  it.each([
    ['in production', { JIEDUI_MODE: 'production', JIEDUI_ACCESS: 'public' }, 200, 'FORBIDDEN_FIELD'],
    [
      'where an identity is configured',
      { JIEDUI_JWKS_URL: 'http://127.0.0.1:1/keys', JIEDUI_JWT_ISSUER: 'jiedui-local', JIEDUI_JWT_AUDIENCE: 'jiedui-local' },
      503,
      'IDENTITY_UNAVAILABLE',
    ],
  ])('is of no use %s', async (_where, environment, status, code) => {
    const { output } = await makeToken(['--scope', 'organization:contact']);
    expect(await ask(await start(environment), query, {}, { authorization: `Bearer ${output}` })).toMatchObject({ status, errors: [{ extensions: { code } }] });
  });

  it('is explained by --help, which is no failure', async () => {
    const { output, code } = await makeToken(['--help']);
    expect({ output, code }).toEqual({ output: expect.stringMatching(/^usage: npm run token .*--scope/), code: 0 });
  });

  it('or none: the log says at the start who is known', async () => {
    await start({});
    await running.at(-1)?.waitFor(/tokens of npm run token are accepted/);
    await running.at(-1)?.stop();
    await start({ JIEDUI_MODE: 'production', JIEDUI_ACCESS: 'public' });
    await running.at(-1)?.waitFor(/no keys of tokens are set .* only public fields answer/);
  });

  it.each([
    ['without a scope', [], {}, /usage/],
    ['of no minutes', ['--scope', 'a', '--minutes', '0'], {}, /usage/],
    ['of more than a day', ['--scope', 'a', '--minutes', '1441'], {}, /usage/],
    ['in production', ['--scope', 'a'], { JIEDUI_MODE: 'production' }, /no gateway would accept/],
  ])('is not made %s', async (_what, flags, environment, message) => {
    const { output, code } = await makeToken(flags, environment);
    expect(code).toBe(1);
    expect(output).toMatch(message);
  });
});
