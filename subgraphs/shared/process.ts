// What every process of ours does alike: flags over the environment, a log, an orderly stop, one sentence where an
// operator can mend the start.
import { inspect } from 'node:util';
import pino from 'pino';
import { cutLine, describeError } from './log-line';
import { redactText } from './log-redaction';
import { OperatorError } from './operator-error';

export interface Log {
  /** Where the level has it: what is said of every request is not put together for nobody. */
  debug?: ((message: string) => void) | undefined;
  info(message: string): void;
  warn(message: string): void;
  error(error: unknown): void;
}

/** Logs as JSON lines on standard error, of 4 kB at most and without secrets; standard output is for people. */
export function createLog(level: string): Log {
  const stderr = pino.destination(2);
  // What is secret is found in whole lines alone.
  const logger = pino({ level, serializers: { err: (described: unknown) => described } }, { write: (line: string) => stderr.write(cutLine(redactText(line))) });
  const debug = logger.isLevelEnabled('debug') ? (message: string) => logger.debug(message) : undefined;
  return {
    debug,
    info: (message) => logger.info(message),
    warn: (message) => logger.warn(message),
    error(error) {
      const message = error instanceof Error ? error.message : String(error);
      logger.error({ err: describeError(error, message) }, message);
    },
  };
}

/** The environment with a command's flags, which go before it, under the environment's names. */
export function mergeFlags(environment: NodeJS.ProcessEnv, flags: Readonly<Record<string, string | undefined>>): NodeJS.ProcessEnv {
  return { ...environment, ...Object.fromEntries(Object.entries(flags).filter(([, value]) => value !== undefined)) };
}

/** The URL of an address that is listened on. */
export function formatAddress(host: string, port: number, scheme: 'http' | 'https' = 'http'): string {
  return `${scheme}://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/** Stops in order on the first SIGTERM or SIGINT; a second one ends the process at once. */
export function stopOnSignals(stop: () => Promise<void>, log: Log): void {
  const onSignal = () => {
    process.removeListener('SIGTERM', onSignal).removeListener('SIGINT', onSignal);
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error(error);
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', onSignal).on('SIGINT', onSignal);
}

/** Runs a process's main function; a failure ends it with code 1, in one sentence where an operator can mend it. */
export function runMain(main: () => Promise<void>): void {
  main().catch((error: unknown) => {
    const failure = describeFailure(error);
    console.error(redactText(typeof failure === 'string' ? failure : inspect(failure)));
    process.exit(1);
  });
}

/** One sentence where an operator can mend it; otherwise what was thrown. */
export function describeFailure(error: unknown): unknown {
  if (error instanceof OperatorError) return error.message;
  const { code, message, port, address } = error as NodeJS.ErrnoException & { port?: number; address?: string };
  if (code?.startsWith('ERR_PARSE_ARGS_') === true) return message;
  if (code === 'EADDRINUSE') return `port ${port} of ${address} is in use; choose another with --port`;
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'the host to listen on is not known; set HOST or --host to an address of this machine';
  if (code === 'EACCES' || code === 'EADDRNOTAVAIL') return `the address ${address}:${port} cannot be listened on (${code})`;
  return error;
}
