// TLS between a gateway and subgraphs: certificates and keys from files. With mutual TLS each side shows a certificate.
import { readFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import { OperatorError } from './operator-error';

/** Paths of PEM files, as the settings name them. */
export interface ServerTlsFiles {
  certFile: string;
  keyFile: string;
  /** Whose certificates of clients are accepted; null where clients need none. */
  clientCaFile: string | null;
}

export interface ClientTlsFiles {
  /** What the client shows; null where it shows none. */
  certFile: string | null;
  keyFile: string | null;
  /** Whose certificates of servers are accepted; null for those that Node trusts. */
  caFile: string | null;
}

/** PEM texts for a server. A client without a certificate is let in: the server decides what it answers it. */
export interface ServerTls {
  cert: string;
  key: string;
  ca?: string;
  requestCert: boolean;
  rejectUnauthorized: false;
}

/** PEM texts for a client, as Node's `tls.connect` takes them. */
export interface ClientTls {
  cert?: string;
  key?: string;
  ca?: string;
}

/** @throws OperatorError where a file cannot be read or holds no such thing; the message repeats nothing of it */
export function readServerTls({ certFile, keyFile, clientCaFile }: ServerTlsFiles): ServerTls {
  const pair = { cert: readPem(certFile), key: readPem(keyFile) };
  const ca = clientCaFile === null ? {} : { ca: readPem(clientCaFile) };
  checkPair({ ...pair, ...ca });
  return { ...pair, ...ca, requestCert: clientCaFile !== null, rejectUnauthorized: false };
}

/** @throws OperatorError as `readServerTls` does */
export function readClientTls({ certFile, keyFile, caFile }: ClientTlsFiles): ClientTls {
  const tls: ClientTls = {
    ...(certFile === null ? {} : { cert: readPem(certFile) }),
    ...(keyFile === null ? {} : { key: readPem(keyFile) }),
    ...(caFile === null ? {} : { ca: readPem(caFile) }),
  };
  checkPair(tls);
  return tls;
}

function readPem(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new OperatorError(`the TLS file ${file} cannot be read (${(error as NodeJS.ErrnoException).code})`);
  }
}

function checkPair(tls: ClientTls): void {
  try {
    createSecureContext(tls);
  } catch {
    throw new OperatorError('the TLS files do not hold PEM certificates and the private key that belongs to them');
  }
}
