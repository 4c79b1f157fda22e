import { createHash, X509Certificate } from 'node:crypto';
import type { Identity } from '../cluster/caller.ts';

/** As kube-apiserver names it in `user.extra`; `null` for a legacy token and for nonsense. */
export function credentialId({ token, credentials }: Identity): string | null {
  if (credentials !== undefined) {
    const { raw } = new X509Certificate(credentials.cert);
    return `X509SHA256=${createHash('sha256').update(raw).digest('hex')}`;
  }
  const [, payload] = (token ?? '').split('.');
  if (payload === undefined) return null;
  const { jti } = JSON.parse(Buffer.from(payload, 'base64url').toString()) as { jti?: string };
  return jti === undefined ? null : `JTI=${jti}`;
}
