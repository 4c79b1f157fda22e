import type { Figures, Row } from './results.ts';

/** Millions of bytes a second of the log's. */
export function speed(row: Row, { wall }: Figures): string {
  return significant(row.bytes / 1e6 / wall);
}

/** Seconds, to three digits. */
export function seconds(value: number): string {
  return significant(value);
}

/** Millions of bytes. */
export function megabytes(bytes: number): string {
  return grouped(Math.round(bytes / 1e6));
}

/** A ratio, to two digits where it is below ten. */
export function ratio(value: number): string {
  return Number.isFinite(value) ? value.toFixed(value < 9.95 ? 1 : 0) : '–';
}

/** A whole number, its thousands apart. */
export function grouped(value: number): string {
  return value.toLocaleString('en-US');
}

function significant(value: number): string {
  const digits = value >= 100 ? 0 : value >= 10 ? 1 : 2;
  return value >= 1000 ? grouped(Math.round(value)) : value.toFixed(digits);
}
