import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { listsSecrets } from '../../../bench/contenders/programs/query.ts';
import { createLog } from '../../../bench/log/log.ts';
import { hitsIn, type LogShape, VARIANTS } from '../../../bench/log/shape.ts';

interface Event {
  readonly auditID: string;
  readonly verb: string;
  readonly user: { readonly username: string };
  readonly sourceIPs: readonly string[];
  readonly userAgent: string;
  readonly objectRef: { readonly resource: string };
  readonly requestReceivedTimestamp: string;
  readonly stageTimestamp: string;
}

/** Pieces put together, each copied before the next is asked for. */
function copyOf(pieces: Iterable<Buffer>): Buffer {
  return Buffer.concat(Array.from(pieces, (piece) => Buffer.from(piece)));
}

/** The bytes of some events. */
function bytesOf(shape: LogShape, from: number, to: number, events?: number): Buffer {
  return copyOf(createLog(shape, events).pieces(from, to));
}

function eventsOf(shape: LogShape, from: number, to: number): Event[] {
  return parse(bytesOf(shape, from, to));
}

/** The events in some lines. */
function parse(lines: Buffer): Event[] {
  const all = lines.toString().trimEnd().split('\n');
  return all.map((line) => JSON.parse(line) as Event);
}

const BLOCK = { usual: 2000, bodies: 1000, long: 1000 };

describe.each(VARIANTS)('a log of the variant %s', (variant) => {
  const block = BLOCK[variant];
  const shape: LogShape = { variant, block, theft: 500 };
  const count = variant === 'long' ? 1100 : 2.5 * block;
  const bytes = bytesOf(shape, 0, count);
  const events = parse(bytes);

  it('has lines about as long as the variant wants', () => {
    const least = { usual: 1000, bodies: 7000, long: 95_000 }[variant];
    expect(bytes.length / count).toBeGreaterThan(least);
    expect(bytes.length / count).toBeLessThan(1.4 * least);
  });

  it('is one JSON object a line, as many as were asked for', () => {
    expect(events).toHaveLength(count);
  });

  it('goes forward in time, from block to block too', () => {
    const stamps = events.flatMap((one) => [one.requestReceivedTimestamp, one.stageTimestamp]);
    expect(stamps).toEqual([...stamps].sort());
    expect(new Set(stamps).size).toBe(stamps.length);
  });

  it('has no audit id twice', () => {
    expect(new Set(events.map(({ auditID }) => auditID)).size).toBe(events.length);
  });

  it('holds as many thefts as it says', () => {
    expect(events.filter(listsSecrets)).toHaveLength(hitsIn(shape, count));
    expect(hitsIn(shape, count)).toBeGreaterThan(0);
  });
});

describe('a usual log', () => {
  it('keeps the bytes that earlier figures were measured on', () => {
    const digest = createHash('sha256').update(bytesOf({ variant: 'usual' }, 0, 2000, 2000));
    expect(digest.digest('hex')).toBe(
      'e9463d939f347ebbb90be1d32764bac9ca118c060864a9c7fae0e6297e117c03',
    );
  });

  it('is the same in any pieces, in any order', () => {
    const shape: LogShape = { variant: 'usual', block: 1000, accounts: 700 };
    const log = createLog(shape);
    const second = copyOf(log.pieces(1033, 2500));
    const first = copyOf(log.pieces(0, 1033));
    expect(Buffer.concat([first, second]).equals(bytesOf(shape, 0, 2500))).toBe(true);
  });

  it.each([10, 700, 5000])('has %i accounts, each in its turn', (accounts) => {
    const events = eventsOf({ variant: 'usual', block: 2000, accounts }, 0, 10_000);
    const names = events.map(({ user }) => user.username).filter((name) => name.includes(':app-'));
    expect(new Set(names).size).toBe(accounts);
    expect(names.slice(accounts)).toEqual(names.slice(0, -accounts));
  });

  it('has accounts with an address and a program each', () => {
    const events = eventsOf({ variant: 'usual', block: 2000, accounts: 700 }, 0, 10_000);
    const senders = events
      .filter(({ user }) => user.username.includes(':app-'))
      .map(({ user, sourceIPs, userAgent }) => `${user.username} ${sourceIPs[0]} ${userAgent}`);
    expect(new Set(senders).size).toBe(700);
    expect(new Set(senders.map((sender) => sender.split(' ')[1])).size).toBe(700);
  });

  it('refuses a theft rate that a block can not hold', () => {
    expect(() => createLog({ variant: 'usual', block: 1000, theft: 300 })).toThrow(
      'theft: 300 is no divisor of 1000',
    );
  });
});
