import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { measure } from '../../../bench/measure/process.ts';
import { parseList } from '../../../bench/measure/processors.ts';
import { folderWith } from '../../cli/run.ts';

/** Runs a script in a Node of its own. */
async function script(code: string) {
  const folder = await folderWith({});
  const output = join(folder, 'output');
  const command = [process.execPath, '--eval', code];
  const usage = await measure({ command, cores: 1, output }, folder);
  return { usage, text: await readFile(output, 'utf8') };
}

describe('a measured process', () => {
  it('tells its time, its processor time and its memory, and keeps its output', async () => {
    const { usage, text } = await script(
      'Buffer.alloc(80e6, 1); setTimeout(() => console.log("done"), 100)',
    );
    expect(text).toBe('done\n');
    expect(usage.wall).toBeGreaterThan(0.1);
    expect(usage.cpu).toBeGreaterThan(0);
    expect(usage.peak).toBeGreaterThan(80e6);
    expect(usage.peak).toBeLessThan(1e9);
  });

  it('that fails is told with its last words', async () => {
    await expect(script('console.error("no such log"); process.exit(3)')).rejects.toThrow(
      /3 no such log/,
    );
  });

  it.each([
    ['0-3,8', [0, 1, 2, 3, 8]],
    ['5', [5]],
  ])('runs on processors out of %s', (list, expected) => {
    expect(parseList(list)).toEqual(expected);
  });
});
