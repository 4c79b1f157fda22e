import type { Scalar } from './value.ts';

/** Parts of a timestamp, taken from its text as written: no zone is converted, no clock is read. */

const TIMESTAMP =
  /^(\d{4})-(\d\d)-(\d\d)(?:[Tt ](\d\d):(\d\d)(?::\d\d(?:[.,]\d{1,9})?)?(?:[Zz]|[+-]\d\d:?\d\d)?)?$/;

interface Written {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  /** Absent when only a date is written. */
  readonly hour: number | undefined;
  readonly minute: number | undefined;
}

/** A part of a timestamp: how to take it, and the numbers it can be. */
export interface TimePart {
  readonly from: number;
  readonly to: number;
  read(value: Scalar): number | undefined;
}

/** The time modifiers of Sigma's modifiers appendix 2.1.0; `week` is ISO 8601's, so there may be a 53rd. */
export const TIME_PARTS = {
  minute: part(0, 59, ({ minute }) => minute),
  hour: part(0, 23, ({ hour }) => hour),
  day: part(1, 31, ({ day }) => day),
  week: part(1, 53, isoWeek),
  month: part(1, 12, ({ month }) => month),
  year: part(0, 9999, ({ year }) => year),
} as const satisfies Record<string, TimePart>;

function part(from: number, to: number, take: (written: Written) => number | undefined): TimePart {
  return {
    from,
    to,
    read(value) {
      const written = typeof value === 'string' ? parse(value) : undefined;
      return written && take(written);
    },
  };
}

function parse(text: string): Written | undefined {
  const found = text.length > 40 ? null : TIMESTAMP.exec(text);
  if (found === null) return undefined;
  const [year = 0, month = 0, day = 0] = found.slice(1, 4).map(Number);
  const [hour, minute] = found.slice(4, 6).map((digits) => (digits ? Number(digits) : undefined));
  const date = utc(year, month, day);
  const exists = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  if (!exists || (hour ?? 0) > 23 || (minute ?? 0) > 59) return undefined;
  return { year, month, day, hour, minute };
}

/** The Thursday of a week decides which year the week belongs to. */
function isoWeek({ year, month, day }: Written): number {
  const thursday = utc(year, month, day);
  thursday.setUTCDate(thursday.getUTCDate() + 4 - (thursday.getUTCDay() || 7));
  const start = utc(thursday.getUTCFullYear(), 1, 1);
  return Math.ceil(((thursday.getTime() - start.getTime()) / 86_400_000 + 1) / 7);
}

/** `Date.UTC` would read the years 0 to 99 as 1900 to 1999. */
function utc(year: number, month: number, day: number): Date {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return date;
}
