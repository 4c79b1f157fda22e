import { type LineFileOptions, openLineFile } from '../sinks/line-file.ts';
import type { Reject } from '../types.ts';

/** Keeps rejects as JSON lines: `origin`, `offset`, `length`, `reason`, `text`. */
export interface DeadLetter {
  write(rejects: readonly Reject[]): Promise<void>;
  close(): Promise<void>;
}

/** How much is kept where nothing is said: all of it. */
const UNBOUNDED = { maxSize: Number.MAX_SAFE_INTEGER, keep: 1 };

/** Opens the file for appending, readable by its owner only: rejects hold raw log text. */
export async function openDeadLetter(
  path: string,
  bounds: Pick<LineFileOptions, 'maxSize' | 'keep' | 'confirms'> = UNBOUNDED,
): Promise<DeadLetter> {
  const file = await openLineFile({ path, ...bounds });
  return {
    async write(rejects) {
      if (rejects.length > 0) await file.write(rejects.map((one) => `${JSON.stringify(one)}\n`));
    },
    close: () => file.close(),
  };
}
