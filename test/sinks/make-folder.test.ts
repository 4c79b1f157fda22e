import { mkdtemp, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeFolder } from '../../src/sinks/make-folder.ts';

describe('make folder', () => {
  it('makes the folders above too, for their owner only, and accepts what is there', async () => {
    const folder = join(await mkdtemp(join(tmpdir(), 'satrap-')), 'a', 'b');
    await makeFolder(folder);
    await makeFolder(folder);
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
  });

  it('rejects where a folder can’t be, instead of trying for ever', async () => {
    await expect(makeFolder('/proc/nothing/here')).rejects.toThrow('ENOENT');
    const file = join(await mkdtemp(join(tmpdir(), 'satrap-')), 'file');
    await writeFile(file, '');
    await expect(makeFolder(join(file, 'x'))).rejects.toThrow('ENOTDIR');
    await expect(makeFolder(file)).rejects.toThrow('EEXIST');
  });
});
