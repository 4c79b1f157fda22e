import type { Stats } from 'node:fs';
import { type FileHandle, open, rename, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { inTurn } from './io.ts';
import { makeFolder } from './make-folder.ts';

/** Where lines go, and how much of them is kept. */
export interface LineFileOptions {
  readonly path: string;
  /** Bytes after which a new file is begun. */
  readonly maxSize: number;
  /** How many older files stay: `path.1` is the youngest. */
  readonly keep: number;
  /** What was written is on the disk when `write` resolves. */
  readonly confirms?: boolean | undefined;
}

/** The file being written. */
interface Current {
  readonly handle: FileHandle;
  /** Bytes of whole lines. */
  size: number;
  /** The last write failed: part of a line may stand behind the whole ones. */
  torn: boolean;
  /** False for devices and pipes: they are neither rotated nor repaired. */
  readonly regular: boolean;
}

/** A file of lines that is rotated by size. */
export interface LineFile {
  /** Appends lines, each with its newline. Rejects when they could not be written whole. */
  write(lines: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens a file for appending that only its owner may read, and makes its folder as needed. Rejects when
 * it can't be opened. One process writes it at a time.
 */
export async function openLineFile(options: LineFileOptions): Promise<LineFile> {
  const { path, maxSize, keep } = options;
  await makeFolder(dirname(path));
  const turn = inTurn();
  let current: Current | undefined = await openFile(path);

  const rotate = async (file: Current): Promise<Current> => {
    await finish(file.handle);
    current = undefined;
    await shift(path, keep);
    current = await openFile(path);
    return current;
  };

  const writeLines = async (lines: readonly string[]) => {
    let file = current ?? (await openFile(path));
    current = file;
    for (const batch of batches(lines, file, maxSize)) {
      if (batch.fresh) file = await rotate(file);
      await append(file, batch.text);
      if (options.confirms) await file.handle.datasync().catch(ignoreUnsyncable);
    }
  };

  return {
    write: (lines) => turn(() => writeLines(lines)),
    close: () =>
      turn(async () => {
        const file = current;
        current = undefined;
        if (file !== undefined) await finish(file.handle);
      }),
  };
}

/** Opens for appending; a last line that a crash cut short is ended first, so that it spoils no other. */
async function openFile(path: string): Promise<Current> {
  const handle = await open(path, 'a+', 0o600);
  try {
    const stats = await handle.stat();
    if (!stats.isFile()) return { handle, size: 0, torn: false, regular: false };
    const file: Current = { handle, size: stats.size, torn: false, regular: true };
    if (await isCutShort(handle, stats)) await append(file, '\n');
    return file;
  } catch (error) {
    await handle.close();
    throw error;
  }
}

async function isCutShort(handle: FileHandle, { size }: Stats): Promise<boolean> {
  if (size === 0) return false;
  const { buffer } = await handle.read(Buffer.alloc(1), 0, 1, size - 1);
  return buffer[0] !== 0x0a;
}

async function append(file: Current, text: string): Promise<void> {
  if (file.torn && file.regular) await file.handle.truncate(file.size);
  file.torn = true;
  await file.handle.appendFile(text);
  file.torn = false;
  file.size += Buffer.byteLength(text);
}

/** Lines that go into one file together; `fresh` when a new file is to be begun for them. */
interface Lines {
  readonly fresh: boolean;
  readonly text: string;
}

function* batches(lines: readonly string[], file: Current, maxSize: number): Generator<Lines> {
  let { size } = file;
  let fresh = false;
  let text = '';
  for (const line of lines) {
    const length = Buffer.byteLength(line);
    if (file.regular && size > 0 && size + length > maxSize) {
      if (text !== '') yield { fresh, text };
      size = 0;
      fresh = true;
      text = '';
    }
    size += length;
    text += line;
  }
  if (text !== '') yield { fresh, text };
}

/** Makes room for a new `path`: every older file moves up by one, as far as there is no gap. */
async function shift(path: string, keep: number): Promise<void> {
  let free = 1;
  while (free < keep && (await exists(`${path}.${free}`))) free++;
  for (let number = free; number > 1; number--) {
    await rename(`${path}.${number - 1}`, `${path}.${number}`);
  }
  await rename(path, `${path}.1`);
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

/** What was written is on the disk when this resolves. */
async function finish(handle: FileHandle): Promise<void> {
  try {
    await handle.sync().catch(ignoreUnsyncable);
  } finally {
    await handle.close();
  }
}

/** Devices and pipes can't be synced. */
function ignoreUnsyncable(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EINVAL' && error.code !== 'ENOTSUP') throw error;
}
