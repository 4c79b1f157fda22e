import { truncateSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadEarly } from '../../src/cli/early-thread.ts';
import type { ScanThread } from '../../src/pipeline/reading/scan-thread.ts';
import { folderWith, ONE_RULE, satrap } from './run.ts';

/** A file that is long enough for threads: of zeros, which are separators. */
async function longFile(): Promise<string> {
  const path = join(await folderWith({ 'audit.log': '' }), 'audit.log');
  truncateSync(path, 34_000_000);
  return path;
}

describe('a thread', () => {
  it('is loaded early where the command line names enough to read', async () => {
    const path = await longFile();
    const { worker } = (await loadEarly(['missing', path], 2)) as ScanThread;
    expect(worker.threadId).toBeGreaterThan(0);
    await worker.terminate();
    expect(worker.threadId).toBe(-1);
  });

  it('is not loaded early for one job, few bytes, or what nobody knows yet', async () => {
    const path = await longFile();
    const folder = join(path, '..');
    const all = [[path], ['missing', '-', folder, import.meta.filename]] as const;
    expect(await loadEarly(all[0], 1)).toBeUndefined();
    expect(await loadEarly(all[1], 2)).toBeUndefined();
  });

  it('among many prints nothing of its own', async () => {
    const run = await satrap(['analyze', '-q', '--jobs', '12', ...ONE_RULE, await longFile()]);
    expect(run).toEqual({ code: 0, stdout: '', stderr: '' });
  });

  it('that is loaded early keeps no run from ending that fails', async () => {
    const path = await longFile();
    const bad = join(await folderWith({ 'satrap.yaml': 'nothing: 1\n' }), 'satrap.yaml');
    const run = await satrap(['analyze', '--jobs', '2', '--config', bad, path]);
    expect([run.code, run.stdout]).toEqual([2, '']);
    expect(run.stderr).toContain('nothing');
  });
});
