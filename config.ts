// Settings: from the raw environment to one typed object, in two pure steps. Bad names and values stop the start, all
// of them named at once. A command's flags are given as the environment's names.
import path from 'node:path';
import { z } from 'zod';
import type { LastGoodLimits } from './gateway/execution/last-good-store';
import type { ResilienceOptions } from './gateway/execution/resilience';
import { findIdentityFaults, hasTokenKeys, type IdentitySettings, identitySettings, nestIdentity, tokenKeyNames } from './gateway/identity/settings';
import type { OperationLimits } from './gateway/limits';
import { normalizeAuthority } from './subgraphs/shared/authorities';
import { readSecretFiles } from './subgraphs/shared/secret-files';
import type { SubgraphName } from './subgraphs';
import { defaultMaxWork } from './subgraphs/statistics/default-max-work';
import { OperatorError } from './subgraphs/shared/operator-error';
import { timeoutHeader } from './subgraphs/shared/message-signatures';
import { smallCountsScope } from './subgraphs/shared/small-counts';

export interface Config {
  /** Production refuses what only serves trials, and a subgraph's process answers trusted callers alone. */
  mode: 'development' | 'production';
  gateway: {
    host: string;
    port: number;
    /** Path of the supergraph's SDL. */
    supergraphFile: string;
    /** Addresses that replace those in the supergraph, by subgraph. */
    subgraphUrls: ReadonlyMap<string, string>;
    /** How long a subgraph may take to answer one request. */
    subgraphTimeoutMs: number;
    /** What stands between the gateway and each subgraph over HTTP. */
    resilience: ResilienceOptions;
    /** What a client of subgraphs over HTTPS shows and trusts: PEM files, each null where none is set. */
    subgraphTls: { certFile: string | null; keyFile: string | null; caFile: string | null };
    /** The largest answer of a subgraph that is read. */
    maxAnswerBytes: number;
    /** Answers of subgraphs kept to answer for them while they cannot be reached; null where none are. */
    lastGood: LastGoodLimits | null;
    /** Our own execution, or `@apollo/gateway` as it is. */
    execution: 'jiedui' | 'stock';
    /** How long the planning of one operation may take. */
    planningBudgetMs: number;
    /** Names of the client's headers that subgraphs get, in lower case. */
    forwardedHeaders: readonly string[];
    /** Scopes of a caller that subgraphs are told. */
    forwardedScopes: readonly string[];
    /** Processes that serve on the one port. */
    workers: number;
    /** Whether the graph answers anybody, or callers with a token that holds alone. */
    access: 'public' | 'signed-in';
    /** Whose tokens are accepted; null where no keys are set. */
    identity: IdentitySettings | null;
    /** What one operation may ask for; only reported where not `enforced`. */
    limits: OperationLimits;
    /** The largest body of a request that is read. */
    maxBodyBytes: number;
    /** Of all requests' bodies that a process holds at one time. */
    maxHeldBodyBytes: number;
    /** How long a request may go without an answer. */
    requestTimeoutMs: number;
    /** Requests at work at one time; more are refused. */
    maxConcurrent: number;
    /** Which supergraphs may take the place of the one that is served: any, or those that break no registered operation. */
    supergraphSwaps: 'any' | 'unbroken';
    /** Operations that were registered: a manifest in a file, and what is made of it. */
    trustedDocuments: { mode: 'off' | 'prefer' | 'only'; file: string };
    /** How many requests a caller may make; null where that is not limited. */
    rateLimit: { requests: number; windowS: number } | null;
    /** What several gateways share; null where each is alone. It may hold a password: never printed. */
    redisUrl: string | null;
    /** Proxies that every request passes, each of which adds to X-Forwarded-For. */
    trustedProxies: number;
    /** Origins whose pages may read answers. */
    corsOrigins: readonly string[];
    /** Headers that such pages may send besides those that the gateway itself reads, in lower case. */
    corsHeaders: readonly string[];
  };
  audit: {
    /** Where the trail is written; null for none. */
    folder: string | null;
    /** The name of this gateway's chain. */
    chain: string;
    /** Signs the trail's heads: a private key as a JSON Web Key. */
    keyFile: string | null;
    /** Where signed heads are kept besides. */
    anchor: { file: string } | 'log' | null;
    /** What becomes of requests while the trail cannot be written. */
    onFailure: 'refuse' | 'continue';
    /** How often what was written is brought to the disk; 0 for before each answer. */
    syncMs: number;
    /** A file that has reached this is followed by another. */
    maxBytes: number;
    headEveryMs: number;
  };
  /** Where /metrics is served; null for nowhere. */
  metrics: { host: string; port: number } | null;
  /** How long, at a stop, connections stay open and requests are taken. */
  drainMs: number;
  /** The base address of an OTLP/HTTP receiver of traces; null for none. */
  tracesEndpoint: string | null;
  /** Where the embedded SQLite databases are. */
  dataDir: string;
  /** Connection strings by subgraph. They hold passwords: never printed. */
  databases: Readonly<Record<SubgraphName, DatabaseConfig>>;
  /** Whose signed requests a subgraph's process accepts: a JSON Web Key Set in a file; null where none is set. */
  trustedKeysFile: string | null;
  /** Hosts, with ports, for which a subgraph's process answers signed requests; its own where null. */
  authorities: readonly string[] | null;
  /** Signs requests to subgraphs, for graph and feeds: a JSON Web Key in a file; null where none is set. */
  signingKeyFile: string | null;
  /** What a subgraph's process serves HTTPS with: PEM files; null where it serves HTTP. */
  serverTls: { certFile: string; keyFile: string; clientCaFile: string | null } | null;
  /** Counts of people from 1 up to, but not, this are protected from callers without the scope that shows them. */
  protectedUnder: number;
  statistics: {
    /** An operator's own criteria; the committed ones where null. */
    criteriaFile: string | null;
    /** Rows read plus cells computed for one request, at most. */
    maxWork: number;
    sync: {
      pauseMs: number;
      overlapMs: number;
      compareEveryMs: number;
    };
  };
  logLevel: LogLevel;
}

