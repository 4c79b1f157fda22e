import { writeFile } from 'node:fs/promises';
import type { Totals } from '../pipeline/totals.ts';
import { formatTime } from '../record/time.ts';
import { LEVELS } from '../types.ts';
import { counted, formatBytes, formatCount, formatSeconds } from './progress.ts';

/** The totals as the JSON document that `--summary` writes. */
export function summaryJson(totals: Totals): object {
  const { firstEvent, lastEvent, byUser, ...counts } = totals;
  return {
    ...counts,
    byUser: Object.fromEntries(byUser),
    firstEvent: firstEvent === null ? null : formatTime(firstEvent),
    lastEvent: lastEvent === null ? null : formatTime(lastEvent),
  };
}

/** Writes the totals; rejects when the file can't be written. */
export async function writeSummary(path: string, totals: Totals): Promise<void> {
  try {
    await writeFile(path, `${JSON.stringify(summaryJson(totals), null, 2)}\n`);
  } catch (error) {
    throw new Error(`summary file ${path}: ${(error as Error).message}`, { cause: error });
  }
}

/** What was read and what became of it. */
export function readingText(totals: Totals, seconds: number): string {
  return `${readLine(totals, seconds)}\n${recordsLine(totals)}`;
}

/** The closing lines on standard error: what was read, what became of it, what was found. */
export function summaryText(totals: Totals, seconds: number): string {
  const lines = [readingText(totals, seconds), alertsLine(totals)];
  const bounds = boundsLine(totals);
  if (bounds !== undefined) lines.push(bounds);
  return lines.join('\n');
}

function readLine(totals: Totals, seconds: number): string {
  const speed = formatBytes(totals.bytes / Math.max(seconds, 0.001));
  return `read ${formatBytes(totals.bytes)} in ${formatSeconds(seconds)} (${speed}/s)`;
}

function recordsLine(totals: Totals): string {
  const { records, events, duplicates, rejects, partial, outsideRange, failures } = totals;
  const notes = [
    partial > 0 ? `${formatCount(partial)} of them cut short` : '',
    outsideRange > 0 ? `${formatCount(outsideRange)} outside the time range` : '',
  ].filter((note) => note !== '');
  const inside = notes.length === 0 ? '' : ` (${notes.join(', ')})`;
  const parts = [
    `${counted(events, 'event')}${inside}`,
    counted(duplicates, 'duplicate'),
    counted(rejects, 'reject'),
  ];
  const unread =
    failures === 0 ? '' : `; ${counted(failures, 'input')} not read, or not to the end`;
  return `${counted(records, 'record')}: ${parts.join(', ')}${unread}`;
}

function alertsLine(totals: Totals): string {
  const byLevel = LEVELS.toReversed()
    .filter((level) => totals.byLevel[level] !== undefined)
    .map((level) => `${formatCount(totals.byLevel[level] ?? 0)} ${level}`);
  const detail = byLevel.length === 0 ? '' : `: ${byLevel.join(', ')}`;
  return `${counted(totals.alerts, 'alert')}${detail}`;
}

function boundsLine({ late, forced, evicted }: Totals): string | undefined {
  if (late + forced + evicted === 0) return undefined;
  return (
    `bounds: ${formatCount(late)} sightings too late for their window, ` +
    `${formatCount(forced)} taken before their time, ${formatCount(evicted)} keys evicted`
  );
}
