import type { IncomingMessage } from 'node:http';
import type { Hold } from './budget.ts';

/** A body as it came. */
export interface Body {
  /** Up to the limit. */
  readonly bytes: Buffer;
  /** How many bytes were sent, those beyond the limit included. */
  readonly length: number;
}

/** What a body without a declared length starts with. */
const START = 65_536;

/** The declared length in bytes; `undefined` when there is none. Node lets no other values through. */
export function declaredLength(request: IncomingMessage): number | undefined {
  const text = request.headers['content-length'];
  return text === undefined ? undefined : Number(text);
}

/**
 * Reads all of a body and keeps it up to `max` bytes. Beyond what is held already the budget is asked;
 * `undefined`: it has no more room. Rejects when the client goes before the end.
 */
export async function readBody(
  request: IncomingMessage,
  max: number,
  hold: Hold,
): Promise<Body | undefined> {
  let room = Math.min(declaredLength(request) ?? 0, max);
  let bytes = Buffer.allocUnsafeSlow(room);
  let kept = 0;
  let length = 0;
  // Left early, the rest of the request still has to be passed over.
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    length += chunk.length;
    const end = Math.min(length, max);
    if (end > room) {
      const wanted = Math.min(max, Math.max(end, START, 2 * room));
      if (!hold.grow(wanted - room)) return undefined;
      room = wanted;
      bytes = Buffer.concat([bytes.subarray(0, kept)], room);
    }
    chunk.copy(bytes, kept, 0, end - kept);
    kept = end;
  }
  return { bytes: bytes.subarray(0, kept), length };
}

/** Passes over a body up to so many bytes, so that its sender listens. False: there is more. */
export async function discardBody(request: IncomingMessage, max: number): Promise<boolean> {
  let length = 0;
  try {
    for await (const chunk of request.iterator({ destroyOnReturn: false })) {
      length += (chunk as Buffer).length;
      if (length > max) return false;
    }
    return true;
  } catch {
    // The sender is gone.
    return false;
  }
}
