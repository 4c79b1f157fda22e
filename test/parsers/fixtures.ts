import { expect } from 'vitest';
import type { FramerLimits } from '../../src/parsers/frame.ts';
import { createParser } from '../../src/parsers/index.ts';
import { EventRecord } from '../../src/record/event-record.ts';
import { createScanner } from '../../src/scanner/index.ts';
import type { Scanner } from '../../src/scanner/scanner.ts';
import type { Found, JsonObject } from '../../src/types.ts';

/** A webhook's item: an event without `kind` and `apiVersion`, in kube-apiserver's field order. */
export function item(id: string | number, changes: JsonObject = {}): JsonObject {
  return {
    level: 'Metadata',
    auditID: `id-${id}`,
    stage: 'ResponseComplete',
    requestURI: '/api/v1/namespaces/prod/secrets',
    verb: 'list',
    user: { username: 'system:serviceaccount:prod:app', groups: ['system:serviceaccounts'] },
    sourceIPs: ['192.0.2.7', '10.0.0.7'],
    userAgent: 'kubectl/v1.34.0 (linux/amd64)',
    objectRef: { resource: 'secrets', namespace: 'prod', apiVersion: 'v1' },
    responseStatus: { metadata: {}, code: 200 },
    requestReceivedTimestamp: '2026-11-20T10:00:00.000000Z',
    stageTimestamp: '2026-11-20T10:00:00.000001Z',
    annotations: { 'authorization.k8s.io/decision': 'allow' },
    ...changes,
  };
}

/** The same as a log line has it. */
export function event(id: string | number, changes: JsonObject = {}): JsonObject {
  return { kind: 'Event', apiVersion: 'audit.k8s.io/v1', ...item(id, changes) };
}

/** An event on one line, without its end. */
export function line(id: string | number, changes: JsonObject = {}): string {
  return JSON.stringify(event(id, changes));
}

export const LIMITS: FramerLimits = { maxRecordBytes: 10_000, keepBytes: 40 };

/** Parsers are the same without a scanner and with one. */
export const SCANNERS: readonly (Scanner | undefined)[] = [undefined, createScanner([])];

interface Cut {
  /** Where the bytes are cut into blocks. */
  readonly cuts?: readonly number[];
  readonly limits?: FramerLimits;
}

/** What a parser finds in bytes, which must be the same with a scanner. */
export function parse(input: string | Uint8Array, cut: Cut = {}): Found[] {
  const [parsed = [], scanned = []] = SCANNERS.map((scanner) => parseWith(scanner, input, cut));
  expect(scanned.map(outline)).toEqual(parsed.map(outline));
  return scanned;
}

/** A find by the digest of its event, which may be too deep for `full`. */
function outline(found: Found): unknown {
  if ('reject' in found) return found.reject;
  const { time, partial, digest } = found.record;
  return { time, partial, digest, offset: found.offset, length: found.length };
}

function parseWith(
  scanner: Scanner | undefined,
  input: string | Uint8Array,
  { cuts = [], limits = LIMITS }: Cut,
): Found[] {
  const bytes = Buffer.from(input);
  const parser = createParser('test.log', { ...limits, scanner });
  const found: Found[] = [];
  let from = 0;
  const ends = cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b);
  for (const to of [...ends, bytes.length]) {
    // A copy, so that a parser that keeps a caller's buffer is found out.
    const chunk = Buffer.from(bytes.subarray(from, to));
    found.push(...parser.push(chunk).map(detached));
    chunk.fill(0x78);
    from = to;
  }
  found.push(...parser.end().map(detached));
  return found;
}

/** A find that lives on: what a scanner gave lasts until the next push. */
function detached(found: Found): Found {
  if ('reject' in found) return found;
  const { record, offset, length } = found;
  const { event: value, time, partial } = record;
  return { record: new EventRecord(value, time, partial), offset, length };
}

/** The same, byte by byte. */
export function parseBytewise(input: string | Uint8Array, limits = LIMITS): Found[] {
  const { length } = Buffer.from(input);
  return parse(input, { cuts: Array.from({ length }, (_, index) => index), limits });
}

/** What was found, told briefly: ids of events, `~` before partial ones, `!` and the reason of rejects. */
export function brief(found: readonly Found[]): string[] {
  return found.map((one) => {
    if ('reject' in one) return `!${one.reject.reason}`;
    return `${one.record.partial ? '~' : ''}${one.record.event.auditID as string}`;
  });
}

/** Everything about what was found, to compare by. */
export function full(found: readonly Found[]): unknown[] {
  return found.map((one) => {
    if ('reject' in one) return one.reject;
    const { event: value, time, partial } = one.record;
    return { value: JSON.stringify(value), time, partial, offset: one.offset, length: one.length };
  });
}

/** Where a find lies in the input. */
export function placeOf(found: Found): { offset: number; length: number } {
  return 'reject' in found ? found.reject : found;
}
