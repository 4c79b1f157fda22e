import { mkdtemp, readFile, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openDeadLetter } from '../../src/pipeline/dead-letter.ts';

const reject = (offset: number) => ({
  origin: 'audit.log',
  offset,
  length: 3,
  reason: 'not JSON',
  text: 'a\nb',
});

describe('dead letter', () => {
  it('keeps rejects as JSON lines that only their owner may read, and appends', async () => {
    const path = join(await mkdtemp(join(tmpdir(), 'satrap-')), 'new', 'dead.jsonl');
    for (const offset of [0, 7]) {
      const letter = await openDeadLetter(path);
      await letter.write([reject(offset)]);
      await letter.write([]);
      await letter.close();
    }
    const lines = (await readFile(path, 'utf8')).trim().split('\n');
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([reject(0), reject(7)]);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  it('rejects when it can’t be opened or written', async () => {
    await expect(openDeadLetter('/dev/null/dead.jsonl')).rejects.toThrow('/dev/null');
    const full = await openDeadLetter('/dev/full');
    await expect(full.write([reject(0)])).rejects.toThrow('ENOSPC');
  });
});
