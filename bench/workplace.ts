import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** A folder of its own that is gone when the process ends, however it ends. */
export function workplaceIn(folder: string): string {
  const path = mkdtempSync(join(folder, 'satrap-bench-'));
  process.on('exit', () => rmSync(path, { recursive: true, force: true }));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => process.exit(1));
  return path;
}
