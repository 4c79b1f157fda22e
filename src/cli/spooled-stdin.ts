import { createWriteStream, rmSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** Standard input as a file that can be read several times. */
export interface SpooledInput {
  readonly path: string;
  remove(): Promise<void>;
}

/**
 * Copies a pipe to a file that only this user can read. It is gone when the process ends, however it does, short of
 * SIGKILL. Rejects when there is no room for it.
 */
export async function spoolInput(input: Readable, signal: AbortSignal): Promise<SpooledInput> {
  const folder = await mkdtemp(join(tmpdir(), 'satrap-'));
  const onExit = () => rmSync(folder, { recursive: true, force: true });
  process.once('exit', onExit);
  const remove = async () => {
    process.off('exit', onExit);
    await rm(folder, { recursive: true, force: true });
  };
  const path = join(folder, 'standard-input');
  try {
    await chmod(folder, 0o700);
    await pipeline(input, createWriteStream(path, { mode: 0o600 }), { signal });
  } catch (error) {
    // What came before the signal is read.
    if (!signal.aborted) {
      await remove();
      throw error;
    }
  }
  return { path, remove };
}
