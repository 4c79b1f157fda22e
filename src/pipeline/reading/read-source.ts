import type { Scanner } from '../../scanner/scanner.ts';
import { readFile } from '../../sources/file.ts';
import type { InputFile, Micros, Source } from '../../types.ts';
import { createDating } from '../dating.ts';
import { type Batch, limitsOf, type ReadOptions } from './batch.ts';
import { type Format, formatOf } from './format.ts';
import { parseBlocks } from './parse-blocks.ts';
import { ownSegments, readSegments, type SegmentReader } from './plain-file.ts';

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
  using own = ownSegments(scanner, limitsOf(options));
  const known = files.map((file) => ({ ...file, format: formatOf(file) }));
  const compressed = known.filter(({ format }) => format === 'compressed');
  const whole = threads?.open(compressed.map(({ path }) => path));
  try {
    for (const file of known) {
      if (signal?.aborted) return;
      if (file.format === 'compressed' && whole !== undefined) yield* whole.next();
      else yield* readFileAlone(file, threads ?? own, options, latest);
    }
  } finally {
    whole?.close();
  }
}

async function* readFileAlone(
  { path, size, format }: InputFile & { readonly format: Format },
  reader: SegmentReader,
  options: ReadOptions,
  latest: () => Micros,
): AsyncGenerator<Batch, void, undefined> {
  const { segmentBytes = SEGMENT_BYTES, signal } = options;
  let from: number | undefined;
  if (format === 'plain' && size !== undefined) {
    const stopped = yield* readSegments(path, size, reader, { segmentBytes, latest });
    if (stopped.from === undefined) return;
    if (stopped.from > 0) ({ from } = stopped);
  }
  const blocks = readFile(path, { blockBytes: segmentBytes, signal, ...(from && { from }) });
  yield* parseBlocks(blocks, options, latest, from);
}
