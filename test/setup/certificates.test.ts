// oxlint-disable-next-line import/no-unassigned-import -- @peculiar/x509 needs it to be there first
import 'reflect-metadata';
import { X509Certificate as NodeCertificate } from 'node:crypto';
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectKeyIdentifierExtension,
  X509Certificate,
} from '@peculiar/x509';
import { describe, expect, it } from 'vitest';
import {
  createAuthority,
  hostsOf,
  issue,
  readAuthority,
  validFor,
} from '../../src/setup/certificates.ts';
import { SetupError } from '../../src/setup/error.ts';

const NOW = new Date('2026-11-24T12:00:00Z');
const authority = await createAuthority('test CA', validFor(3650, NOW));
const server = await issue(authority, {
  commonName: 'satrap serve',
  usage: 'serverAuth',
  hosts: [
    { type: 'dns', value: 'satrap.example.com' },
    { type: 'ip', value: '10.96.0.50' },
    { type: 'ip', value: 'fd00::1' },
  ],
  ...validFor(825, NOW),
});

describe('certificates', () => {
  it('makes an authority that signs end certificates only', () => {
    const { certificate } = authority;
    const constraints = certificate.getExtension(BasicConstraintsExtension);
    expect(constraints).toMatchObject({ ca: true, pathLength: 0, critical: true });
    const usages = certificate.getExtension(KeyUsagesExtension);
    expect(usages?.critical).toBe(true);
    expect(usages?.usages).toBe(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign);
  });

  it('makes a server certificate with names, addresses and nothing it could sign with', () => {
    const certificate = new X509Certificate(server.certificate);
    expect(certificate.getExtension(BasicConstraintsExtension)).toMatchObject({
      ca: false,
      critical: true,
    });
    expect(certificate.getExtension(KeyUsagesExtension)?.usages).toBe(
      KeyUsageFlags.digitalSignature,
    );
    expect(certificate.getExtension(ExtendedKeyUsageExtension)?.usages).toEqual([
      '1.3.6.1.5.5.7.3.1',
    ]);
    expect(new NodeCertificate(server.certificate).subjectAltName).toBe(
      'DNS:satrap.example.com, IP Address:10.96.0.50, IP Address:FD00:0:0:0:0:0:0:1',
    );
    expect(hostsOf(server.certificate).map(({ value }) => value)).toEqual([
      'satrap.example.com',
      '10.96.0.50',
      'fd00::1',
    ]);
  });

  it('is signed by its authority, and says by whom', () => {
    const certificate = new NodeCertificate(server.certificate);
    const issuer = new NodeCertificate(authority.pair.certificate);
    expect(certificate.checkIssued(issuer)).toBe(true);
    expect(certificate.verify(issuer.publicKey)).toBe(true);
    expect(
      new X509Certificate(server.certificate).getExtension(AuthorityKeyIdentifierExtension)?.keyId,
    ).toBe(authority.certificate.getExtension(SubjectKeyIdentifierExtension)?.keyId);
  });

  it('is valid a little before now and for as long as asked', () => {
    const { notBefore, notAfter } = new X509Certificate(server.certificate);
    expect(notBefore.toISOString()).toBe('2026-11-24T11:00:00.000Z');
    expect(notAfter.toISOString()).toBe('2029-02-26T12:00:00.000Z');
  });

  it('does not outlive its authority', async () => {
    const late = await issue(authority, {
      commonName: 'x',
      usage: 'clientAuth',
      hosts: [],
      ...validFor(9999, NOW),
    });
    expect(new X509Certificate(late.certificate).notAfter).toEqual(authority.certificate.notAfter);
  });

  it('numbers at random, positive, within 20 bytes', async () => {
    const numbers = await Promise.all(
      Array.from({ length: 20 }, () => createAuthority('x', validFor(1, NOW))),
    );
    const serials = numbers.map(({ certificate }) => certificate.serialNumber);
    expect(new Set(serials).size).toBe(20);
    expect(serials.filter((serial) => !/^[4-7][0-9a-f]{31}$/.test(serial))).toEqual([]);
  });

  it('reads its authority back', async () => {
    const { certificate } = await readAuthority(authority.pair);
    expect(certificate.serialNumber).toBe(authority.certificate.serialNumber);
  });

  it('refuses the key of another authority, and what is no key', async () => {
    const other = await createAuthority('other', validFor(1, NOW));
    const mixed = { certificate: authority.pair.certificate, key: other.pair.key };
    await expect(readAuthority(mixed)).rejects.toThrow('ca.key is not the key of ca.crt');
    for (const key of ['', 'nonsense', server.certificate]) {
      await expect(readAuthority({ ...mixed, key })).rejects.toThrow(SetupError);
    }
  });
});
