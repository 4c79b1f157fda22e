import { createRequire } from 'node:module';
import type * as X509 from '@peculiar/x509';
import type { Json } from '../../types.ts';
import type { Derivation } from './derivation.ts';
import { at, objectOf, orAbsent, textOf } from './json.ts';
import { OBJECT_READS, writtenObject } from './object.ts';

/** Longer requests than kube-apiserver takes are not decoded: characters of Base64. */
const LONGEST = 2 ** 20;

export const CSR: Derivation = {
  name: 'csr',
  summary:
    '`.commonName` and `.organizations` that a CertificateSigningRequest asks for: the user and the groups of ' +
    'a client certificate',
  ofBodies: true,
  reads: OBJECT_READS,
  open: true,
  value(record) {
    const request = textOf(at(objectOf(at(writtenObject(record), 'spec')), 'request'));
    return request === undefined || request.length > LONGEST ? undefined : subjectOf(request);
  },
};

/** Loaded when a log has its first certificate request: it takes a tenth of a second. */
const load = createRequire(import.meta.url);

function subjectOf(request: string): Json | undefined {
  try {
    load('reflect-metadata');
    const { Pkcs10CertificateRequest } = load('@peculiar/x509') as typeof X509;
    const pem = Buffer.from(request, 'base64').toString('latin1');
    const { subjectName } = new Pkcs10CertificateRequest(pem);
    const commonName = subjectName.getField('CN').at(-1);
    const organizations = orAbsent(subjectName.getField('O'));
    return {
      ...(commonName !== undefined && { commonName }),
      ...(organizations && { organizations }),
    };
  } catch {
    // Not what a certificate request looks like: kube-apiserver refuses it as well.
    return undefined;
  }
}
