import { dirname } from 'node:path';
import { inTurn } from '../sinks/io.ts';
import { makeFolder } from '../sinks/make-folder.ts';
import { DiskError, diskError, SpoolFull } from './errors.ts';
import { type SpoolIo, syncFolder, systemIo } from './io.ts';
import { measureFolder } from './names.ts';
import { reserveOf } from './room.ts';
import { openSegments, type Segments } from './segment.ts';

/** Where bytes are spooled, and how many. Plain data. */
export interface SpoolOptions {
  readonly folder: string;
  /** A segment is ended before it outgrows this; 64 MiB. One append is never split. */
  readonly segmentBytes?: number;
  /** Milliseconds after which a segment is ended, empty ones never; 10 minutes. */
  readonly segmentAge?: number;
  /** Bytes of all files in the folder above which nothing more is taken; 4 GiB. */
  readonly maxBytes?: number;
  /**
   * Bytes of the file system that are left free, so that there is room for the state and for compression
   * when nothing more is taken; 64 MiB, and a twentieth of the file system at most.
   */
  readonly reserveBytes?: number;
}

/** What the spool did so far. */
export interface SpoolCounts {
  readonly appends: number;
  /** Writes that were made durable: fewer than appends, as those under way at one time share one. */
  readonly syncs: number;
  readonly rotations: number;
  /** In the folder, as far as is known. */
  readonly bytes: number;
  readonly maxBytes: number;
}

/** A folder of audit log segments that is written to durably. One process writes it at a time. */
export interface Spool {
  /**
   * Takes whole lines, each with its newline. Resolves when they are on the disk; rejects with `SpoolFull`
   * or `DiskError`, and then they may stand there in part.
   */
  append(lines: Uint8Array): Promise<void>;
  readonly counts: SpoolCounts;
  /** Finishes what was given and lets go of the files. May be called twice. */
  close(): Promise<void>;
}

interface Waiting {
  readonly lines: Uint8Array;
  resolve(): void;
  reject(reason: Error): void;
}

const DEFAULTS = { segmentBytes: 2 ** 26, segmentAge: 600_000, maxBytes: 2 ** 32 };
/** Milliseconds for which the size of the folder is taken as known. */
const KNOWN = 1000;
/** Milliseconds between two looks at a segment's age. */
const LOOK = { least: 20, most: 10_000 };

/** Opens a spool and makes its folder, for its owner only. Rejects with `DiskError`. */
export async function openSpool(options: SpoolOptions, io: SpoolIo = systemIo): Promise<Spool> {
  const { folder } = options;
  const limits = { ...DEFAULTS, ...options };
  try {
    await makeFolder(folder);
    // The folder's own name, where it is new; not everyone may read the folder above.
    await syncFolder(dirname(folder)).catch(() => {});
    const { bytes, newest } = await measureFolder(folder);
    const spare = await spareOf(limits, io);
    const segments = await openSegments(folder, limits, io, newest);
    return new DurableSpool(limits, io, segments, { bytes, spare });
  } catch (error) {
    throw diskError(error);
  }
}

/** A bound that may be left open. */
type Limits = SpoolOptions & typeof DEFAULTS;

/** How much there is, and how much there may be. */
interface Use {
  /** In the folder. */
  readonly bytes: number;
  /** Free on the disk beyond the reserve; negative while that is touched. */
  readonly spare: number;
}

async function spareOf({ folder, reserveBytes }: SpoolOptions, io: SpoolIo): Promise<number> {
  const room = await io.room(folder);
  return room.free - reserveOf(room, reserveBytes);
}

class DurableSpool implements Spool {
  readonly #limits: Limits;
  readonly #io: SpoolIo;
  readonly #segments: Segments;
  readonly #turn = inTurn();
  readonly #timer: NodeJS.Timeout;
  #queue: Waiting[] = [];
  #closed = false;
  /** Given and not yet written. */
  #queued = 0;
  #bytes: number;
  #spare: number;
  #measured = performance.now();
  #measuring: Promise<void> | undefined;
  #appends = 0;
  #syncs = 0;

