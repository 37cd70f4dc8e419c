// Starts one subgraph as a process of its own over HTTP: npm run start:subgraph -- counties [--port N]
import { parseArgs } from 'node:util';
import { type Config, readConfig } from '../config';
import { createLog, formatAddress, mergeFlags, runMain, stopOnSignals } from './shared/process';
import { prepareEmbeddedData } from '../sample/prepare';
import { subgraphs } from '.';
import { openFeeds, openSubgraph, openSync } from './open';
import { defaultAuthorities, normalizeAuthority } from './shared/authorities';
import { createVerifier } from './shared/message-signatures';
import { OperatorError } from './shared/operator-error';
import { serveSubgraph } from './shared/serve';
import { readServerTls } from './shared/tls';
import { openTracing } from './shared/tracing';
import { openTrustedKeys } from './shared/trusted-keys';

runMain(async () => {
  const { values: flags, positionals } = parseArgs({ allowPositionals: true, options: { port: { type: 'string' }, host: { type: 'string' } } });
  const definition = subgraphs.find(({ name }) => name === positionals[0]);
  if (definition === undefined || positionals.length > 1) throw new OperatorError(`name one subgraph: ${subgraphs.map(({ name }) => name).join(', ')}`);
  // PORT in the environment is the gateway's.
  const config = readConfig(mergeFlags(process.env, { PORT: flags.port ?? String(definition.port), HOST: flags.host }), process.cwd());
  const log = createLog(config.logLevel);

  await prepareEmbeddedData(config, (message) => console.log(message), [definition]);
  const { host, port } = config.gateway;
  const tracing = openTracing(config.tracesEndpoint, `jiedui-${definition.name}`);
  const { trustedKeysFile } = config;
  if (config.mode === 'production') requireTrust(config);
  const tls = config.serverTls === null ? undefined : readServerTls(config.serverTls);
  const scheme = tls === undefined ? 'http' : 'https';
  const authoritiesAt = (boundPort: number): ReadonlySet<string | null> =>
    new Set((config.authorities ?? defaultAuthorities(definition.name, host, boundPort)).map((each) => normalizeAuthority(each, scheme)));
  let authorities = authoritiesAt(port);
  const verifier =
    trustedKeysFile === null
      ? undefined
      : createVerifier({ findKey: openTrustedKeys(trustedKeysFile, log.error), isOwnAuthority: (authority) => authorities.has(authority) });
  const signedOnly = config.mode === 'production';
  const subgraph = openSubgraph(definition, config, log, tracing);
  const { drainMs, gateway } = config;
  const { maxConcurrent, maxHeldBodyBytes, requestTimeoutMs: arrivalMs } = gateway;
  const server = serveSubgraph(subgraph, { host, port, drainMs, tracing, log, verifier, signedOnly, tls, maxConcurrent, maxHeldBodyBytes, arrivalMs });
  // Where no key is set, another process keeps the statistics fresh.
  const { signingKeyFile } = config;
  const sync = definition.name === 'statistics' && signingKeyFile !== null ? openSync(config, openFeeds(config, signingKeyFile, log), log) : undefined;
  sync?.start();
  stopOnSignals(() => server.stop().finally(sync?.close).finally(tracing?.stop), log);
  const boundPort = await server.start();
  authorities = authoritiesAt(boundPort);
  console.log(`${definition.name} listens at ${formatAddress(host, boundPort, scheme)}/graphql`);
});

/** In production a subgraph answers its gateway alone, and must have a way to know it. */
function requireTrust({ trustedKeysFile, serverTls }: Config): void {
  if (trustedKeysFile !== null || (serverTls?.clientCaFile ?? null) !== null) return;
  throw new OperatorError(
    'in production a subgraph answers trusted callers alone: set JIEDUI_TRUSTED_KEYS_FILE for signed requests, or JIEDUI_TLS_CLIENT_CA_FILE for mutual TLS',
  );
}
