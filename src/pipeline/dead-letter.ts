import { type FileHandle, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { makeFolder } from '../sinks/make-folder.ts';
import type { Reject } from '../types.ts';

/** Keeps rejects as JSON lines: `origin`, `offset`, `length`, `reason`, `text`. */
export interface DeadLetter {
  write(rejects: readonly Reject[]): Promise<void>;
  close(): Promise<void>;
}

/** Opens the file for appending, readable by its owner only: rejects hold raw log text. */
export async function openDeadLetter(path: string): Promise<DeadLetter> {
  await makeFolder(dirname(path));
  const file: FileHandle = await open(path, 'a', 0o600);
  return {
    async write(rejects) {
      if (rejects.length === 0) return;
      await file.appendFile(rejects.map((reject) => `${JSON.stringify(reject)}\n`).join(''));
    },
    async close() {
      // Pipes and devices can't be synced.
      await file.sync().catch(() => {});
      await file.close();
    },
  };
}
