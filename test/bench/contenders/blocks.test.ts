import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { blocksOf } from '../../../bench/contenders/programs/blocks.ts';
import { folderWith } from '../../cli/run.ts';

/** A file's lines, by way of its blocks. */
async function linesOf(content: string): Promise<string[]> {
  const path = join(await folderWith({ log: content }), 'log');
  return Array.from(blocksOf(path), (block) => block.toString().split('\n')).flat();
}

describe('blocks of a file', () => {
  it.each([
    ['short lines', ['a', 'bc', '', 'd']],
    [
      'lines that end at the end of a block',
      Array.from({ length: 8 }, () => 'x'.repeat(2 ** 18 - 1)),
    ],
    ['lines longer than a block', ['a', 'b'.repeat(3 * 2 ** 20), 'c', 'd'.repeat(2 ** 20)]],
  ])('hold whole lines: %s', async (_, lines) => {
    expect(await linesOf(`${lines.join('\n')}\n`)).toEqual(lines);
  });

  it('hold a last line without a newline', async () => {
    expect(await linesOf('a\nb')).toEqual(['a', 'b']);
    expect(await linesOf('b'.repeat(2 ** 20))).toEqual(['b'.repeat(2 ** 20)]);
  });

  it('are none of an empty file', async () => {
    expect(await linesOf('')).toEqual([]);
  });
});