interface DatabaseConfig {
  /** For reading; needs SELECT alone. */
  reader: string;
  /** For the one-shot commands that create tables and load rows; null where none is set. */
  owner: string | null;
}

type LogLevel = z.infer<typeof logLevels>;

/** Names what is wrong with the settings; `faults` has a line for each. */
export class ConfigError extends OperatorError {
  constructor(readonly faults: readonly string[]) {
    super(`the settings are wrong:\n${faults.map((fault) => `  ${fault}`).join('\n')}`);
  }
}

const logLevels = z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']);

const port = z
  .string()
  .regex(/^\d{1,5}$/)
  .transform(Number)
  .refine((value) => value <= 65_535);

const milliseconds = z
  .string()
  .regex(/^\d{1,6}$/)
  .transform(Number)
  .refine((value) => value >= 1 && value <= 600_000);

const bytes = z
  .string()
  .regex(/^\d{4,10}$/)
  .transform(Number)
  .refine((value) => value <= 1_000_000_000);

const bytesOrNone = z
  .string()
  .regex(/^\d{1,10}$/)
  .transform(Number)
  .refine((value) => value === 0 || (value >= 1_000 && value <= 1_000_000_000));

/** A whole number from `least` to `most`. */
const wholeNumber = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/)
    .transform(Number)
    .refine((value) => value >= least && value <= most);

const limitModes = z.enum(['enforce', 'measure']);

const accessModes = z.enum(['public', 'signed-in']);

const trustModes = z.enum(['off', 'prefer', 'only']);
const swapModes = z.enum(['any', 'unbroken']);

const rate = z
  .string()
  .regex(/^\d{1,7}\/\d{1,5}$/)
  .transform((text) => text.split('/').map(Number) as [number, number])
  .refine(([requests, windowS]) => requests >= 1 && windowS >= 1 && windowS <= 86_400)
  .transform(([requests, windowS]) => ({ requests, windowS }));

const redisUrl = z.string().refine((url) => /^rediss?:\/\/[^/]/.test(url) && URL.canParse(url));

const origins = z
  .string()
  .transform((text) => text.split(',').map((origin) => origin.trim()))
  .refine((list) => list.every((origin) => origin === '*' || (!origin.includes('*') && URL.canParse(origin) && new URL(origin).origin === origin)));
const millisecondsOrNone = z
  .string()
  .regex(/^\d{1,6}$/)
  .transform(Number)
  .refine((value) => value <= 600_000);

const workerCount = z
  .string()
  .regex(/^\d{1,3}$/)
  .transform(Number)
  .refine((value) => value >= 1 && value <= 256);

