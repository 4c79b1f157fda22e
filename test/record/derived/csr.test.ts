// oxlint-disable-next-line import/no-unassigned-import -- @peculiar/x509 needs it to be there first
import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import { Pkcs10CertificateRequestGenerator } from '@peculiar/x509';
import { describe, expect, it } from 'vitest';
import { derive } from './derive.ts';

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };

async function request(name: string): Promise<string> {
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const csr = await Pkcs10CertificateRequestGenerator.create(
    { name, keys, signingAlgorithm: algorithm },
    webcrypto,
  );
  return Buffer.from(csr.toString('pem')).toString('base64');
}

const of = (part: string, text: string) =>
  derive(`satrap.csr.${part}`, { verb: 'create', requestObject: { spec: { request: text } } });

describe('csr', () => {
  it('names the user and the groups that it asks for', async () => {
    const text = await request('CN=eve,O=system:masters,O=devs');
    expect(of('commonName', text)).toBe('eve');
    expect(of('organizations', text)).toEqual(['system:masters', 'devs']);
  });

  it('is absent for what is no request', () => {
    expect(of('commonName', 'bm90IGEgcmVxdWVzdA==')).toBeUndefined();
    expect(of('commonName', '')).toBeUndefined();
    expect(of('commonName', 'A'.repeat(3_000_000))).toBeUndefined();
  });
});
