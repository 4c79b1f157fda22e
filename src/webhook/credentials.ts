import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { TLSSocket } from 'node:tls';
import type { ReceiverOptions } from './options.ts';

/** Who may do what. Comparisons take as long for wrong secrets as for right ones. */
export interface Gate {
  /** True for the paths that take events. */
  takesEvents(path: string): boolean;
  /** True when the client showed every credential that is asked for beside the path. */
  admits(request: IncomingMessage): boolean;
}

const EVENT_PATHS = new Set(['/audit', '/']);
const BEARER = /^bearer +(\S+)$/i;

/** The gate that options ask for. */
export function createGate(options: ReceiverOptions): Gate {
  const { token, secretPath, tls } = options;
  const isPath = secretPath === undefined ? undefined : comparer(secretPath);
  const isToken = token === undefined ? undefined : comparer(token);
  const wantsCertificate = tls?.clientCa !== undefined;
  return {
    takesEvents: (path) => isPath?.(path) ?? EVENT_PATHS.has(path),
    admits({ headers, socket }) {
      if (wantsCertificate && (socket as TLSSocket).authorized !== true) return false;
      return isToken?.(BEARER.exec(headers.authorization ?? '')?.[1] ?? '') ?? true;
    },
  };
}

/** Compares digests: texts of other lengths take as long. */
function comparer(secret: string): (text: string) => boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  const expected = digest(secret);
  return (text) => timingSafeEqual(digest(text), expected);
}
