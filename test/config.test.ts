// Settings: what is wrong is named all at once, and never shown.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ConfigError, type ConfigUse, readConfig, settingNames } from '../config';
import { packageRoot } from '../subgraphs/shared/package-root';

function faultsOf(environment: Record<string, string>, use?: ConfigUse): readonly string[] {
  try {
    readConfig(environment, '/root', use);
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
  return [];
}

describe('settings', () => {
  it('have defaults that need no server', () => {
    const config = readConfig({ PATH: '/bin', UNRELATED: 'x' }, '/root');
    expect(config.gateway).toEqual({
      host: '127.0.0.1',
      port: 4000,
      supergraphFile: '/root/schema/supergraph.graphql',
      subgraphUrls: new Map(),
      subgraphTimeoutMs: 15_000,
      resilience: {
        retries: 2,
        retryPercent: 20,
        breakerPercent: 50,
        breakerCalls: 20,
        breakerIntervalMs: 5_000,
        maxConcurrent: 200,
        maxQueued: 1_000,
      },
      subgraphTls: { certFile: null, keyFile: null, caFile: null },
      maxAnswerBytes: 50_000_000,
      lastGood: null,
      execution: 'jiedui',
      planningBudgetMs: 10_000,
      forwardedHeaders: ['traceparent', 'tracestate', 'x-request-id'],
      forwardedScopes: ['people:small-counts'],
      workers: 1,
      access: 'public',
      identity: null,
      limits: { enforced: true, maxDepth: 20, maxAliases: 200, maxRootFields: 20, maxTokens: 5_000, maxListSize: 500, maxCost: 500_000 },
      maxBodyBytes: 1_000_000,
      maxHeldBodyBytes: 100_000_000,
      requestTimeoutMs: 30_000,
      maxConcurrent: 1_000,
      trustedDocuments: { mode: 'off', file: '/root/schema/trusted-documents.json' },
      supergraphSwaps: 'any',
      rateLimit: null,
      redisUrl: null,
      trustedProxies: 0,
      corsOrigins: [],
      corsHeaders: [
        'apollographql-client-name',
        'apollographql-client-version',
        'x-apollo-operation-name',
        'x-apollo-operation-id',
        'x-apollo-operation-type',
        'baggage',
        'sentry-trace',
      ],
    });
    expect(config.mode).toBe('development');
    expect(config.databases.counties).toEqual({ reader: 'sqlite:/root/data/counties.sqlite', owner: 'sqlite:/root/data/counties.sqlite' });
  });

  it('that are wrong are all named at once, with what was expected, and no value is repeated', () => {
    const faults = faultsOf({
      PORT: '70000',
      JIEDUI_LOG_LEVEL: 'loud',
      JIEDUI_COUNTIES_DB: 'postgres://user:hunter2@host/db',
      JIEDUI_PAIRINGS_OWNER_DB: 'mysql://',
      JIEDUI_SUBGRAPH_URLS: 'counties',
      JIEDUI_DATADIR: '/x',
      JIEDUI_ORGANIZATIONS_DB: 'mysql://reader:p%zz@db/organizations',
      JIEDUI_ORGANIZATIONS_OWNER_DB: 'mysql://owner:p@db/organizations?ssl=true',
    });
    expect(faults.map((fault) => fault.split(':')[0]).sort()).toEqual([
      'JIEDUI_COUNTIES_DB',
      'JIEDUI_DATADIR',
      'JIEDUI_LOG_LEVEL',
      'JIEDUI_ORGANIZATIONS_DB',
      'JIEDUI_ORGANIZATIONS_OWNER_DB',
      'JIEDUI_PAIRINGS_OWNER_DB',
      'JIEDUI_SUBGRAPH_URLS',
      'PORT',
    ]);
    expect(faults.join('\n')).not.toMatch(/hunter2|70000|loud/);
    for (const fault of faults) expect(fault).toMatch(/expected .+|no such setting/);
  });

  it('read names of scopes, and refuse what is none', () => {
    expect(readConfig({ JIEDUI_FORWARDED_SCOPES: 'a:b, https://example.org/c' }, '/root').gateway.forwardedScopes).toEqual(['a:b', 'https://example.org/c']);
    for (const scopes of ['a b', 'a,,b', '"a"', 'a\\b', '权限']) expect(faultsOf({ JIEDUI_FORWARDED_SCOPES: scopes })).toHaveLength(1);
  });

  it.each(['-1', 'abc', '65536', '80.5', '0x50', ' 80'])('refuse the port %p', (port) => {
    expect(faultsOf({ PORT: port })).toEqual(['PORT: expected a port from 0 to 65535']);
  });

  it('that are empty count as absent', () => {
    expect(readConfig({ PORT: '', JIEDUI_COUNTIES_DB: '' }, '/root')).toEqual(readConfig({}, '/root'));
  });

  it('read addresses of subgraphs by name', () => {
    const { subgraphUrls } = readConfig({ JIEDUI_SUBGRAPH_URLS: 'counties=http://a:1/graphql?x=1, pairings=https://b/' }, '/root').gateway;
    expect([...subgraphUrls]).toEqual([
      ['counties', 'http://a:1/graphql?x=1'],
      ['pairings', 'https://b/'],
    ]);
  });

  it('read rates and origins, and refuse what is nearly one', () => {
    expect(readConfig({ JIEDUI_CORS_HEADERS: 'X-Portal, x_other,b3' }, '/root').gateway.corsHeaders).toEqual(['x-portal', 'x_other', 'b3']);
    for (const wrong of ['*', 'a b', 'a,,b', 'x:y', 'x\r\ny'])
      expect(faultsOf({ JIEDUI_CORS_HEADERS: wrong })).toEqual([expect.stringMatching(/^JIEDUI_CORS_HEADERS/)]);
    const { rateLimit, corsOrigins } = readConfig({ JIEDUI_RATE_LIMIT: '600/60', JIEDUI_CORS_ORIGINS: 'https://a.example, http://b:81' }, '/root').gateway;
    expect(rateLimit).toEqual({ requests: 600, windowS: 60 });
    expect(corsOrigins).toEqual(['https://a.example', 'http://b:81']);
    for (const rate of ['0/60', '600/0', '600', '600/60/1', '1.5/60', '600/90000']) expect(faultsOf({ JIEDUI_RATE_LIMIT: rate })).toHaveLength(1);
    for (const origin of ['a.example', 'https://a.example/', 'https://a.example/x', 'null', 'https://*.example'])
      expect({ origin, faults: faultsOf({ JIEDUI_CORS_ORIGINS: origin }) }).toEqual({ origin, faults: [expect.stringContaining('JIEDUI_CORS_ORIGINS')] });
    for (const url of ['http://redis', 'redis:', 'redis:///0']) expect(faultsOf({ JIEDUI_REDIS_URL: url })).toHaveLength(1);
  });

  it('keep last good answers only where bytes are given for them', () => {
    expect(readConfig({ JIEDUI_LAST_GOOD_S: '60' }, '/root').gateway.lastGood).toBeNull();
    expect(readConfig({ JIEDUI_LAST_GOOD_BYTES: '0' }, '/root').gateway.lastGood).toBeNull();
    expect(readConfig({ JIEDUI_LAST_GOOD_BYTES: '5000000' }, '/root').gateway.lastGood).toEqual({ maxBytes: 5_000_000, maxAgeMs: 3_600_000 });
    expect(readConfig({ JIEDUI_LAST_GOOD_BYTES: '1000', JIEDUI_LAST_GOOD_S: '60' }, '/root').gateway.lastGood).toEqual({ maxBytes: 1_000, maxAgeMs: 60_000 });
    for (const bytes of ['999', '-1', '1e6', '1000000001']) expect(faultsOf({ JIEDUI_LAST_GOOD_BYTES: bytes })).toHaveLength(1);
  });

  it('of a server’s database leave the owner unset unless it is given', () => {
    const { databases } = readConfig(
      { JIEDUI_COUNTIES_DB: 'mysql://r:p@h/counties', JIEDUI_PAIRINGS_DB: 'mysql://r:p@h/p', JIEDUI_PAIRINGS_OWNER_DB: 'mysql://o:p@h/p' },
      '/root',
    );
    expect(databases.counties.owner).toBeNull();
    expect(databases.pairings.owner).toBe('mysql://o:p@h/p');
  });

  it.each([
    ['two sources of keys', { JIEDUI_JWKS_FILE: 'a', JIEDUI_JWT_KEY_FILE: 'b', JIEDUI_JWT_ISSUER: 'i', JIEDUI_JWT_AUDIENCE: 'a' }, /expected one of them/],
    ['keys without an audience', { JIEDUI_JWKS_FILE: 'a', JIEDUI_JWT_ISSUER: 'i' }, /expected JIEDUI_JWT_ISSUER and JIEDUI_JWT_AUDIENCE/],
    ['an issuer without keys', { JIEDUI_JWT_ISSUER: 'i' }, /expected one of JIEDUI_JWKS_URL/],
    ['a key set by plain http', { JIEDUI_JWKS_URL: 'http://identity.example/keys', JIEDUI_JWT_ISSUER: 'i', JIEDUI_JWT_AUDIENCE: 'a' }, /https/],
    [
      'a key set on a host that looks like this machine',
      { JIEDUI_JWKS_URL: 'http://localhost.example/', JIEDUI_JWT_ISSUER: 'i', JIEDUI_JWT_AUDIENCE: 'a' },
      /https/,
    ],
    [
      'a key set on a host after a name that looks like this machine',
      { JIEDUI_JWKS_URL: 'http://localhost:80@elsewhere/keys', JIEDUI_JWT_ISSUER: 'i', JIEDUI_JWT_AUDIENCE: 'a' },
      /http:\/\/ on this machine/,
    ],
    [
      'a key set on a host after a name and a password',
      { JIEDUI_JWKS_URL: 'http://127.0.0.1:x@elsewhere/keys', JIEDUI_JWT_ISSUER: 'i', JIEDUI_JWT_AUDIENCE: 'a' },
      /http:\/\/ on this machine/,
    ],
    ['alg none', { JIEDUI_JWT_ALGORITHMS: 'ES256,none' }, /expected some of ES256/],
    ['a shared secret’s algorithm', { JIEDUI_JWT_ALGORITHMS: 'HS256' }, /expected some of ES256/],
    ['another mode', { JIEDUI_MODE: 'prod' }, /expected one of development, production/],
  ])('refuse %s', (_what, environment, fault) => {
    expect(faultsOf(environment)).toContainEqual(expect.stringMatching(fault));
  });

  it('of identity make one object', () => {
    const environment = { JIEDUI_JWKS_FILE: 'keys.json', JIEDUI_JWT_ISSUER: 'i', JIEDUI_JWT_AUDIENCE: 'a', JIEDUI_JWT_ALGORITHMS: 'ES256, EdDSA' };
    expect(readConfig(environment, '/root').gateway.identity).toEqual({
      keys: { kind: 'jwks-file', file: '/root/keys.json' },
      algorithms: ['ES256', 'EdDSA'],
      issuer: 'i',
      audience: 'a',
      clockSkewS: 30,
    });
  });

  describe('of a gateway', () => {
    const keys = { JIEDUI_JWKS_FILE: 'keys.json', JIEDUI_JWT_ISSUER: 'issuer', JIEDUI_JWT_AUDIENCE: 'audience' };
    const production = { JIEDUI_MODE: 'production' };
    const gatewayFaults = (environment: Record<string, string>, use: ConfigUse = 'gateway') => faultsOf(environment, use);

    it.each<ConfigUse>(['gateway', 'embedded gateway'])('say in production who is answered: nothing is public by default (%s)', (use) => {
      for (const unset of [{}, { JIEDUI_ACCESS: '' }])
        expect(gatewayFaults({ ...production, ...keys, ...unset }, use)).toEqual([expect.stringMatching(/^JIEDUI_ACCESS: expected public or signed-in/)]);
      for (const access of ['public', 'signed-in']) expect(gatewayFaults({ ...production, ...keys, JIEDUI_ACCESS: access }, use)).toEqual([]);
      expect(gatewayFaults({ ...production, JIEDUI_ACCESS: 'public' }, use)).toEqual([]);
      expect(gatewayFaults({ ...production, PORT: 'x' }, use)).toHaveLength(2);
    });

    it('are public in development unless they say otherwise', () => {
      expect(readConfig({}, '/root', 'gateway').gateway.access).toBe('public');
      expect(readConfig({ ...keys, JIEDUI_ACCESS: 'signed-in' }, '/root', 'gateway').gateway.access).toBe('signed-in');
    });

    it('let nobody be asked to sign in who cannot: without keys no token holds', () => {
      const fault = [expect.stringMatching(/^JIEDUI_ACCESS: signed-in expects one of JIEDUI_JWKS_URL/)];
      expect(gatewayFaults({ JIEDUI_ACCESS: 'signed-in' })).toEqual(fault);
      for (const use of ['gateway', 'embedded gateway'] as const) expect(gatewayFaults({ ...production, JIEDUI_ACCESS: 'signed-in' }, use)).toEqual(fault);
      // There the tokens of npm run token hold.
      expect(gatewayFaults({ JIEDUI_ACCESS: 'signed-in' }, 'embedded gateway')).toEqual([]);
    });

    it.each(['Public', 'private', 'signed_in', 'none', 'true'])('know no access %s', (access) => {
      for (const mode of ['development', 'production'])
        expect(gatewayFaults({ JIEDUI_MODE: mode, JIEDUI_ACCESS: access })).toEqual(['JIEDUI_ACCESS: expected one of public, signed-in']);
    });

    it('are no concern of another process', () => {
      expect(faultsOf(production)).toEqual([]);
    });
  });

  it.each(['.env.example', 'README.md'])('are all in %s, and no others', (file) => {
    const text = readFileSync(path.join(packageRoot, file), 'utf8');
    for (const name of settingNames) expect(text).toMatch(new RegExp(`\\b${name}\\b`));
    for (const [name] of text.matchAll(/\bJIEDUI_[A-Z_]+\b/g)) expect(settingNames).toContain(name);
  });
});