/** Those that a connection or the gateway itself sets. */
const ownHeaders = new Set([
  'host',
  'connection',
  'content-length',
  'content-type',
  'accept',
  'accept-encoding',
  'transfer-encoding',
  'upgrade',
  'keep-alive',
  'expect',
  'te',
  timeoutHeader,
]);

/** A name has the characters of a token (RFC 9110, section 5.6.2). */
const authorityList = z
  .string()
  .transform((text) => text.split(',').map((authority) => authority.trim()))
  .refine((list) => list.every((authority) => normalizeAuthority(authority) !== null));

const headerNames = z
  .string()
  .transform((text) =>
    text
      .toLowerCase()
      .split(',')
      .map((name) => name.trim()),
  )
  .refine((names) => names.every((name) => /^[a-z0-9_.-]+$/.test(name)));

const forwardedHeaderNames = headerNames.refine((names) => names.every((name) => !ownHeaders.has(name)));

/** What clients add by themselves, and so does what watches pages: Apollo's for web, iOS and Kotlin, and Sentry's and OpenTelemetry's traces. */
const clientHeaders = [
  'apollographql-client-name',
  'apollographql-client-version',
  'x-apollo-operation-name',
  'x-apollo-operation-id',
  'x-apollo-operation-type',
  'baggage',
  'sentry-trace',
];

