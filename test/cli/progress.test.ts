import { describe, expect, it } from 'vitest';
import { createProgress, formatBytes, formatCount, formatSeconds } from '../../src/cli/progress.ts';
import { createTotals } from '../../src/pipeline/totals.ts';

function shown(isTTY: boolean, quiet: boolean, size: number | undefined, times: readonly number[]) {
  const written: string[] = [];
  let time = 0;
  const progress = createProgress({
    stream: { isTTY, columns: 200, write: (text: string) => written.push(text) },
    quiet,
    size,
    now: () => time,
  });
  const totals = { ...createTotals(), records: 50_000, alerts: 3 };
  for (time of times) progress.update(totals, 1_000_000);
  progress.clear();
  return written;
}

describe('progress', () => {
  it('says how far, how fast, what was found and how long it takes', () => {
    const [line] = shown(true, false, 3_000_000, [1000]);
    expect(line).toBe('1.0 MB of 3.0 MB · 50,000 events/s · 3 alerts · 2.0s left');
  });

  it('redraws one line on a terminal, at most five times a second, and takes it away', () => {
    const written = shown(true, false, undefined, [250, 300, 350, 500]);
    expect(written).toHaveLength(4);
    expect(written.at(-1)).toBe('\r\u001b[2K');
  });

  it('writes a plain line every ten seconds elsewhere', () => {
    const written = shown(false, false, undefined, [1000, 9000, 10_000, 15_000, 20_000]);
    expect(written).toHaveLength(2);
    expect(written[0]).toBe('satrap: 1.0 MB · 5,000 events/s · 3 alerts\n');
  });

  it('says what is being done where it is one of several things', () => {
    const written: string[] = [];
    const progress = createProgress({
      stream: { isTTY: true, columns: 200, write: (text: string) => written.push(text) },
      quiet: false,
      size: undefined,
      now: () => 0,
      what: 'following the trail',
    });
    progress.update(createTotals(), 1000);
    expect(written[0]).toMatch(/^following the trail: 1\.0 kB · /);
  });

  it('writes nothing when quiet', () => {
    expect(shown(true, true, undefined, [10_000, 20_000])).toEqual([]);
  });

  it('writes figures for people', () => {
    expect([formatBytes(999), formatBytes(1_234_567), formatBytes(7e11)]).toEqual([
      '999 B',
      '1.2 MB',
      '700 GB',
    ]);
    expect(formatCount(31_204.4)).toBe('31,204');
    expect([formatSeconds(59), formatSeconds(125), formatSeconds(7260)]).toEqual([
      '59s',
      '2m 05s',
      '2h 01m',
    ]);
  });
});
