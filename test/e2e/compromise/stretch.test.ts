import { describe, expect, it } from 'vitest';
import type { Played } from './index.ts';
import { stretched } from './stretch.ts';

const line = (received: string, reached: string, more = '') =>
  `{"requestReceivedTimestamp":"${received}","stageTimestamp":"${reached}"${more}}`;

const truth = { begins: '2026-11-29T10:00:10.000Z' } as Played['truth'];

describe('stretched', () => {
  it('leaves the set-up out, and has the rest end when it did', () => {
    const lines = [
      line('2026-11-29T10:00:05.000000Z', '2026-11-29T10:00:05.500000Z'),
      line('2026-11-29T10:00:05.000000Z', '2026-11-29T10:00:12.250000Z'),
      line('2026-11-29T10:00:20.000000Z', '2026-11-29T10:00:20.000000Z'),
    ];
    const longer = stretched({ truth, lines }, 60);
    expect(longer.lines).toEqual([
      line('2026-11-29T09:45:20.000000Z', '2026-11-29T09:52:35.000000Z'),
      line('2026-11-29T10:00:20.000000Z', '2026-11-29T10:00:20.000000Z'),
    ]);
    expect(longer.truth.begins).toBe('2026-11-29T09:50:20.000Z');
  });

  it('moves times in bodies with as many digits as they have, but for those of another day', () => {
    const body = (made: string) => `,"made":"${made}","ends":"2027-11-29T10:00:00Z"`;
    const last = '2026-11-29T10:00:20.000000Z';
    const { lines } = stretched(
      { truth, lines: [line(last, last, body('2026-11-29T10:00:19Z'))] },
      60,
    );
    expect(lines).toEqual([line(last, last, body('2026-11-29T09:59:20Z'))]);
  });
});
