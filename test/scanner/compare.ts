import { isDeepStrictEqual } from 'node:util';
import { createParser } from '../../src/parsers/index.ts';
import { DERIVATIONS } from '../../src/record/derived/index.ts';
import { EVIDENCE_PATHS, witnessOf } from '../../src/record/evidence.ts';
import { fieldPath } from '../../src/record/field-path.ts';
import { ScannedRecord } from '../../src/scanner/scanned-record.ts';
import type { Scanner } from '../../src/scanner/scanner.ts';
import type { AuditRecord, FieldPath, Found } from '../../src/types.ts';

/** What tests ask a scanner for: usual paths, and such as are hard to get right. */
export const WANTED: readonly FieldPath[] = [
  ['stage', 'level', 'verb', 'kind', 'requestURI', 'userAgent', 'items', 'stageTimestamp'],
  ['user.username', 'user.groups', 'user.extra.authentication.kubernetes.io/pod-name'],
  ['impersonatedUser.username', 'sourceIPs', 'responseStatus', 'responseStatus.code'],
  ['objectRef.resource', 'objectRef.namespace', 'objectRef.apiGroup', 'objectRef.subresource'],
  ['annotations', 'annotations.authorization', 'annotations.authorization.k8s.io/decision'],
  ['requestObject.spec.containers.image', 'requestObject.spec.containers.ports.a'],
  ['requestObject.metadata.labels.app.kubernetes.io/name', 'requestObject.spec.hostNetwork'],
  ['requestObject.data', 'requestObject.data.a.b', 'requestObject.a.b', 'labels.a.b', ''],
  ['a..b', 'a.', '__proto__', 'requestObject.user.username', 'user.username.a'],
]
  .flat()
  .map(fieldPath);

const OTHERS: readonly FieldPath[] = [
  ['requestObject', 'responseObject.metadata.name', 'user', 'user.uid', 'auditID', 'apiVersion'],
  ['nothing.here', 'requestReceivedTimestamp', 'annotations.audit.k8s.io/truncated', 'a.b'],
  DERIVATIONS.map(({ name }) => `satrap.${name}`),
]
  .flat()
  .map(fieldPath);

const ASKED = [...new Set([...WANTED, ...EVIDENCE_PATHS, ...OTHERS])];

/** The number that a record has at a slot; 0: none. */
export function numberAt({ values, numbersAt }: AuditRecord, slot: number): number {
  if (values === undefined || numbersAt === undefined) return 0;
  return values.words[numbersAt + slot] as number;
}

/** How much of a record is compared. */
export type Depth = 'all' | 'place';

/** Whether its evidence is the same in words as in a text, where it is in words. */
function isPackedAlike(one: AuditRecord): boolean {
  const into = new Float64Array(2048);
  const size = one.packInto?.(into, 1) ?? 0;
  return size === 0
    ? one.packed === undefined
    : Buffer.from(into.buffer).toString('latin1', 8, 8 + size) === one.packed;
}

const textOfBytes = (raw: string) => Buffer.from(raw, 'latin1').toString();

/** What a record that was scanned gives otherwise than the same event parsed; `undefined`: nothing. */
function differenceOfRecords(
  one: AuditRecord,
  other: AuditRecord,
  depth: Depth,
): string | undefined {
  if (one.time !== other.time) return `time ${one.time}, not ${other.time}`;
  if (one.partial !== other.partial) return `partial ${one.partial}`;
  if (one.digest !== other.digest) return `digest ${one.digest}, not ${other.digest}`;
  if (depth === 'place') return undefined;
  const words = new Uint32Array(4);
  one.readDigest?.(words);
  if (one.readDigest && Buffer.from(words.buffer).toString('hex') !== other.digest) return 'words';
  for (const path of ASKED) {
    const expected = other.field(path);
    if (!isDeepStrictEqual(one.field(path), expected)) return `field ${path.text}`;
    if (one.has?.(path) === (expected === undefined)) return `whether there is ${path.text}`;
    const slot = one.values?.slotOf(path) ?? -1;
    const number = slot < 0 ? 0 : numberAt(one, slot);
    if (number !== 0 && !isDeepStrictEqual(one.values?.value(number), expected)) {
      return `number of ${path.text}`;
    }
  }
  const packed = JSON.parse(witnessOf(one).packed) as unknown;
  if (!isDeepStrictEqual(packed, JSON.parse(witnessOf(other).packed))) return 'evidence';
  if (!isPackedAlike(one)) return 'evidence in words';
  if (!isDeepStrictEqual(one.event, other.event)) return 'event';
  const raw = one.raw === undefined ? one.event : JSON.parse(textOfBytes(one.raw));
  if (!isDeepStrictEqual(raw, other.event)) return 'raw';
  return undefined;
}

/** The first difference between what two parsers found. */
export function difference(
  found: readonly Found[],
  expected: readonly Found[],
  depth: (index: number) => Depth = () => 'all',
): string | undefined {
  if (found.length !== expected.length) return `${found.length} finds, not ${expected.length}`;
  for (const [index, one] of found.entries()) {
    const other = expected[index] as Found;
    const at = `find ${index}: `;
    if ('reject' in one || 'reject' in other) {
      if (!isDeepStrictEqual(one, other)) return `${at}reject`;
      continue;
    }
    if (one.offset !== other.offset || one.length !== other.length) {
      return `${at}${one.offset}+${one.length}, not ${other.offset}+${other.length}`;
    }
    const which = differenceOfRecords(one.record, other.record, depth(index));
    if (which !== undefined) return `${at}${which}`;
  }
  return undefined;
}

const LIMITS = { maxRecordBytes: 4_000_000, keepBytes: 40 };

/** Two parsers of the same input, one with a scanner, that are held against each other at each push. */
export class Twins {
  /** How many finds were scanned, parsed, or rejected. */
  readonly counts = { scanned: 0, parsed: 0, rejected: 0 };
  readonly #fast;
  readonly #plain;
  readonly #depth: (index: number) => Depth;
  readonly #expected: Found[] = [];

  constructor(
    scanner: Scanner,
    depth: (index: number) => Depth = () => 'all',
    limits: { maxRecordBytes: number; keepBytes: number } = LIMITS,
  ) {
    this.#fast = createParser('log', { ...limits, scanner });
    this.#plain = createParser('log', limits);
    this.#depth = depth;
  }

  /** Gives the first difference. */
  push(bytes: Uint8Array): string | undefined {
    return this.#compare(this.#fast.push(bytes), this.#plain.push(bytes));
  }

  end(): string | undefined {
    const which = this.#compare(this.#fast.end(), this.#plain.end());
    if (which !== undefined || this.#expected.length === 0) return which;
    return `${this.#expected.length} finds are missing`;
  }

  #compare(found: readonly Found[], expected: readonly Found[]): string | undefined {
    for (const one of found) {
      if ('reject' in one) this.counts.rejected++;
      else if (one.record instanceof ScannedRecord) this.counts.scanned++;
      else this.counts.parsed++;
    }
    // With a scanner, a line that has only begun is waited for.
    this.#expected.push(...expected);
    return difference(found, this.#expected.splice(0, found.length), this.#depth);
  }
}
