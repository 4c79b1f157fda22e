/**
 * How rotated logs are named. lumberjack, as kube-apiserver uses it: `audit-2026-11-20T10-00-00.000.log`;
 * logrotate: `audit.log.1`, `audit.log-20261120`, `audit-20261120.log`; either compressed afterwards;
 * and one on top of the other.
 */

/** A file name taken apart. */
export interface RotatedName {
  /** The name of the log that the file is a rotation of, such as `audit.log`. */
  readonly log: string;
  /** The digits of the time in the name, comparable as text; empty when there is none. */
  readonly stamp: string;
  /** logrotate's count of rotations since; 0 when there is none. */
  readonly count: number;
  /** The name without `.gz` or `.zst`. */
  readonly plain: string;
}

const COMPRESSED = /[.](?:gz|zst|zstd)$/i;
const COUNT = /^(.+)[.](\d{1,5})$/;
const STAMP =
  /^(.+?)[-.](20\d\d-?\d\d-?\d\d(?:[T_-]?\d\d(?:-?\d\d){0,2}(?:[.]\d{1,6})?)?)([.][A-Za-z]+)?$/;
const LOG = /[.](?:log|json|jsonl|ndjson)$/i;

/** Takes a file name apart. */
export function parseRotation(name: string): RotatedName {
  const plain = name.replace(COMPRESSED, '');
  const counted = COUNT.exec(plain);
  const rest = counted?.[1] ?? plain;
  const stamped = STAMP.exec(rest);
  return {
    log: stamped === null ? rest : `${stamped[1]}${stamped[3] ?? ''}`,
    stamp: stamped?.[2]?.replaceAll(/\D/g, '').padEnd(20, '0') ?? '',
    count: counted === null ? 0 : Number(counted[2]),
    plain,
  };
}

/** True for names that audit logs have: `*.log`, `*.json`, `*.jsonl`, `*.ndjson`, rotated and compressed. */
export function looksLikeLog(name: string): boolean {
  return LOG.test(parseRotation(name).log);
}

/** A file as rotations are ordered by. */
export interface RotatedFile {
  readonly name: RotatedName;
  readonly modified: bigint;
}

/** Oldest first: by the time in the name, then the count, then modification; the current log last. */
export function compareRotations(a: RotatedFile, b: RotatedFile): number {
  return (
    Number(isCurrent(a)) - Number(isCurrent(b)) ||
    compare(a.name.stamp, b.name.stamp) ||
    b.name.count - a.name.count ||
    compare(a.modified, b.modified) ||
    compare(a.name.plain, b.name.plain)
  );
}

function isCurrent({ name }: RotatedFile): boolean {
  return name.stamp === '' && name.count === 0;
}

function compare<T extends string | bigint>(a: T, b: T): number {
  return a < b ? -1 : Number(a > b);
}
