// oxlint-disable-next-line import/no-unassigned-import -- x509 works only with it
import 'reflect-metadata';
import { mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as x509 from '@peculiar/x509';

const EC = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const DAY = 86_400_000;

/** A certificate and its key, as PEM. */
export interface Pair {
  readonly cert: string;
  readonly key: string;
}

/** An authority that signs certificates. */
export interface Authority {
  readonly cert: string;
  /** Signs a certificate for this machine's loopback, good for client and server alike. */
  sign(name: string, lifetime?: { readonly from?: Date; readonly to?: Date }): Promise<Pair>;
}

const makeKeys = () => crypto.subtle.generateKey(EC, true, ['sign', 'verify']);

/** Makes an authority. */
export async function makeAuthority(name: string): Promise<Authority> {
  const keys = await makeKeys();
  const root = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: '01',
    name: `CN=${name}`,
    notBefore: new Date(Date.now() - DAY),
    notAfter: new Date(Date.now() + DAY),
    signingAlgorithm: EC,
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(true, 1, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign, true),
    ],
  });
  let serial = 1;
  return {
    cert: root.toString('pem'),
    async sign(subject, { from, to } = {}) {
      const own = await makeKeys();
      serial++;
      const certificate = await x509.X509CertificateGenerator.create({
        serialNumber: serial.toString(16).padStart(2, '0'),
        subject: `CN=${subject}`,
        issuer: root.subject,
        notBefore: from ?? new Date(Date.now() - DAY),
        notAfter: to ?? new Date(Date.now() + DAY),
        signingAlgorithm: EC,
        publicKey: own.publicKey,
        signingKey: keys.privateKey,
        extensions: [
          new x509.SubjectAlternativeNameExtension([
            { type: 'dns', value: 'localhost' },
            { type: 'ip', value: '127.0.0.1' },
          ]),
          new x509.ExtendedKeyUsageExtension([
            x509.ExtendedKeyUsage.serverAuth,
            x509.ExtendedKeyUsage.clientAuth,
          ]),
        ],
      });
      const key = await crypto.subtle.exportKey('pkcs8', own.privateKey);
      return {
        cert: certificate.toString('pem'),
        key: x509.PemConverter.encode(key, 'PRIVATE KEY'),
      };
    },
  };
}

/** Mounts files as Kubernetes mounts a Secret: names lead through `..data`, which is swapped as a whole. */
export async function mountSecret(
  folder: string,
  files: Readonly<Record<string, string>>,
): Promise<void> {
  const version = `..${Date.now()}_${Math.random()}`;
  await mkdir(join(folder, version), { recursive: true });
  for (const [name, text] of Object.entries(files)) {
    await writeFile(join(folder, version, name), text, { mode: 0o600 });
    await symlink(join('..data', name), join(folder, name)).catch(() => {});
  }
  await rm(join(folder, '..next'), { force: true });
  await symlink(version, join(folder, '..next'));
  await rename(join(folder, '..next'), join(folder, '..data'));
}
