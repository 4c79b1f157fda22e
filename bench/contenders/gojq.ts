import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Contender, type Presence, versionOf } from './contender.ts';
import { jqLike } from './jq.ts';

const MODULE = 'github.com/itchyny/gojq/cmd/gojq@v0.12.17';
const CACHE = join(import.meta.dirname, '..', '.cache');

/** The machine's gojq, or one that Go builds once. */
export function gojq(): Contender {
  return jqLike('gojq', async () => {
    const built = join(CACHE, 'gojq');
    for (const program of ['gojq', built]) {
      const presence = await versionOf(program);
      if ('version' in presence) return { program, presence };
    }
    return { program: built, presence: await build(built) };
  });
}

async function build(program: string): Promise<Presence> {
  try {
    const env = { ...process.env, GOBIN: CACHE };
    await promisify(execFile)('go', ['install', MODULE], { env, timeout: 300_000 });
    return await versionOf(program);
  } catch {
    return { missing: 'it is not installed, and Go could not build it' };
  }
}
