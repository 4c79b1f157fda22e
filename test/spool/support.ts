import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type SegmentFile, type SpoolIo, systemIo } from '../../src/spool/io.ts';

/** A folder for one test. */
export async function folder(): Promise<AsyncDisposable & { readonly path: string }> {
  const path = await mkdtemp(join(tmpdir(), 'satrap-'));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

/** An error as the operating system gives it. */
export function systemError(code: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`${code}: it failed`), { code });
}

/** A disk that does what a test wants. */
export interface TestIo extends SpoolIo {
  /** Milliseconds since 1970; the real clock when it isn't set. */
  time: number | undefined;
  /** Bytes that the next writes take before they fail with ENOSPC. */
  space: number;
  /** Bytes that one write takes at most. */
  most: number;
  /** The error of the next `open`, `rename` and `datasync` each. */
  readonly failures: Map<'open' | 'rename' | 'datasync', string>;
  /** What is left of the disk; the real one's when it isn't set. */
  left: { readonly free: number; readonly size: number } | undefined;
  /** Called and waited for before each sync. */
  beforeSync: () => Promise<void>;
  /** What was done, in order. */
  readonly calls: string[];
}

/** The real disk, with faults on demand. */
export function testIo(): TestIo {
  const failures: TestIo['failures'] = new Map();
  const fail = (what: 'open' | 'rename' | 'datasync') => {
    const code = failures.get(what);
    failures.delete(what);
    if (code !== undefined) throw systemError(code);
  };
  const io: TestIo = {
    time: undefined,
    left: undefined,
    space: Number.POSITIVE_INFINITY,
    most: Number.POSITIVE_INFINITY,
    failures,
    calls: [],
    beforeSync: async () => {},
    now: () => io.time ?? Date.now(),
    room: async (path) => io.left ?? systemIo.room(path),
    async open(path) {
      fail('open');
      return faulty(await systemIo.open(path), io, () => fail('datasync'));
    },
    async rename(from, to) {
      fail('rename');
      io.calls.push('rename');
      await systemIo.rename(from, to);
    },
    async syncFolder(path) {
      io.calls.push('syncFolder');
      await systemIo.syncFolder(path);
    },
  };
  return io;
}

function faulty(file: SegmentFile, io: TestIo, failSync: () => void): SegmentFile {
  return {
    read: file.read.bind(file),
    stat: file.stat.bind(file),
    close: file.close.bind(file),
    async writev(buffers: readonly Uint8Array[]) {
      const bytes = Buffer.concat(buffers).subarray(0, Math.min(io.most, io.space));
      if (bytes.length === 0) throw systemError('ENOSPC');
      io.space -= bytes.length;
      io.calls.push('write');
      return file.writev([bytes]);
    },
    async datasync() {
      await io.beforeSync();
      failSync();
      io.calls.push('sync');
      await file.datasync();
    },
  } as SegmentFile;
}

/** The files of a folder by name, in order. */
export async function contents(path: string): Promise<Record<string, string>> {
  const files: Record<string, string> = {};
  for (const name of (await readdir(path)).sort()) {
    files[name] = await readFile(join(path, name), 'utf8');
  }
  return files;
}

/** A line of so many bytes, newline included. */
export const line = (text: string, length = text.length + 1) =>
  Buffer.from(`${text.padEnd(length - 1, '.')}\n`);
