import { generateKeyPairSync, type KeyObject, randomUUID, sign } from 'node:crypto';

/** What kube-apiserver is told to put into tokens as their issuer. */
export const ISSUER = 'https://kubernetes.default.svc.cluster.local';

/** The key pair that a cluster signs ServiceAccount tokens with. */
export interface TokenKeys {
  readonly privatePem: string;
  readonly publicPem: string;
  /** A token with claims that the apiserver would have written itself, at another time. */
  sign(claims: TokenClaims): string;
}

/** An object that a token names, as the claim `kubernetes.io` holds it. */
export interface Named {
  readonly name: string;
  readonly uid: string;
}

export interface TokenClaims {
  readonly namespace: string;
  readonly serviceAccount: Named;
  readonly pod?: Named;
  /** Seconds since 1970. */
  readonly issued: number;
  readonly expires: number;
  /** From when on its use is noted as stale, in seconds since 1970. */
  readonly warnAfter?: number;
}

const base64url = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Makes a key pair. */
export function createTokenKeys(): TokenKeys {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return {
    privatePem: privateKey.export({ type: 'sec1', format: 'pem' }).toString(),
    publicPem: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    sign: (claims) => signed(claims, privateKey),
  };
}

function signed(claims: TokenClaims, key: KeyObject): string {
  const { namespace, serviceAccount, pod, issued, expires, warnAfter } = claims;
  const payload = {
    aud: [ISSUER],
    exp: expires,
    iat: issued,
    iss: ISSUER,
    jti: randomUUID(),
    'kubernetes.io': { namespace, pod, serviceaccount: serviceAccount, warnafter: warnAfter },
    nbf: issued,
    sub: `system:serviceaccount:${namespace}:${serviceAccount.name}`,
  };
  const text = `${base64url({ alg: 'ES256', typ: 'JWT' })}.${base64url(payload)}`;
  const signature = sign('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' });
  return `${text}.${signature.toString('base64url')}`;
}
