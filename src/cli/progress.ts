import type { Totals } from '../pipeline/totals.ts';

/** Tells the person waiting how far the run is. */
export interface Progress {
  update(totals: Totals, read: number): void;
  /** Takes the line off the terminal, so that something else can be written. */
  clear(): void;
}

const REDRAW_MS = 200;
const REPORT_MS = 10_000;
const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

/** Where progress goes and what it counts against. */
export interface ProgressOptions {
  readonly stream: { readonly isTTY?: boolean; columns?: number; write(text: string): unknown };
  readonly quiet: boolean;
  /** Bytes on disk to be read; `undefined` when that can't be known. */
  readonly size: number | undefined;
  /** Milliseconds from any start; the wall clock of a person waiting, not of the log. */
  now(): number;
  /** What is being done, where it is one of several things. */
  readonly what?: string;
}

/** A line that is redrawn on a terminal, a plain line every ten seconds elsewhere, nothing when quiet. */
export function createProgress(options: ProgressOptions): Progress {
  const { stream, quiet, size, now, what } = options;
  if (quiet) return { update() {}, clear() {} };
  const terminal = stream.isTTY === true;
  const started = now();
  let shown = terminal ? started - REDRAW_MS : started;
  let drawn = false;
  const begin = what === undefined ? '' : `${what}: `;
  const lineOf = (totals: Totals, read: number, seconds: number) =>
    `${begin}${progressLine(totals, read, size, seconds)}`;
  const clear = () => {
    if (drawn) stream.write('\r\u001b[2K');
    drawn = false;
  };
  return {
    clear,
    update(totals, read) {
      const time = now();
      if (time - shown < (terminal ? REDRAW_MS : REPORT_MS)) return;
      shown = time;
      const line = lineOf(totals, read, (time - started) / 1000);
      if (!terminal) return void stream.write(`satrap: ${line}\n`);
      clear();
      stream.write(line.slice(0, (stream.columns ?? 80) - 1));
      drawn = true;
    },
  };
}

function progressLine(
  totals: Totals,
  read: number,
  size: number | undefined,
  seconds: number,
): string {
  const parts = [
    size === undefined ? formatBytes(read) : `${formatBytes(read)} of ${formatBytes(size)}`,
    `${formatCount(totals.records / Math.max(seconds, 0.001))} events/s`,
    counted(totals.alerts, 'alert'),
  ];
  if (size !== undefined && read > 0 && read < size) {
    parts.push(`${formatSeconds((seconds * (size - read)) / read)} left`);
  }
  return parts.join(' · ');
}

/** `1.3 GB`; decimal units. */
export function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < UNITS.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${unit === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${UNITS[unit]}`;
}

/** `31,204`; without `Intl`, whose first use in a process takes 20 ms. */
export function formatCount(count: number): string {
  return String(Math.round(count)).replaceAll(/\B(?=(?:\d{3})+$)/g, ',');
}

/** `2m 05s`. */
export function formatSeconds(seconds: number): string {
  if (seconds < 9.95) return `${seconds.toFixed(1)}s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole}s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes}m ${String(whole % 60).padStart(2, '0')}s`;
  return `${Math.floor(minutes / 60)}h ${String(minutes % 60).padStart(2, '0')}m`;
}

/** `1 alert`, `31,204 alerts`. */
export function counted(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`;
}
