// oxlint-disable-next-line import/no-unassigned-import -- @peculiar/x509 needs it to be there first
import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  Pkcs10CertificateRequestGenerator,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509CertificateGenerator,
} from '@peculiar/x509';

/** A certificate and its key, both PEM; the key is PKCS #8. */
export interface Credentials {
  readonly cert: string;
  readonly key: string;
}

/** A certificate authority of a test, good for two days. */
export interface Authority {
  /** Its own certificate, PEM. */
  readonly cert: string;
  /** Its own key, PEM, for who signs in its name. */
  readonly key: string;
  /** For a server on these addresses or host names. */
  server(names: readonly string[]): Promise<Credentials>;
  /** For a client: kube-apiserver takes CN for the user's name and O for the groups. */
  client(user: string, groups?: readonly string[]): Promise<Credentials>;
}

const ECDSA = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const DAY_MS = 86_400_000;
const span = () => ({
  notBefore: new Date(Date.now() - DAY_MS),
  notAfter: new Date(Date.now() + DAY_MS),
});

const newKeys = () => webcrypto.subtle.generateKey(ECDSA, true, ['sign', 'verify']);

async function pemOf(key: webcrypto.CryptoKey): Promise<string> {
  return PemConverter.encode(await webcrypto.subtle.exportKey('pkcs8', key), 'PRIVATE KEY');
}

/** A request for a client's certificate and the key that it is for, both PEM. */
export async function certificateRequest(
  user: string,
  groups: readonly string[] = [],
): Promise<{ readonly request: string; readonly key: string }> {
  const keys = await newKeys();
  const request = await Pkcs10CertificateRequestGenerator.create({
    name: [{ CN: [user] }, ...groups.map((group) => ({ O: [group] }))],
    keys,
    signingAlgorithm: ECDSA,
  });
  return { request: request.toString('pem'), key: await pemOf(keys.privateKey) };
}

/** Makes a new authority. */
export async function createAuthority(name: string): Promise<Authority> {
  const keys = await newKeys();
  const root = await X509CertificateGenerator.createSelfSigned({
    name: [{ CN: [name] }],
    ...span(),
    keys,
    signingAlgorithm: ECDSA,
    extensions: [
      new BasicConstraintsExtension(true, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });

  const issue = async (
    subject: Record<string, string[]>[],
    usage: ExtendedKeyUsage,
    names: readonly string[],
  ): Promise<Credentials> => {
    const own = await newKeys();
    const alternatives = names.map((value) => ({
      type: /^[\d.]+$/.test(value) ? ('ip' as const) : ('dns' as const),
      value,
    }));
    const certificate = await X509CertificateGenerator.create({
      subject,
      issuer: root.subjectName,
      ...span(),
      publicKey: own.publicKey,
      signingKey: keys.privateKey,
      signingAlgorithm: ECDSA,
      extensions: [
        new ExtendedKeyUsageExtension([usage]),
        await AuthorityKeyIdentifierExtension.create(keys.publicKey),
        ...(names.length === 0 ? [] : [new SubjectAlternativeNameExtension(alternatives)]),
      ],
    });
    return { cert: certificate.toString('pem'), key: await pemOf(own.privateKey) };
  };

  return {
    cert: root.toString('pem'),
    key: await pemOf(keys.privateKey),
    server: (names) => issue([{ CN: [names[0] ?? ''] }], ExtendedKeyUsage.serverAuth, names),
    client: (user, groups = []) => {
      const organizations = groups.map((group) => ({ O: [group] }));
      return issue([{ CN: [user] }, ...organizations], ExtendedKeyUsage.clientAuth, []);
    },
  };
}
