import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Every process that the tests start takes what Node made of the sources from a folder of this run, which
 * is gone afterwards: stripping their types takes longer than all else that most of them do. Node looks at
 * the sources themselves to see whether it still holds.
 */
export default function setup(): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'satrap-compiled-'));
  process.env.NODE_COMPILE_CACHE = folder;
  return () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}
