// Settings: from the raw environment to one typed object, in two pure steps. Bad names and values stop the start, all
// of them named at once. A command's flags are given as the environment's names.
import path from 'node:path';
import { z } from 'zod';
import { readSecretFiles } from './subgraphs/shared/secret-files';
import type { SubgraphName } from './subgraphs';
import { OperatorError } from './subgraphs/shared/operator-error';

export interface Config {
  /** Production refuses where development is lenient. */
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
    /** The largest answer of a subgraph that is read. */
    maxAnswerBytes: number;
    /** Our own execution, or `@apollo/gateway` as it is. */
    execution: 'jiedui' | 'stock';
    /** How long the planning of one operation may take. */
    planningBudgetMs: number;
    /** Names of the client's headers that subgraphs get, in lower case. */
    forwardedHeaders: readonly string[];
    /** Processes that serve on the one port. */
    workers: number;
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
  /** Counts of people from 1 up to, but not, `protectedUnder` are protected, unless they are shown to everyone. */
  smallCounts: { protectedUnder: number; areShown: boolean };
  statistics: {
    /** An operator's own criteria; the committed ones where null. */
    criteriaFile: string | null;
    sync: {
      /** Signs the requests for the registers' feeds; null where none is set. */
      signingKeyFile: string | null;
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
]);

const headerNames = z
  .string()
  .transform((text) =>
    text
      .toLowerCase()
      .split(',')
      .map((name) => name.trim()),
  )
  .refine((names) => names.every((name) => /^[a-z0-9-]+$/.test(name) && !ownHeaders.has(name)));

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

const yesOrNo = z.enum(['yes', 'no']).transform((value) => value === 'yes');

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
  PORT: { form: port.default(4000), expected: 'a port from 0 to 65535' },
  HOST: { form: z.string().min(1).default('127.0.0.1'), expected: 'a host name or address to listen on' },
  JIEDUI_DATA_DIR: { form: z.string().min(1).default('./data'), expected: 'a folder' },
  JIEDUI_LOG_LEVEL: { form: logLevels.default('info'), expected: `one of ${logLevels.options.join(', ')}` },
  JIEDUI_SUPERGRAPH: { form: z.string().min(1).optional(), expected: 'a file' },
  JIEDUI_SUBGRAPH_URLS: { form: addresses.optional(), expected: 'name=http://host:port/path, more of them after commas' },
  JIEDUI_SUBGRAPH_TIMEOUT_MS: { form: milliseconds.default(15_000), expected: 'a whole number of milliseconds from 1 to 600000' },
  JIEDUI_SUBGRAPH_MAX_BYTES: { form: bytes.default(50_000_000), expected: 'a whole number of bytes from 1000 to 1000000000' },
  JIEDUI_FORWARDED_HEADERS: {
    form: headerNames.default(['traceparent', 'tracestate', 'x-request-id']),
    expected: 'names of headers, with commas between them',
  },
  JIEDUI_EXECUTION: { form: executions.default('jiedui'), expected: `one of ${executions.options.join(', ')}` },
  JIEDUI_PLANNING_BUDGET_MS: { form: milliseconds.default(10_000), expected: 'a whole number of milliseconds from 1 to 600000' },
  JIEDUI_WORKERS: { form: workerCount.default(1), expected: 'a whole number from 1 to 256' },
  JIEDUI_MODE: { form: modes.default('development'), expected: `one of ${modes.options.join(', ')}` },
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
  JIEDUI_SHOW_SMALL_COUNTS: { form: yesOrNo.default(false), expected: 'yes or no' },
  JIEDUI_SIGNING_KEY_FILE: { form: z.string().min(1).optional(), expected: 'a file' },
  JIEDUI_SYNC_PAUSE_MS: { form: milliseconds.default(1_000), expected: 'a whole number of milliseconds from 1 to 600000' },
  JIEDUI_SYNC_OVERLAP_MS: { form: milliseconds.default(60_000), expected: 'a whole number of milliseconds from 1 to 600000' },
  JIEDUI_SYNC_COMPARE_S: { form: seconds.default(3_600), expected: 'a whole number of seconds from 1 to 604800' },
};

type Settings = { [Name in keyof typeof settings]: z.output<(typeof settings)[Name]['form']> };

/** Settings that hold passwords: each may be given as a file, by its name with _FILE at the end. */
const secretNames = Object.keys(settings).filter((name) => name.endsWith('_DB'));

/** The names of all settings, for `.env.example` and the README, which a test compares with it. */
export const settingNames = Object.keys(settings);

/**
 * Reads the settings. Relative paths count from `root`.
 *
 * @throws ConfigError naming every malformed value and every unknown JIEDUI_ name at once, never a value: it may be a secret
 */
export function readConfig(environment: Readonly<Record<string, string | undefined>>, root: string): Config {
  const { environment: whole, faults } = readSecretFiles(environment, secretNames, root);
  return nest(check(whole, faults), root);
}

function check(environment: Readonly<Record<string, string | undefined>>, faults: string[]): Settings {
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
  if (faults.length > 0) throw new ConfigError(faults);
  return values as Settings;
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
  return {
    mode: values.JIEDUI_MODE,
    gateway: {
      host: values.HOST,
      port: values.PORT,
      supergraphFile: path.resolve(root, values.JIEDUI_SUPERGRAPH ?? 'schema/supergraph.graphql'),
      subgraphUrls: values.JIEDUI_SUBGRAPH_URLS ?? new Map(),
      subgraphTimeoutMs: values.JIEDUI_SUBGRAPH_TIMEOUT_MS,
      maxAnswerBytes: values.JIEDUI_SUBGRAPH_MAX_BYTES,
      execution: values.JIEDUI_EXECUTION,
      planningBudgetMs: values.JIEDUI_PLANNING_BUDGET_MS,
      forwardedHeaders: values.JIEDUI_FORWARDED_HEADERS,
      workers: values.JIEDUI_WORKERS,
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
    trustedKeysFile: file(values.JIEDUI_TRUSTED_KEYS_FILE),
    smallCounts: { protectedUnder: values.JIEDUI_SMALL_COUNT, areShown: values.JIEDUI_SHOW_SMALL_COUNTS },
    statistics: {
      criteriaFile: file(values.JIEDUI_CRITERIA_FILE),
      sync: {
        signingKeyFile: file(values.JIEDUI_SIGNING_KEY_FILE),
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
