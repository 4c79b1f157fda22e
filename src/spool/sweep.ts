import { createReadStream } from 'node:fs';
import { open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { diskError } from './errors.ts';
import { type SpoolIo, syncFolder, systemIo } from './io.ts';
import { rotatedAt } from './names.ts';
import { reserveOf } from './room.ts';

/** What may go, and when. */
export interface SweepOptions {
  /** Paths of rotated segments, compressed ones too, that were read to their end. No other is touched. */
  readonly finished: ReadonlySet<string>;
  /** While the folder holds more bytes, the oldest finished segment goes. */
  readonly retainBytes: number;
  /**
   * While less than twice as many bytes of the file system are free, the oldest finished segment goes too: the
   * spool takes nothing that would leave less than once; by default what that is there.
   */
  readonly reserveBytes?: number;
  /** Milliseconds since its last write after which a finished segment goes. */
  readonly retainAge: number;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Aborted, it leaves the rest to the next sweep. */
  readonly signal?: AbortSignal;
}

/** What a sweep did, and what the folder holds now. */
export interface Sweep {
  /** Bytes: what compression saved. */
  readonly compressed: { readonly files: number; readonly bytes: number };
  readonly pruned: { readonly files: number; readonly bytes: number };
  /** All files in the folder. */
  readonly totalBytes: number;
  /** Rotated segments that were not read to their end yet: never touched. */
  readonly unfinishedBytes: number;
  /** What could not be done, with path and reason: it is tried again at the next sweep. */
  readonly failures: readonly string[];
}

interface Segment {
  readonly path: string;
  readonly finished: boolean;
  readonly size: number;
  /** Milliseconds since 1970. */
  readonly modified: number;
}

/** 64 MiB in a third of a second of one core, to about a seventh; 6 takes twice as long for an eighth. */
const LEVEL = 3;

/**
 * Compresses finished segments and prunes them, oldest first, by age, by the folder's size and by the room on
 * the disk. What fails, such as compression on a full disk, keeps nothing else from being done. Touches
 * rotated segments only, so it may run beside the process that appends; one sweep at a time. Rejects with
 * `DiskError` when the folder can't be read.
 */
export async function sweepSpool(
  folder: string,
  options: SweepOptions,
  io: Pick<SpoolIo, 'room'> = systemIo,
): Promise<Sweep> {
  const sweeper = new Sweeper(folder, options, io);
  try {
    await sweeper.run();
    return await sweeper.sum();
  } catch (error) {
    throw diskError(error);
  }
}

class Sweeper {
  readonly #folder: string;
  readonly #options: SweepOptions;
  readonly #io: Pick<SpoolIo, 'room'>;
  /** What this sweep compressed is finished as well. */
  readonly #finished: Set<string>;
  readonly #compressed = { files: 0, bytes: 0 };
  readonly #pruned = { files: 0, bytes: 0 };
  readonly #failures: string[] = [];

  constructor(folder: string, options: SweepOptions, io: Pick<SpoolIo, 'room'>) {
    this.#folder = folder;
    this.#options = options;
    this.#io = io;
    this.#finished = new Set(options.finished);
  }

  async run(): Promise<void> {
    const { retainAge, now } = this.#options;
    await this.#finishLast();
    for (const segment of await this.#listFinished()) {
      if (now - segment.modified > retainAge) await this.#prune(segment);
    }
    for (const segment of await this.#listFinished()) {
      if (segment.path.endsWith('.log')) await this.#compress(segment);
    }
    let excess = await this.#excess();
    for (const segment of await this.#listFinished()) {
      if (excess <= 0) break;
      if (await this.#prune(segment)) excess -= segment.size;
    }
  }

  /** How many bytes are to go: a file's room may come free only when nobody has it open any more. */
  async #excess(): Promise<number> {
    const { retainBytes, reserveBytes } = this.#options;
    const { totalBytes } = await this.#measure();
    const room = await this.#io.room(this.#folder);
    return Math.max(totalBytes - retainBytes, 2 * reserveOf(room, reserveBytes) - room.free);
  }

  async sum(): Promise<Sweep> {
    return {
      compressed: this.#compressed,
      pruned: this.#pruned,
      ...(await this.#measure()),
      failures: this.#failures,
    };
  }

  /** What a crash left of the last sweep: half a compressed file, or both it and its plain one. */
  async #finishLast(): Promise<void> {
    const names = new Set(await readdir(this.#folder));
    for (const name of names) {
      if (rotatedAt(name) === undefined) continue;
      const path = join(this.#folder, name);
      // A compressed file has its name only once it is whole and on the disk.
      const twice = names.has(`${name}.gz`) && this.#finished.has(path);
      if (name.endsWith('.tmp') || twice) await this.#attempt(path, () => rm(path));
    }
  }

  /** Oldest first. */
  async #listFinished(): Promise<readonly Segment[]> {
    return (await this.#segments()).filter(({ finished }) => finished);
  }

  async #segments(): Promise<readonly Segment[]> {
    const segments: Segment[] = [];
    for (const name of (await readdir(this.#folder)).sort()) {
      if (rotatedAt(name) === undefined || name.endsWith('.tmp')) continue;
      const path = join(this.#folder, name);
      const finished = this.#finished.has(path);
      const { size, mtimeMs } = await stat(path);
      segments.push({ path, finished, size, modified: mtimeMs });
    }
    return segments;
  }

  async #measure(): Promise<Pick<Sweep, 'totalBytes' | 'unfinishedBytes'>> {
    let totalBytes = 0;
    for (const name of await readdir(this.#folder)) {
      // The current segment may be renamed at this moment.
      totalBytes += await stat(join(this.#folder, name)).then(
        ({ size }) => size,
        () => 0,
      );
    }
    const unfinished = (await this.#segments()).filter(({ finished }) => !finished);
    return { totalBytes, unfinishedBytes: unfinished.reduce((sum, { size }) => sum + size, 0) };
  }

  async #prune({ path, size }: Segment): Promise<boolean> {
    if (!(await this.#attempt(path, () => rm(path)))) return false;
    this.#pruned.files++;
    this.#pruned.bytes += size;
    return true;
  }

  async #compress({ path, size, modified }: Segment): Promise<void> {
    await this.#attempt(path, async () => {
      const half = `${path}.gz.tmp`;
      const after = await gzip(path, half, modified, this.#options.signal).catch(async (error) => {
        await rm(half, { force: true });
        throw error;
      });
      await rename(half, `${path}.gz`);
      this.#finished.add(`${path}.gz`);
      await syncFolder(this.#folder);
      await rm(path);
      this.#compressed.files++;
      this.#compressed.bytes += size - after;
    });
  }

  async #attempt(path: string, job: () => Promise<void>): Promise<boolean> {
    if (this.#options.signal?.aborted) return false;
    try {
      await job();
      return true;
    } catch (error) {
      if (!this.#options.signal?.aborted)
        this.#failures.push(`${path}: ${diskError(error).message}`);
      return false;
    }
  }
}

/** Compresses a file durably into another, which gets its age too; gives the bytes that it came to. */
async function gzip(
  from: string,
  to: string,
  modified: number,
  signal: AbortSignal | undefined,
): Promise<number> {
  await using file = await open(to, 'wx', 0o600);
  await pipeline(
    createReadStream(from, { highWaterMark: 2 ** 18 }),
    createGzip({ level: LEVEL, chunkSize: 2 ** 16 }),
    async (pieces: AsyncIterable<Buffer>) => {
      for await (const piece of pieces) await file.appendFile(piece);
    },
    signal === undefined ? {} : { signal },
  );
  await file.utimes(modified / 1000, modified / 1000);
  await file.sync();
  return (await file.stat()).size;
}
