// oxlint-disable-next-line import/no-unassigned-import -- @peculiar/x509 needs it to be there first
import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  type Extension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509';
import { SetupError } from './error.ts';
import type { Host } from './hosts.ts';

/** A certificate and its private key, both as PEM; the key as PKCS #8. */
export interface Pair {
  readonly certificate: string;
  readonly key: string;
}

/** What signs the certificates of one setup. */
export interface Authority {
  readonly certificate: X509Certificate;
  readonly key: webcrypto.CryptoKey;
}

/** From when and until when. */
export interface Validity {
  readonly notBefore: Date;
  readonly notAfter: Date;
}

/** Whom a certificate is for. */
export interface Leaf extends Validity {
  readonly commonName: string;
  readonly usage: 'serverAuth' | 'clientAuth';
  /** Subject alternative names: a server's. */
  readonly hosts: readonly Host[];
}

const P256 = { name: 'ECDSA', namedCurve: 'P-256' } as const;
const SIGNATURE = { name: 'ECDSA', hash: 'SHA-256' } as const;
const DAY = 86_400_000;

/** The clocks of control-plane nodes may be behind this machine's. */
const BACKDATED = 3_600_000;

/** So many days from now, and an hour back. */
export function validFor(days: number, now: Date): Validity {
  return {
    notBefore: new Date(now.getTime() - BACKDATED),
    notAfter: new Date(now.getTime() + days * DAY),
  };
}

/** A new certificate authority (ECDSA P-256), which may sign end certificates only. */
export async function createAuthority(
  commonName: string,
  validity: Validity,
): Promise<Authority & { readonly pair: Pair }> {
  const keys = await generateKeys();
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: [{ CN: [commonName] }],
    serialNumber: serialNumber(),
    ...validity,
    keys,
    signingAlgorithm: SIGNATURE,
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return { certificate, key: keys.privateKey, pair: await pairOf(certificate, keys.privateKey) };
}

/** An authority from its files. A `SetupError` when they can't be read or don't belong together. */
export async function readAuthority(pair: Pair): Promise<Authority> {
  try {
    const certificate = new X509Certificate(pair.certificate);
    const [der] = PemConverter.decode(pair.key);
    if (der === undefined) throw new Error('no key');
    const key = await webcrypto.subtle.importKey('pkcs8', der, P256, true, ['sign']);
    const probe = new Uint8Array(32);
    const signed = await webcrypto.subtle.sign(SIGNATURE, key, probe);
    const publicKey = await certificate.publicKey.export(P256, ['verify']);
    if (await webcrypto.subtle.verify(SIGNATURE, publicKey, signed, probe)) {
      return { certificate, key };
    }
  } catch (error) {
    throw new SetupError(`ca.crt or ca.key can't be read: ${(error as Error).message}`);
  }
  throw new SetupError(
    'ca.key is not the key of ca.crt: bring back the pair that was written here',
  );
}

/** A new key and a certificate for it. It ends with the authority's, if that is sooner. */
export async function issue(authority: Authority, leaf: Leaf): Promise<Pair> {
  const keys = await generateKeys();
  const issuer = authority.certificate;
  const extensions: Extension[] = [
    new BasicConstraintsExtension(false, undefined, true),
    new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
    new ExtendedKeyUsageExtension([ExtendedKeyUsage[leaf.usage]]),
    await SubjectKeyIdentifierExtension.create(keys.publicKey),
    await AuthorityKeyIdentifierExtension.create(issuer.publicKey),
  ];
  if (leaf.hosts.length > 0) {
    extensions.push(new SubjectAlternativeNameExtension([...leaf.hosts]));
  }
  const certificate = await X509CertificateGenerator.create({
    subject: [{ CN: [leaf.commonName] }],
    issuer: issuer.subjectName,
    serialNumber: serialNumber(),
    notBefore: leaf.notBefore,
    notAfter: leaf.notAfter < issuer.notAfter ? leaf.notAfter : issuer.notAfter,
    publicKey: keys.publicKey,
    signingKey: authority.key,
    signingAlgorithm: SIGNATURE,
    extensions,
  });
  return pairOf(certificate, keys.privateKey);
}

/** The names and addresses that a certificate is for. */
export function hostsOf(pem: string): Host[] {
  const names = new X509Certificate(pem).getExtension(SubjectAlternativeNameExtension)?.names;
  return (names?.toJSON() ?? []).flatMap(({ type, value }) =>
    type === 'dns' || type === 'ip' ? [{ type, value }] : [],
  );
}

async function generateKeys(): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(P256, true, ['sign', 'verify']);
}

/** RFC 5280 asks for a positive number of at most 20 bytes: 16 random ones, the first from 64 to 127. */
function serialNumber(): string {
  const bytes = webcrypto.getRandomValues(new Uint8Array(16));
  bytes[0] = ((bytes[0] as number) & 0x3f) | 0x40;
  return Buffer.from(bytes).toString('hex');
}

async function pairOf(certificate: X509Certificate, key: webcrypto.CryptoKey): Promise<Pair> {
  const der = await webcrypto.subtle.exportKey('pkcs8', key);
  return {
    certificate: `${certificate.toString('pem').trim()}\n`,
    key: `${PemConverter.encode(der, PemConverter.PrivateKeyTag).trim()}\n`,
  };
}