  constructor(limits: Limits, io: SpoolIo, segments: Segments, { bytes, spare }: Use) {
    this.#limits = limits;
    this.#io = io;
    this.#segments = segments;
    this.#bytes = bytes;
    this.#spare = spare;
    const every = Math.min(LOOK.most, Math.max(LOOK.least, limits.segmentAge / 10));
    // What fails here fails at the next append too, and is heard there.
    const look = () => void this.#turn(() => segments.age()).catch(() => {});
    this.#timer = setInterval(look, every).unref();
  }

  get counts(): SpoolCounts {
    return {
      appends: this.#appends,
      syncs: this.#syncs,
      rotations: this.#segments.rotations,
      bytes: this.#bytes + this.#queued,
      maxBytes: this.#limits.maxBytes,
    };
  }

  async append(lines: Uint8Array): Promise<void> {
    if (lines.length === 0) return;
    await this.#measure();
    if (this.#closed) throw new DiskError('the spool is closed');
    this.#checkRoom(lines.length);
    this.#queued += lines.length;
    return new Promise((resolve, reject) => {
      this.#queue.push({ lines, resolve, reject });
      if (this.#queue.length === 1) void this.#turn(() => this.#write());
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearInterval(this.#timer);
    await this.#turn(() => this.#segments.close());
  }

  #checkRoom(more: number): void {
    const { maxBytes } = this.#limits;
    const wanted = this.#queued + more;
    if (this.#bytes + wanted > maxBytes) {
      throw new SpoolFull(`the spool holds ${this.#bytes} of at most ${maxBytes} bytes`);
    }
    if (wanted > this.#spare) {
      const left = Math.max(0, this.#spare);
      throw new SpoolFull(`the disk is nearly full: beyond the reserve ${left} bytes are free`);
    }
  }

  /** Writes what has gathered, in groups: all that waits shares one write and one sync. */
  async #write(): Promise<void> {
    while (this.#queue.length > 0) {
      const { group, bytes } = this.#takeGroup();
      try {
        await this.#segments.append(
          group.map(({ lines }) => lines),
          bytes,
        );
        this.#syncs++;
        this.#appends += group.length;
        for (const { resolve } of group) resolve();
      } catch (error) {
        for (const { reject } of group) reject(diskError(error));
      }
      this.#queued -= bytes;
      // In part, when it failed; the next measurement knows.
      this.#bytes += bytes;
      this.#spare -= bytes;
    }
  }

  #takeGroup(): { readonly group: readonly Waiting[]; readonly bytes: number } {
    let bytes = 0;
    let count = 0;
    for (const { lines } of this.#queue) {
      if (count > 0 && bytes + lines.length > this.#limits.segmentBytes) break;
      bytes += lines.length;
      count++;
    }
    const group = this.#queue.slice(0, count);
    this.#queue = this.#queue.slice(count);
    return { group, bytes };
  }

  /** Others compress and prune in the folder and fill the disk: both are measured again when the last time is long ago. */
  #measure(): Promise<void> {
    if (performance.now() - this.#measured < KNOWN) return Promise.resolve();
    this.#measuring ??= this.#measureAnew().finally(() => {
      this.#measuring = undefined;
    });
    return this.#measuring;
  }

  async #measureAnew(): Promise<void> {
    const before = this.#bytes;
    const [{ bytes }, spare] = await Promise.all([
      measureFolder(this.#limits.folder),
      spareOf(this.#limits, this.#io),
    ]).catch((error: unknown) => {
      throw diskError(error);
    });
    // What was written meanwhile may count twice until the next time: never too little.
    const since = this.#bytes - before;
    this.#bytes = bytes + since;
    this.#spare = spare - since;
    this.#measured = performance.now();
  }
}