/** A scope's characters are RFC 6749's, section 3.3, but for the comma. */
const scopeNames = z
  .string()
  .transform((text) => text.split(',').map((name) => name.trim()))
  .refine((names) => names.every((name) => /^[!#-+\--[\]-~]+$/.test(name)));

const seconds = z
  .string()
  .regex(/^\d{1,6}$/)
  .transform(Number)
  .refine((value) => value >= 1 && value <= 604_800);

const countOfPeople = z
  .string()
  .regex(/^\d{1,4}$/)
  .transform(Number)
  .refine((value) => value >= 1 && value <= 1_000);

const modes = z.enum(['development', 'production']);

const auditFailures = z.enum(['refuse', 'continue']);

const chainName = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/);

const executions = z.enum(['jiedui', 'stock']);

const databaseUrl = z.string().refine((url) => /^sqlite:./.test(url) || isServerUrl(url));

const addresses = z
  .string()
  .transform((text) => text.split(',').map((pair) => pair.trim().split(/=(.*)/s).slice(0, 2) as [string, string]))
  .refine((pairs) => pairs.every(([name, url]) => /^[a-z][a-z0-9-]*$/i.test(name) && /^https?:\/\//.test(url ?? '') && URL.canParse(url)))
  .transform((pairs) => new Map(pairs));

/** Every setting there is: its form, and what it expects in words. */
const settings = {
  JIEDUI_MODE: { form: modes.default('development'), expected: `one of ${modes.options.join(', ')}` },
  PORT: { form: port.default(4000), expected: 'a port from 0 to 65535' },
  HOST: { form: z.string().min(1).default('127.0.0.1'), expected: 'a host name or address to listen on' },
  JIEDUI_DATA_DIR: { form: z.string().min(1).default('./data'), expected: 'a folder' },
  JIEDUI_LOG_LEVEL: { form: logLevels.default('info'), expected: `one of ${logLevels.options.join(', ')}` },
  JIEDUI_SUPERGRAPH: { form: z.string().min(1).optional(), expected: 'a file' },
  JIEDUI_SUBGRAPH_URLS: { form: addresses.optional(), expected: 'name=http://host:port/path, more of them after commas' },
  JIEDUI_SUBGRAPH_TIMEOUT_MS: { form: milliseconds.default(15_000), expected: 'a whole number of milliseconds from 1 to 600000' },
  JIEDUI_SUBGRAPH_RETRIES: { form: wholeNumber(0, 5).default(2), expected: 'a whole number from 0 to 5' },
  JIEDUI_SUBGRAPH_RETRY_PERCENT: { form: wholeNumber(0, 100).default(20), expected: 'a whole number of percent from 0 to 100' },
  JIEDUI_SUBGRAPH_CONCURRENCY: { form: wholeNumber(1, 100_000).default(200), expected: 'a whole number from 1 to 100000' },
  JIEDUI_SUBGRAPH_QUEUE: { form: wholeNumber(0, 100_000).default(1_000), expected: 'a whole number from 0 to 100000' },
  JIEDUI_BREAKER_PERCENT: { form: wholeNumber(1, 100).default(50), expected: 'a whole number of percent from 1 to 100' },
  JIEDUI_BREAKER_CALLS: { form: wholeNumber(1, 1_000).default(20), expected: 'a whole number from 1 to 1000' },
  JIEDUI_BREAKER_INTERVAL_MS: { form: milliseconds.default(5_000), expected: 'a whole number of milliseconds from 1 to 600000' },
  JIEDUI_SUBGRAPH_MAX_BYTES: { form: bytes.default(50_000_000), expected: 'a whole number of bytes from 1000 to 1000000000' },
  JIEDUI_LAST_GOOD_BYTES: { form: bytesOrNone.default(0), expected: '0, or a whole number of bytes from 1000 to 1000000000' },
  JIEDUI_LAST_GOOD_S: { form: seconds.default(3_600), expected: 'a whole number of seconds from 1 to 604800' },
  JIEDUI_FORWARDED_HEADERS: {
    form: forwardedHeaderNames.default(['traceparent', 'tracestate', 'x-request-id']),
    expected: 'names of headers, with commas between them',
  },
  JIEDUI_FORWARDED_SCOPES: { form: scopeNames.default([smallCountsScope]), expected: 'names of scopes, with commas between them' },
  JIEDUI_EXECUTION: { form: executions.default('jiedui'), expected: `one of ${executions.options.join(', ')}` },
  JIEDUI_PLANNING_BUDGET_MS: { form: milliseconds.default(10_000), expected: 'a whole number of milliseconds from 1 to 600000' },
  JIEDUI_WORKERS: { form: workerCount.default(1), expected: 'a whole number from 1 to 256' },
  JIEDUI_ACCESS: { form: accessModes.optional(), expected: `one of ${accessModes.options.join(', ')}` },
  ...identitySettings,
  JIEDUI_LIMITS: { form: limitModes.default('enforce'), expected: `one of ${limitModes.options.join(', ')}` },
  JIEDUI_MAX_DEPTH: { form: wholeNumber(1, 200).default(20), expected: 'a whole number from 1 to 200' },
  JIEDUI_MAX_ALIASES: { form: wholeNumber(0, 5_000).default(200), expected: 'a whole number from 0 to 5000' },
  JIEDUI_MAX_ROOT_FIELDS: { form: wholeNumber(1, 5_000).default(20), expected: 'a whole number from 1 to 5000' },
  JIEDUI_MAX_TOKENS: { form: wholeNumber(10, 20_000).default(5_000), expected: 'a whole number from 10 to 20000' },
  JIEDUI_MAX_LIST_SIZE: { form: wholeNumber(1, 1_000_000).default(500), expected: 'a whole number from 1 to 1000000' },
  JIEDUI_MAX_COST: { form: wholeNumber(1, 999_999_999).default(500_000), expected: 'a whole number from 1 to 999999999' },
  JIEDUI_MAX_BODY_BYTES: { form: bytes.default(1_000_000), expected: 'a whole number of bytes from 1000 to 1000000000' },
  JIEDUI_MAX_HELD_BODY_BYTES: { form: bytes.default(100_000_000), expected: 'a whole number of bytes from 1000 to 1000000000' },
  JIEDUI_REQUEST_TIMEOUT_MS: { form: milliseconds.default(30_000), expected: 'a whole number of milliseconds from 1 to 600000' },
  JIEDUI_MAX_CONCURRENT: { form: wholeNumber(1, 100_000).default(1_000), expected: 'a whole number from 1 to 100000' },
  JIEDUI_TRUSTED_DOCUMENTS: { form: trustModes.default('off'), expected: `one of ${trustModes.options.join(', ')}` },
  JIEDUI_SUPERGRAPH_SWAPS: { form: swapModes.default('any'), expected: `one of ${swapModes.options.join(', ')}` },
  JIEDUI_TRUSTED_DOCUMENTS_FILE: { form: z.string().min(1).optional(), expected: 'a file' },
  JIEDUI_RATE_LIMIT: { form: rate.optional(), expected: 'requests/seconds, such as 600/60, of at most a day' },
  JIEDUI_REDIS_URL: { form: redisUrl.optional(), expected: 'redis://user:password@host:port or rediss:// for TLS' },
  JIEDUI_TRUSTED_PROXIES: { form: wholeNumber(0, 10).default(0), expected: 'a whole number from 0 to 10' },
  JIEDUI_CORS_ORIGINS: { form: origins.optional(), expected: 'origins such as https://example.org with commas between them, or *' },
  JIEDUI_CORS_HEADERS: { form: headerNames.default(clientHeaders), expected: 'names of headers, with commas between them' },
  JIEDUI_DRAIN_MS: { form: millisecondsOrNone.optional(), expected: 'a whole number of milliseconds from 0 to 600000' },
  JIEDUI_METRICS_PORT: { form: port.optional(), expected: 'a port from 0 to 65535' },
  JIEDUI_METRICS_HOST: { form: z.string().min(1).default('127.0.0.1'), expected: 'a host name or address to listen on' },
  OTEL_EXPORTER_OTLP_ENDPOINT: { form: z.string().refine(isHttpUrl).optional(), expected: 'http://host:port' },
  JIEDUI_AUDIT_DIR: { form: z.string().min(1).optional(), expected: 'a folder' },
  JIEDUI_AUDIT_KEY_FILE: { form: z.string().min(1).optional(), expected: 'a file' },
  JIEDUI_AUDIT_CHAIN: { form: chainName.default('gateway'), expected: 'small letters, digits and hyphens' },
  JIEDUI_AUDIT_ANCHOR: { form: z.string().min(1).optional(), expected: 'a file, or log' },
  JIEDUI_AUDIT_ON_FAILURE: { form: auditFailures.optional(), expected: `one of ${auditFailures.options.join(', ')}` },
  JIEDUI_AUDIT_SYNC_MS: { form: millisecondsOrNone.default(1_000), expected: 'a whole number of milliseconds from 0 to 600000' },
  JIEDUI_AUDIT_MAX_BYTES: { form: bytes.default(100_000_000), expected: 'a whole number of bytes from 1000 to 1000000000' },
  JIEDUI_AUDIT_HEAD_S: { form: seconds.default(60), expected: 'a whole number of seconds from 1 to 604800' },
  JIEDUI_TRUSTED_KEYS_FILE: { form: z.string().min(1).optional(), expected: 'a file' },
  JIEDUI_AUTHORITIES: { form: authorityList.optional(), expected: 'hosts such as counties.example:4002 with commas between them' },
  JIEDUI_TLS_CERT_FILE: { form: z.string().min(1).optional(), expected: 'a file' },
  JIEDUI_TLS_KEY_FILE: { form: z.string().min(1).optional(), expected: 'a file' },
  JIEDUI_TLS_CLIENT_CA_FILE: { form: z.string().min(1).optional(), expected: 'a file' },
  JIEDUI_SUBGRAPH_TLS_CERT_FILE: { form: z.string().min(1).optional(), expected: 'a file' },
  JIEDUI_SUBGRAPH_TLS_KEY_FILE: { form: z.string().min(1).optional(), expected: 'a file' },
  JIEDUI_SUBGRAPH_TLS_CA_FILE: { form: z.string().min(1).optional(), expected: 'a file' },
  JIEDUI_ORGANIZATIONS_DB: { form: databaseUrl.optional(), expected: databaseExpectation() },
  JIEDUI_ORGANIZATIONS_OWNER_DB: { form: databaseUrl.optional(), expected: databaseExpectation() },
  JIEDUI_COUNTIES_DB: { form: databaseUrl.optional(), expected: databaseExpectation() },
  JIEDUI_COUNTIES_OWNER_DB: { form: databaseUrl.optional(), expected: databaseExpectation() },
  JIEDUI_PAIRINGS_DB: { form: databaseUrl.optional(), expected: databaseExpectation() },
  JIEDUI_PAIRINGS_OWNER_DB: { form: databaseUrl.optional(), expected: databaseExpectation() },
  JIEDUI_STATISTICS_DB: { form: databaseUrl.optional(), expected: databaseExpectation() },
  JIEDUI_STATISTICS_OWNER_DB: { form: databaseUrl.optional(), expected: databaseExpectation() },
  JIEDUI_CRITERIA_FILE: { form: z.string().min(1).optional(), expected: 'a file' },
  JIEDUI_SMALL_COUNT: { form: countOfPeople.default(10), expected: 'a whole number of people from 1 to 1000' },
  JIEDUI_SIGNING_KEY_FILE: { form: z.string().min(1).optional(), expected: 'a file' },
  JIEDUI_STATISTICS_MAX_WORK: { form: wholeNumber(1_000, 999_999_999).default(defaultMaxWork), expected: 'a whole number from 1000 to 999999999' },
  JIEDUI_SYNC_PAUSE_MS: { form: milliseconds.default(1_000), expected: 'a whole number of milliseconds from 1 to 600000' },
  JIEDUI_SYNC_OVERLAP_MS: { form: milliseconds.default(60_000), expected: 'a whole number of milliseconds from 1 to 600000' },
  JIEDUI_SYNC_COMPARE_S: { form: seconds.default(3_600), expected: 'a whole number of seconds from 1 to 604800' },
};

type Settings = { [Name in keyof typeof settings]: z.output<(typeof settings)[Name]['form']> };

/** Settings that hold passwords: each may be given as a file, by its name with _FILE at the end. */
const secretNames = Object.keys(settings).filter((name) => name.endsWith('_DB'));

/** The names of all settings, for `.env.example` and the README, which a test compares with it. */
export const settingNames = Object.keys(settings);

/** What reads the settings: a gateway, a gateway with the subgraphs in its process, or another process. */
export type ConfigUse = 'gateway' | 'embedded gateway' | 'other';

/**
 * Reads the settings. Relative paths count from `root`.
 *
 * @throws ConfigError naming every malformed value and every unknown JIEDUI_ name at once, never a value: it may be a secret
 */
export function readConfig(environment: Readonly<Record<string, string | undefined>>, root: string, use: ConfigUse = 'other'): Config {
  const { environment: whole, faults } = readSecretFiles(environment, secretNames, root);
  return nest(check(whole, faults, use), root);
}

function check(environment: Readonly<Record<string, string | undefined>>, faults: string[], use: ConfigUse): Settings {
  const values: Record<string, unknown> = {};
  for (const [name, { form, expected }] of Object.entries(settings)) {
    // An empty value is how compose files and shells write that a setting is absent.
    const result = form.safeParse(environment[name] === '' ? undefined : environment[name]);
    if (result.success) values[name] = result.data;
    else faults.push(`${name}: expected ${expected}`);
  }
  for (const name of Object.keys(environment)) {
    if (name.startsWith('JIEDUI_') && !Object.hasOwn(settings, name)) faults.push(`${name}: there is no such setting`);
  }
  const isMalformed = (name: string) => (environment[name] ?? '') !== '' && values[name] === undefined;
  faults.push(...findIdentityFaults(values, isMalformed));
  const decidesAccess = ['JIEDUI_MODE', 'JIEDUI_ACCESS', ...tokenKeyNames];
  if (use !== 'other' && !decidesAccess.some(isMalformed)) faults.push(...findAccessFaults(values, use));
  for (const prefix of ['JIEDUI_TLS', 'JIEDUI_SUBGRAPH_TLS']) {
    const [cert, key] = [values[`${prefix}_CERT_FILE`], values[`${prefix}_KEY_FILE`]];
    if ((cert === undefined) !== (key === undefined)) faults.push(`${prefix}_CERT_FILE and ${prefix}_KEY_FILE: expected both or neither`);
  }
  if (values.JIEDUI_TLS_CLIENT_CA_FILE !== undefined && values.JIEDUI_TLS_CERT_FILE === undefined)
    faults.push('JIEDUI_TLS_CLIENT_CA_FILE: expected only with JIEDUI_TLS_CERT_FILE: without HTTPS no client shows a certificate');
  const [oneBody, allBodies] = [Number(values.JIEDUI_MAX_BODY_BYTES), Number(values.JIEDUI_MAX_HELD_BODY_BYTES)];
  if (allBodies < oneBody) faults.push('JIEDUI_MAX_HELD_BODY_BYTES: expected JIEDUI_MAX_BODY_BYTES or more');
  if (faults.length > 0) throw new ConfigError(faults);
  return values as Settings;
}

/** In production nothing is open to anybody unless somebody has said so; and nobody can sign in where no keys are known. */
function findAccessFaults({ JIEDUI_MODE, JIEDUI_ACCESS, ...values }: Partial<Settings>, use: ConfigUse): string[] {
  const options = accessModes.options.join(' or ');
  if (JIEDUI_MODE === 'production' && JIEDUI_ACCESS === undefined)
    return [`JIEDUI_ACCESS: expected ${options}: in production it is chosen whether the graph answers anybody or signed-in callers alone`];
  const hasKeys = hasTokenKeys(values) || (use === 'embedded gateway' && JIEDUI_MODE === 'development');
  if (JIEDUI_ACCESS === 'signed-in' && !hasKeys) return [`JIEDUI_ACCESS: signed-in expects one of ${tokenKeyNames.join(', ')} beside it`];
  return [];
}

function nest(values: Settings, root: string): Config {
  const dataDir = path.resolve(root, values.JIEDUI_DATA_DIR);
  const file = (name: string | undefined) => (name === undefined ? null : path.resolve(root, name));
  const database = (name: SubgraphName, reader: string | undefined, owner: string | undefined): DatabaseConfig => {
    const embedded = `sqlite:${path.join(dataDir, `${name}.sqlite`)}`;
    const url = reader ?? embedded;
    // SQLite has no users: whoever may read the file's folder owns it.
    return { reader: url, owner: owner ?? (url.startsWith('sqlite:') ? url : null) };
  };
  const [certFile, keyFile] = [file(values.JIEDUI_TLS_CERT_FILE), file(values.JIEDUI_TLS_KEY_FILE)];
  return {
    mode: values.JIEDUI_MODE,
    gateway: {
      host: values.HOST,
      port: values.PORT,
      supergraphFile: path.resolve(root, values.JIEDUI_SUPERGRAPH ?? 'schema/supergraph.graphql'),
      subgraphUrls: values.JIEDUI_SUBGRAPH_URLS ?? new Map(),
      subgraphTimeoutMs: values.JIEDUI_SUBGRAPH_TIMEOUT_MS,
      resilience: {
        retries: values.JIEDUI_SUBGRAPH_RETRIES,
        retryPercent: values.JIEDUI_SUBGRAPH_RETRY_PERCENT,
        breakerPercent: values.JIEDUI_BREAKER_PERCENT,
        breakerCalls: values.JIEDUI_BREAKER_CALLS,
        breakerIntervalMs: values.JIEDUI_BREAKER_INTERVAL_MS,
        maxConcurrent: values.JIEDUI_SUBGRAPH_CONCURRENCY,
        maxQueued: values.JIEDUI_SUBGRAPH_QUEUE,
      },
      subgraphTls: {
        certFile: file(values.JIEDUI_SUBGRAPH_TLS_CERT_FILE),
        keyFile: file(values.JIEDUI_SUBGRAPH_TLS_KEY_FILE),
        caFile: file(values.JIEDUI_SUBGRAPH_TLS_CA_FILE),
      },
      maxAnswerBytes: values.JIEDUI_SUBGRAPH_MAX_BYTES,
      lastGood: values.JIEDUI_LAST_GOOD_BYTES === 0 ? null : { maxBytes: values.JIEDUI_LAST_GOOD_BYTES, maxAgeMs: values.JIEDUI_LAST_GOOD_S * 1_000 },
      execution: values.JIEDUI_EXECUTION,
      planningBudgetMs: values.JIEDUI_PLANNING_BUDGET_MS,
      forwardedHeaders: values.JIEDUI_FORWARDED_HEADERS,
      forwardedScopes: values.JIEDUI_FORWARDED_SCOPES,
      workers: values.JIEDUI_WORKERS,
      access: values.JIEDUI_ACCESS ?? 'public',
      identity: nestIdentity(values, (name) => path.resolve(root, name)),
      limits: {
        enforced: values.JIEDUI_LIMITS === 'enforce',
        maxDepth: values.JIEDUI_MAX_DEPTH,
        maxAliases: values.JIEDUI_MAX_ALIASES,
        maxRootFields: values.JIEDUI_MAX_ROOT_FIELDS,
        maxTokens: values.JIEDUI_MAX_TOKENS,
        maxListSize: values.JIEDUI_MAX_LIST_SIZE,
        maxCost: values.JIEDUI_MAX_COST,
      },
      maxBodyBytes: values.JIEDUI_MAX_BODY_BYTES,
      maxHeldBodyBytes: values.JIEDUI_MAX_HELD_BODY_BYTES,
      requestTimeoutMs: values.JIEDUI_REQUEST_TIMEOUT_MS,
      maxConcurrent: values.JIEDUI_MAX_CONCURRENT,
      supergraphSwaps: values.JIEDUI_SUPERGRAPH_SWAPS,
      trustedDocuments: {
        mode: values.JIEDUI_TRUSTED_DOCUMENTS,
        file: path.resolve(root, values.JIEDUI_TRUSTED_DOCUMENTS_FILE ?? 'schema/trusted-documents.json'),
      },
      rateLimit: values.JIEDUI_RATE_LIMIT ?? null,
      redisUrl: values.JIEDUI_REDIS_URL ?? null,
      trustedProxies: values.JIEDUI_TRUSTED_PROXIES,
      corsOrigins: values.JIEDUI_CORS_ORIGINS ?? [],
      corsHeaders: values.JIEDUI_CORS_HEADERS,
    },
    audit: {
      folder: file(values.JIEDUI_AUDIT_DIR),
      chain: values.JIEDUI_AUDIT_CHAIN,
      keyFile: file(values.JIEDUI_AUDIT_KEY_FILE),
      anchor: readAnchor(values.JIEDUI_AUDIT_ANCHOR, root),
      onFailure: values.JIEDUI_AUDIT_ON_FAILURE ?? (values.JIEDUI_MODE === 'production' ? 'refuse' : 'continue'),
      syncMs: values.JIEDUI_AUDIT_SYNC_MS,
      maxBytes: values.JIEDUI_AUDIT_MAX_BYTES,
      headEveryMs: values.JIEDUI_AUDIT_HEAD_S * 1_000,
    },
    metrics: values.JIEDUI_METRICS_PORT === undefined ? null : { host: values.JIEDUI_METRICS_HOST, port: values.JIEDUI_METRICS_PORT },
    tracesEndpoint: values.OTEL_EXPORTER_OTLP_ENDPOINT ?? null,
    // Nobody waits at a terminal in production.
    drainMs: values.JIEDUI_DRAIN_MS ?? (values.JIEDUI_MODE === 'production' ? 5_000 : 0),
    dataDir,
    databases: {
      organizations: database('organizations', values.JIEDUI_ORGANIZATIONS_DB, values.JIEDUI_ORGANIZATIONS_OWNER_DB),
      counties: database('counties', values.JIEDUI_COUNTIES_DB, values.JIEDUI_COUNTIES_OWNER_DB),
      pairings: database('pairings', values.JIEDUI_PAIRINGS_DB, values.JIEDUI_PAIRINGS_OWNER_DB),
      statistics: database('statistics', values.JIEDUI_STATISTICS_DB, values.JIEDUI_STATISTICS_OWNER_DB),
    },
    signingKeyFile: file(values.JIEDUI_SIGNING_KEY_FILE),
    serverTls: certFile === null || keyFile === null ? null : { certFile, keyFile, clientCaFile: file(values.JIEDUI_TLS_CLIENT_CA_FILE) },
    trustedKeysFile: file(values.JIEDUI_TRUSTED_KEYS_FILE),
    authorities: values.JIEDUI_AUTHORITIES ?? null,
    protectedUnder: values.JIEDUI_SMALL_COUNT,
    statistics: {
      criteriaFile: file(values.JIEDUI_CRITERIA_FILE),
      maxWork: values.JIEDUI_STATISTICS_MAX_WORK,
      sync: {
        pauseMs: values.JIEDUI_SYNC_PAUSE_MS,
        overlapMs: values.JIEDUI_SYNC_OVERLAP_MS,
        compareEveryMs: values.JIEDUI_SYNC_COMPARE_S * 1_000,
      },
    },
    logLevel: values.JIEDUI_LOG_LEVEL,
  };
}

function isHttpUrl(text: string): boolean {
  return /^https?:\/\//.test(text) && URL.canParse(text);
}

function readAnchor(value: string | undefined, root: string): Config['audit']['anchor'] {
  if (value === undefined) return null;
  return value === 'log' ? 'log' : { file: path.resolve(root, value) };
}

/** Options after `?` are refused rather than dropped: somebody who asks for TLS must not get plain text. */
function isServerUrl(url: string): boolean {
  if (!/^(mysql|mariadb):\/\/[^/?#]+\/[^/?#]+$/.test(url) || !URL.canParse(url)) return false;
  try {
    decodeURIComponent(url);
    return true;
  } catch {
    return false;
  }
}

function databaseExpectation(): string {
  return 'sqlite:<path> or mysql://user:password@host:port/database without options, special characters percent-encoded';
}
