import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openLineFile } from '../../src/sinks/line-file.ts';

it('a line file keeps as many older files as it was told, synced or not', async () => {
  for (const confirms of [true, false]) {
    const path = join(await mkdtemp(join(tmpdir(), 'satrap-')), 'lines');
    const file = await openLineFile({ path, maxSize: 10, keep: 2, confirms });
    for (const line of ['aaaaaaa\n', 'bbbbbbb\n', 'ccccccc\n', 'ddddddd\n'])
      await file.write([line]);
    await file.close();
    const texts = ['', '.1', '.2'].map((suffix) => readFile(`${path}${suffix}`, 'utf8'));
    expect(await Promise.all(texts)).toEqual(['ddddddd\n', 'ccccccc\n', 'bbbbbbb\n']);
    await expect(readFile(`${path}.3`)).rejects.toThrow('ENOENT');
  }
});
