import { createReadStream } from 'node:fs';
import { stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { appendEvents, createLog } from '../log/log.ts';
import { hitsIn, type LogShape } from '../log/shape.ts';
import type { Patience } from '../measure/rounds.ts';
import type { Part } from '../report/results.ts';

/** Where a part works. */
export interface Place {
  /** For logs and whatever is written; removed afterwards. */
  readonly folder: string;
  /** The satrap that is measured: the root of a package. */
  readonly satrap: string;
  /** Logs are so many times as large as usual; for trying the benchmark out. */
  readonly scale: number;
  /** Tells somebody who waits. */
  say(text: string): void;
}

/** Measures one part of the benchmark. */
export type MeasurePart = (place: Place) => Promise<Omit<Part, 'ran'>>;

/** A log that was written. */
export interface WrittenLog {
  readonly path: string;
  readonly bytes: number;
  /** What the ServiceAccount documents' query finds in it. */
  readonly hits: number;
}

/** A GB, in bytes. */
export const GB = 1e9;

/** What most parts have: three rounds at least, five where that is quick. */
export const PATIENCE: Patience = { least: 3, most: 5, seconds: 150 };

/** Writes a log of about so many bytes and leaves it in the file cache. */
export async function writeLog(
  { folder, scale, say }: Place,
  shape: LogShape,
  bytes: number,
): Promise<WrittenLog> {
  const path = join(folder, `${shape.variant}.log`);
  const log = createLog(shape);
  const events = Math.ceil((bytes * scale) / log.eventBytes);
  say(`writing ${events.toLocaleString('en-US')} events (${shape.variant})`);
  await appendEvents(log, path, 0, events);
  await warm(path);
  return { path, bytes: (await stat(path)).size, hits: hitsIn(shape, events) };
}

/** Reads a file once, so that the next reader has it from memory. */
export async function warm(path: string): Promise<void> {
  for await (const _ of createReadStream(path, { highWaterMark: 1 << 20 }));
}

/** Whether the folder's disk has room for so many bytes, and some to spare. */
export async function hasRoom(folder: string, bytes: number): Promise<boolean> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize > bytes * 1.1;
}
