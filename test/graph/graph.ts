// The whole graph for a test: a gateway with the subgraphs in process, on the lane's databases, asked over HTTP.
import path from 'node:path';
import type { Knex } from 'knex';
import type { Registry } from 'prom-client';
import { readConfig } from '../../config';
import { createGateway, type GatewayOptions } from '../../gateway/gateway';
import { subgraphs } from '../../subgraphs';
import { openDatabase } from '../../subgraphs/shared/database';
import { packageRoot } from '../../subgraphs/shared/package-root';
import type { Log } from '../../subgraphs/shared/process';
import { createSubgraph } from '../../subgraphs/shared/subgraph';
import { startIssuer } from '../gateway/identity/issuer';

/** An answer of the graph; `data` is as loose as JSON is, since each test knows what it asked. */
export interface Answer {
  status: number;
  // biome-ignore lint/suspicious/noExplicitAny: JSON that the test's own query shaped
  data: any;
  errors?: { message: string; path?: (string | number)[]; extensions: Record<string, unknown> }[];
}

export interface Graph {
  url: string;
  /** What is measured, where it was asked for. */
  registry: Registry | null;
  ask(query: string, variables?: Record<string, unknown>, headers?: Record<string, string>): Promise<Answer>;
  /** SQL statements sent to the databases since the last call. */
  takeStatements(): string[];
  stop(): Promise<void>;
}

export type DatabaseKind = 'sqlite' | 'mariadb';

/** The database that the lane tests against. */
export const laneDatabase: DatabaseKind = process.env.TEST_MARIADB_PORT === undefined ? 'sqlite' : 'mariadb';

export function readerUrl(name: string, kind: DatabaseKind = laneDatabase): string {
  if (kind === 'mariadb') return `mysql://${name}_reader:reader@127.0.0.1:${process.env.TEST_MARIADB_PORT}/${name}`;
  return `sqlite:${path.join(String(process.env.TEST_SQLITE_DIR), `${name}.sqlite`)}`;
}

/** The gateway's settings as they are unless set, on any free port. */
const { mode, gateway: settings } = readConfig({}, packageRoot);
export const defaultSettings = { ...settings, mode, port: 0, watchesSupergraph: false, listensEarly: true };

/** Limits for tests that read whole registers, or look at what a subgraph itself refuses. */
export const wideLimits = { ...defaultSettings.limits, maxListSize: 1_000_000, maxCost: 1_000_000_000 };

export const silentLog = { info: () => {}, warn: () => {}, error: () => {} };

export async function startGraph(
  kind: DatabaseKind = laneDatabase,
  {
    scope,
    log = silentLog,
    ...settings
  }: Partial<typeof defaultSettings> &
    Pick<GatewayOptions, 'trail' | 'measures'> & { /** Each question comes from a caller with it. */ scope?: string; log?: Log } = {},
): Promise<Graph> {
  const issuer = scope === undefined ? null : startIssuer();
  let statements: string[] = [];
  const inProcess = subgraphs.map((definition) => {
    const database: Knex = openDatabase(readerUrl(definition.name, kind), { role: 'reader' });
    database.on('query', ({ sql }: { sql: string }) => statements.push(sql));
    return createSubgraph(definition, { database, logError: (error) => process.env.TEST_LOG && console.error(error) });
  });
  const gateway = createGateway({
    ...defaultSettings,
    ...settings,
    ...(issuer === null ? {} : { identity: issuer.settings }),
    inProcess,
    log,
  });
  const url = `http://127.0.0.1:${await gateway.start()}`;
  await gateway.ready();
  return {
    url,
    registry: gateway.registry,
    ask: async (query, variables, headers) => ask(`${url}/graphql`, query, variables, { ...(await issuer?.bearer(scope ?? '')), ...headers }),
    takeStatements: () => {
      const taken = statements;
      statements = [];
      return taken;
    },
    async stop() {
      await gateway.stop();
      issuer?.stop();
    },
  };
}

/** A message for people: in English, then in Chinese. */
export const inBothLanguages = /^\p{ASCII}+\. [^。]*\p{Script=Han}[^。]*。$/u;

/** Asks a GraphQL server as a client does. */
export async function ask(url: string, query: string, variables: Record<string, unknown> = {}, headers: Record<string, string> = {}): Promise<Answer> {
  const sent = { 'content-type': 'application/json', 'x-request-id': 'test', ...headers };
  const response = await fetch(url, { method: 'POST', headers: sent, body: JSON.stringify({ query, variables }) });
  return { status: response.status, ...((await response.json()) as Omit<Answer, 'status'>) };
}
