import { isIP } from 'node:net';
import type { STARTS } from './report/subject.ts';

/** One of the places where a trail may start. */
export interface Start {
  readonly kind: (typeof STARTS)[number];
  /** As it stands in the report. */
  readonly value: string;
}

/** How each is asked for. */
export const FLAGS: Readonly<Record<Start['kind'], string>> = {
  serviceAccount: '--service-account',
  credential: '--credential',
  pod: '--pod',
  sourceIP: '--source-ip',
  user: '--user',
  userAgent: '--user-agent',
  alert: '--alert',
};

/** Reads what was asked for; `undefined` where it is no such thing. */
export function readStart(kind: Start['kind'], text: string): Start | undefined {
  const value = READERS[kind](text.trim());
  return value === undefined ? undefined : { kind, value };
}

const READERS: Readonly<Record<Start['kind'], (text: string) => string | undefined>> = {
  serviceAccount: (text) => pairOf(text, ':'),
  pod: (text) => pairOf(text, '/'),
  credential: credentialId,
  sourceIP: (text) => (isIP(text) === 0 ? undefined : text.toLowerCase()),
  user: (text) => text || undefined,
  userAgent: (text) => text || undefined,
  alert: (text) => (/^[0-9a-f]{6,32}$/i.test(text) ? text.toLowerCase() : undefined),
};

/** `NS:NAME`, `NS/NAME` and the full user name. */
function pairOf(text: string, joint: string): string | undefined {
  const [, namespace, name] =
    /^(?:system:serviceaccount:)?([a-z0-9.-]+)[:/]([a-z0-9.-]+)$/.exec(text) ?? [];
  return namespace === undefined || name === undefined ? undefined : `${namespace}${joint}${name}`;
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** `JTI=…` and `X509SHA256=…`, the bare ids, and the keys that a report has where the log has no ids. */
function credentialId(text: string): string | undefined {
  if (UUID.test(text)) return `JTI=${text.toLowerCase()}`;
  const hex = /^(?:X509SHA256=)?((?:[0-9a-f]{2}:?){31}[0-9a-f]{2})$/i.exec(text)?.[1];
  if (hex !== undefined) return `X509SHA256=${hex.replaceAll(':', '').toLowerCase()}`;
  const jti = /^JTI=(.+)$/i.exec(text)?.[1];
  if (jti !== undefined) return `JTI=${UUID.test(jti) ? jti.toLowerCase() : jti}`;
  return /^pod:[^/]+\/.+$|^.+@.*$/.test(text) ? text : undefined;
}
