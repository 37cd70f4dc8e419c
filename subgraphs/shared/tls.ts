// TLS between a gateway and subgraphs: certificates and keys from files. With mutual TLS each side shows a certificate.
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { createSecureContext } from 'node:tls';
import { OperatorError } from './operator-error';
import { readTextFile } from './text-file';

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

/** @throws OperatorError where a file cannot be read or holds no such thing: it names the setting and repeats nothing of the file */
export function readServerTls({ certFile, keyFile, clientCaFile }: ServerTlsFiles): ServerTls {
  const pair = { cert: readCertificates('JIEDUI_TLS_CERT_FILE', certFile), key: readKey('JIEDUI_TLS_KEY_FILE', keyFile) };
  const ca = clientCaFile === null ? {} : { ca: readCertificates('JIEDUI_TLS_CLIENT_CA_FILE', clientCaFile) };
  checkPair({ ...pair, ...ca });
  return { ...pair, ...ca, requestCert: clientCaFile !== null, rejectUnauthorized: false };
}

/** @throws OperatorError as `readServerTls` does */
export function readClientTls({ certFile, keyFile, caFile }: ClientTlsFiles): ClientTls {
  const tls: ClientTls = {
    ...(certFile === null ? {} : { cert: readCertificates('JIEDUI_SUBGRAPH_TLS_CERT_FILE', certFile) }),
    ...(keyFile === null ? {} : { key: readKey('JIEDUI_SUBGRAPH_TLS_KEY_FILE', keyFile) }),
    ...(caFile === null ? {} : { ca: readCertificates('JIEDUI_SUBGRAPH_TLS_CA_FILE', caFile) }),
  };
  checkPair(tls);
  return tls;
}

/** One that lacks its end is found too, and is no certificate. */
const certificateBlock = /-----BEGIN CERTIFICATE-----.*?(?:-----END CERTIFICATE-----|$)/gs;

/** Node takes an empty text for no CA at all, and trusts all that it knows; it passes over what it cannot read. */
function readCertificates(setting: string, file: string): string {
  const pem = readTextFile(`${setting}:`, file);
  const blocks = pem.match(certificateBlock) ?? [];
  if (blocks.length === 0) throw new OperatorError(`${setting}: ${file} holds no certificate (PEM)`);
  try {
    for (const block of blocks) new X509Certificate(block);
  } catch {
    throw new OperatorError(`${setting}: ${file} holds a certificate (PEM) that cannot be read`);
  }
  return pem;
}

function readKey(setting: string, file: string): string {
  const pem = readTextFile(`${setting}:`, file);
  try {
    createPrivateKey(pem);
  } catch {
    throw new OperatorError(`${setting}: ${file} holds no private key (PEM) without a passphrase`);
  }
  return pem;
}

function checkPair(tls: ClientTls): void {
  const { cert, key } = tls;
  try {
    createSecureContext(tls);
    // OpenSSL compares them only where both are of one kind, such as RSA.
    if (cert !== undefined && key !== undefined && !new X509Certificate(cert).checkPrivateKey(createPrivateKey(key))) throw new Error('another key');
  } catch {
    throw new OperatorError('the TLS files do not hold PEM certificates and the private key that belongs to them');
  }
}
