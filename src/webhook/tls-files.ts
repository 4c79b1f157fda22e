import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createSecureContext } from 'node:tls';

/** PEM files by path. */
export interface TlsFiles {
  /** The server's certificate first, then those that lead to its root. */
  readonly cert: string;
  /** The key of the first certificate, without a passphrase. */
  readonly key: string;
  /** Who signs client certificates. Set, clients must have one. */
  readonly clientCa?: string;
}

/** What the files hold. */
export interface TlsContents {
  readonly cert: Buffer;
  readonly key: Buffer;
  readonly ca?: Buffer;
}

/** TLS files that work together. */
export interface TlsMaterial {
  readonly contents: TlsContents;
  /** When the server's certificate ends: milliseconds since 1970. */
  readonly expires: number;
  /** What is doubtful: lower case, no full stop. */
  readonly warnings: readonly string[];
}

/** Reads the files. Rejects with a message that names the file. */
export async function readTls(files: TlsFiles): Promise<TlsContents> {
  const [cert, key, ca] = await Promise.all([
    readPem(files.cert),
    readPem(files.key),
    files.clientCa === undefined ? undefined : readPem(files.clientCa),
  ]);
  return { cert, key, ...(ca !== undefined && { ca }) };
}

/** True when both hold the same bytes. */
export function sameTls(a: TlsContents, b: TlsContents): boolean {
  const caOf = ({ ca }: TlsContents) => ca ?? Buffer.alloc(0);
  return a.cert.equals(b.cert) && a.key.equals(b.key) && caOf(a).equals(caOf(b));
}

/** Checks contents before a server gets them. Throws with a message that names the file. */
export function checkTls(contents: TlsContents, files: TlsFiles, now: number): TlsMaterial {
  const { cert, key, ca } = contents;
  const [leaf, ...chain] = certificatesIn(cert, files.cert);
  const authorities = ca === undefined ? [] : certificatesIn(ca, files.clientCa ?? '');
  if (leaf === undefined || !leaf.checkPrivateKey(privateKeyIn(key, files.key))) {
    throw new Error(
      `${files.key} is not the key of the first certificate in ${files.cert}: the pair must be made together`,
    );
  }
  try {
    createSecureContext(contents);
  } catch (error) {
    const { message } = error as Error;
    throw new Error(`${Object.values(files).join(', ')} can't be used: ${message}`, {
      cause: error,
    });
  }
  const warnings = [
    ...[leaf, ...chain].flatMap((certificate) => doubts(certificate, files.cert, now)),
    ...authorities.flatMap((certificate) => doubts(certificate, files.clientCa ?? '', now)),
  ];
  return { contents, expires: leaf.validToDate.getTime(), warnings };
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EISDIR: 'is a folder',
  ENOENT: 'there is no such file',
};

async function readPem(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    throw new Error(`${path} can't be read: ${REASONS[code] ?? code}`, { cause: error });
  }
}

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

function certificatesIn(pem: Buffer, path: string): readonly X509Certificate[] {
  const blocks = pem.toString('latin1').match(CERTIFICATE);
  if (blocks === null) throw new Error(`${path} holds no certificate in PEM form`);
  try {
    return blocks.map((block) => new X509Certificate(block));
  } catch (error) {
    throw new Error(`${path} holds a damaged certificate`, { cause: error });
  }
}

function privateKeyIn(pem: Buffer, path: string): ReturnType<typeof createPrivateKey> {
  try {
    return createPrivateKey(pem);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const locked = code === 'ERR_MISSING_PASSPHRASE' || pem.includes('ENCRYPTED');
    const reason = locked
      ? 'is locked with a passphrase: use a key without one'
      : 'holds no private key in PEM form';
    throw new Error(`${path} ${reason}`, { cause: error });
  }
}

function doubts(certificate: X509Certificate, path: string, now: number): readonly string[] {
  const { validFromDate, validToDate } = certificate;
  if (validToDate.getTime() < now) {
    return [`a certificate in ${path} expired on ${validToDate.toISOString()}: renew it`];
  }
  if (validFromDate.getTime() > now) {
    return [`a certificate in ${path} is not valid before ${validFromDate.toISOString()}`];
  }
  return [];
}
