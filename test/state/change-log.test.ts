import { describe, expect, it } from 'vitest';
import { ChangeLog } from '../../src/state/change-log.ts';

describe('change log', () => {
  it('remembers nothing until somebody wants to know', () => {
    const log = new ChangeLog();
    log.note('a');
    log.start();
    expect(log.drain(() => 1)).toEqual([]);
  });

  it('gives each key once, with what it is now, what changed last at the end', () => {
    const log = new ChangeLog();
    log.start();
    for (const key of ['a', 'b', 'c', 'a']) log.note(key);
    const now: Record<string, number> = { a: 1, c: 3 };
    expect(log.drain((key) => now[key])).toEqual([
      { key: 'b', value: undefined },
      { key: 'c', value: 3 },
      { key: 'a', value: 1 },
    ]);
    expect(log.drain((key) => now[key])).toEqual([]);
  });
});
