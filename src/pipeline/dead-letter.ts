import { type FileHandle, mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Reject } from '../types.ts';

/** Keeps rejects as JSON lines: `origin`, `offset`, `length`, `reason`, `text`. */
export interface DeadLetter {
  write(rejects: readonly Reject[]): Promise<void>;
  close(): Promise<void>;
}

/** Opens the file for appending, readable by its owner only: rejects hold raw log text. */
export async function openDeadLetter(path: string): Promise<DeadLetter> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const file: FileHandle = await open(path, 'a', 0o600);
  return {
    async write(rejects) {
      if (rejects.length === 0) return;
      await file.appendFile(rejects.map((reject) => `${JSON.stringify(reject)}\n`).join(''));
    },
    async close() {
      await file.sync();
      await file.close();
    },
  };
}
