import { closeSync, openSync } from 'node:fs';
import type { Scanner } from '../../scanner/scanner.ts';
import { readFile } from '../../sources/file.ts';
import type { InputFile, Micros, Source } from '../../types.ts';
import { createDating } from '../dating.ts';
import { type Batch, limitsOf, type ReadOptions } from './batch.ts';
import { blocksOf } from './blocks-of.ts';
import { formatOf } from './format.ts';
import { parseBlocks } from './parse-blocks.ts';
import { ownSegments, readSegments, type SegmentReader } from './plain-file.ts';
import type { FilesAhead } from './threads.ts';

const SEGMENT_BYTES = 262_144;

/**
 * Reads one source to its end. Plain files are read in segments, by other threads where there are some;
 * compressed ones as a whole, ahead of their turn where there are threads; pipes in this thread. What comes
 * out is the same.
 */
export async function* readSource(
  source: Source,
  options: ReadOptions,
): AsyncGenerator<Batch, void, undefined> {
  const dating = createDating();
  const latest = () => dating.latest;
  const { scanner, signal } = options;
  const batches =
    source.files === undefined || scanner === undefined
      ? parseBlocks(source.open(signal), options, latest)
      : readFiles(source.files, options, scanner, latest);
  for await (const batch of batches) yield { ...batch, found: dating.date(batch.found) };
  yield { found: dating.rest(), read: 0, bytes: 0, failures: [] };
}

async function* readFiles(
  files: readonly InputFile[],
  options: ReadOptions,
  scanner: Scanner,
  latest: () => Micros,
): AsyncGenerator<Batch, void, undefined> {
  const { threads, signal } = options;
  const reader = threads ?? ownSegments(scanner, limitsOf(options));
  const known = files.map((file) => ({ ...file, format: formatOf(file) }));
  const compressed = known.filter(({ format }) => format === 'compressed');
  const ahead = threads?.open(compressed.map(({ path }) => path));
  try {
    for (const { path, size, format } of known) {
      if (signal?.aborted) return;
      const place = { path, size: size ?? 0, reader, latest };
      if (format === 'plain') yield* readPlain(place, options);
      else if (format === 'compressed' && ahead !== undefined)
        yield* readAhead(place, ahead, options);
      else yield* readWhole(place, options);
    }
  } finally {
    ahead?.close();
  }
}

function readWhole({ path, latest }: PlainFile, options: ReadOptions) {
  const { segmentBytes = SEGMENT_BYTES, signal } = options;
  return parseBlocks(readFile(path, { blockBytes: segmentBytes, signal }), options, latest);
}

/** A file that is read by another thread; what can't be sent from there is read here, and what came before it again. */
async function* readAhead(
  place: PlainFile,
  ahead: FilesAhead,
  options: ReadOptions,
): AsyncGenerator<Batch, void, undefined> {
  const had = { found: 0, read: 0, bytes: 0 };
  const isAll = yield* counted(ahead.next(), had);
  if (isAll) return;
  for await (const { found, read, bytes, failures } of readWhole(place, options)) {
    const known = Math.min(had.found, found.length);
    const news = { read: Math.max(0, read - had.read), bytes: Math.max(0, bytes - had.bytes) };
    had.found -= known;
    had.read -= read - news.read;
    had.bytes -= bytes - news.bytes;
    yield { found: found.slice(known), ...news, failures };
  }
}

async function* counted(
  batches: AsyncGenerator<Batch, boolean, undefined>,
  had: { found: number; read: number; bytes: number },
): AsyncGenerator<Batch, boolean, undefined> {
  let isAll = false;
  const all = async function* () {
    isAll = yield* batches;
  };
  for await (const batch of all()) {
    had.found += batch.found.length;
    had.read += batch.read;
    had.bytes += batch.bytes;
    yield batch;
  }
  return isAll;
}

/** A file is opened once: whatever becomes of its name, it is the same file that is read to its end. */
async function* readPlain(
  { path, size, reader, latest }: PlainFile,
  options: ReadOptions,
): AsyncGenerator<Batch, void, undefined> {
  const { segmentBytes = SEGMENT_BYTES } = options;
  const file = tryOpen(path);
  if (file === undefined) {
    const blocks = readFile(path, { blockBytes: segmentBytes, signal: options.signal });
    return yield* parseBlocks(blocks, options, latest);
  }
  try {
    const end = yield* readSegments({ path, file, size, segmentBytes, latest }, reader);
    const blocks = blocksOf(path, file, end, segmentBytes);
    yield* parseBlocks(blocks, options, latest, end === 0 ? undefined : end);
  } finally {
    closeSync(file);
  }
}

interface PlainFile {
  readonly path: string;
  readonly size: number;
  readonly reader: SegmentReader;
  latest(): Micros;
}

function tryOpen(path: string): number | undefined {
  try {
    return openSync(path, 'r');
  } catch {
    // Whoever reads it will say why not.
    return undefined;
  }
}
