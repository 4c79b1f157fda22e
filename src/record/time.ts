import type { Micros } from '../types.ts';

const RFC3339 =
  /^(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(?:[.,](\d{1,9}))?(Z|z|[+-]\d\d:\d\d)$/;

/** The last second of the year 9999. */
const LATEST = 253_402_300_799_000;

/** Reads an RFC 3339 timestamp since 1970; digits beyond microseconds are cut. `undefined` when it isn't one. */
export function parseTime(text: unknown): Micros | undefined {
  if (typeof text !== 'string' || text.length > 40) return undefined;
  const parts = RFC3339.exec(text);
  if (parts === null) return undefined;
  const [, year, month, day, hour, minute, second, fraction = '', zone = 'Z'] = parts;
  const millis = Date.parse(
    `${year}-${month}-${day}T${hour}:${minute}:${second}${zone.toUpperCase()}`,
  );
  // Beyond the years that RFC 3339 can write there is no time.
  if (!(millis >= 0 && millis <= LATEST)) return undefined;
  return millis * 1000 + Number(fraction.slice(0, 6).padEnd(6, '0'));
}

/** Writes a time as RFC 3339 in UTC with microseconds, as kube-apiserver does. */
export function formatTime(time: Micros): string {
  const seconds = Math.floor(time / 1_000_000);
  const micros = String(time - seconds * 1_000_000).padStart(6, '0');
  return `${new Date(seconds * 1000).toISOString().slice(0, 19)}.${micros}Z`;
}

const UNITS = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 } as const;

/** Reads a duration such as `90s`, `5m`, `1h` or `30d`; `undefined` when it isn't one. */
export function parseDuration(text: string): Micros | undefined {
  const parts = /^(\d{1,9})([smhdw])$/.exec(text);
  if (parts === null) return undefined;
  return Number(parts[1]) * UNITS[parts[2] as keyof typeof UNITS] * 1_000_000;
}

/** Writes a duration with the largest unit that divides it: `5m`, `36h`. */
export function formatDuration(duration: Micros): string {
  const seconds = Math.round(duration / 1_000_000);
  for (const unit of ['d', 'h', 'm'] as const) {
    if (seconds > 0 && seconds % UNITS[unit] === 0) return `${seconds / UNITS[unit]}${unit}`;
  }
  return `${seconds}s`;
}
