import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readInOrder } from '../../src/pipeline/merge.ts';
import type { Batch } from '../../src/pipeline/reading/batch.ts';
import { formatTime } from '../../src/record/time.ts';
import type { Block, Source } from '../../src/types.ts';
import { SECOND, TEN } from './fixtures.ts';

const OPTIONS = { maxRecordBytes: 100_000 };

/** An event at a second after ten o'clock; without one, it has no time of its own. */
function line(id: string, second?: number): string {
  const stageTimestamp = second === undefined ? null : formatTime(TEN + second * SECOND);
  const kind = { kind: 'Event', apiVersion: 'audit.k8s.io/v1' };
  return `${JSON.stringify({ ...kind, auditID: id, verb: 'get', stageTimestamp })}\n`;
}

interface TestSource extends Source {
  /** How many blocks were asked for. */
  pulled: number;
  closed: boolean;
}

/** A source of files, each in blocks. */
function source(name: string, files: readonly (readonly string[])[]): TestSource {
  return {
    name,
    size: undefined,
    pulled: 0,
    closed: false,
    async *open() {
      try {
        for (const [index, blocks] of files.entries()) {
          const origin = `${name}${index}`;
          for (const text of blocks) {
            this.pulled++;
            const bytes = Buffer.from(text);
            yield { kind: 'bytes', origin, bytes, read: 1 } satisfies Block;
          }
          yield { kind: 'end', origin } satisfies Block;
        }
      } finally {
        this.closed = true;
      }
    },
  };
}

async function read(...sources: Source[]): Promise<{ batches: Batch[]; found: string[] }> {
  const batches: Batch[] = [];
  for await (const batch of readInOrder(sources, OPTIONS)) batches.push(batch);
  return { batches, found: batches.flatMap(idsOf) };
}

function idsOf({ found }: Batch): string[] {
  return found.map((one) =>
    'record' in one ? (one.record.event.auditID as string) : `!${one.reject.origin}`,
  );
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);

describe('one source', () => {
  it('is read as it is, file by file', async () => {
    const [a, b, c] = [line('a', 3), line('b', 1), line('c', 2)];
    const { batches, found } = await read(
      source('s', [
        [a.slice(0, 9), a.slice(9) + b],
        ['broken\n', c],
      ]),
    );
    expect(found).toEqual(['a', 'b', '!s1', 'c']);
    expect(sum(batches.map((batch) => batch.read))).toBe(4);
    expect(sum(batches.map((batch) => batch.bytes))).toBe(a.length + b.length + 7 + c.length);
  });

  it('that can’t be read on gives a failure, and what was left of the file', async () => {
    const torn: Source = {
      name: 'torn',
      size: undefined,
      async *open() {
        yield {
          kind: 'bytes',
          origin: 'x',
          bytes: Buffer.from(line('a', 1) + line('b', 2).slice(0, -9)),
          read: 1,
        };
        yield { kind: 'failure', origin: 'x', reason: 'the disk is gone' };
        yield { kind: 'end', origin: 'x' };
        yield { kind: 'failure', origin: 'y', reason: 'no such file' };
        yield { kind: 'end', origin: 'y' };
      },
    };
    for (const sources of [[torn], [torn, source('s', [])]]) {
      const { batches, found } = await read(...sources);
      expect(found).toEqual(['a', 'b']);
      expect(batches.flatMap(({ failures }) => failures)).toMatchObject([
        { origin: 'x', reason: 'the disk is gone' },
        { origin: 'y', reason: 'no such file' },
      ]);
    }
  });
});

describe('several sources', () => {
  it('are merged by event time, ties by the order of the sources', async () => {
    const a = source('a', [[line('a1', 1) + line('a3', 3), line('a5', 5)]]);
    const b = source('b', [[line('b1', 1), line('b2', 2) + line('b5', 5) + line('b6', 6)]]);
    const { batches, found } = await read(a, b);
    expect(found).toEqual(['a1', 'b1', 'b2', 'a3', 'a5', 'b5', 'b6']);
    expect(sum(batches.map((batch) => batch.read))).toBe(4);
  });

  it('keep their own order, and what has no time goes with what came before it', async () => {
    const a = source('a', [
      [`${line('a4', 4)}broken\n${line('a1', 1)}${line('a')}${line('a7', 7)}`],
    ]);
    const b = source('b', [[line('b3', 3) + line('b5', 5), line('b8', 8)]]);
    expect((await read(a, b)).found).toEqual(['b3', 'a4', '!a0', 'a1', 'a', 'b5', 'a7', 'b8']);
  });

  it('are read no further than needed, and closed when reading stops', async () => {
    const blocks = (name: string, from: number) =>
      Array.from({ length: 50 }, (_, index) => line(`${name}${index}`, from + index));
    const early = source('early', [blocks('e', 0)]);
    const late = source('late', [blocks('l', 1000)]);
    let events = 0;
    for await (const { found } of readInOrder([early, late], OPTIONS)) {
      events += found.length;
      if (events === 20) break;
    }
    expect([early.pulled, late.pulled]).toEqual([20, 1]);
    expect([early.closed, late.closed]).toEqual([true, true]);
  });

  it('none of them is fine', async () => {
    expect(await read()).toEqual({ batches: [], found: [] });
  });

  it('that are ordered give one ordered stream of all their events', async () => {
    const times = fc
      .array(fc.nat(40), { maxLength: 12 })
      .map((list) => list.toSorted((a, b) => a - b));
    await fc.assert(
      fc.asyncProperty(
        fc.array(times, { maxLength: 6 }),
        fc.integer({ min: 20, max: 500 }),
        async (logs, size) => {
          const sources = logs.map((log, index) => {
            const text = log.map((second, nth) => line(`${index}.${nth}`, second)).join('');
            const blocks = text.match(new RegExp(`[^]{1,${size}}`, 'g')) ?? [];
            return source(`s${index}.`, [blocks]);
          });
          const expected = logs
            .flatMap((log, index) => log.map((second, nth) => ({ id: `${index}.${nth}`, second })))
            .toSorted((a, b) => a.second - b.second);
          expect((await read(...sources)).found).toEqual(expected.map(({ id }) => id));
        },
      ),
      { numRuns: 100 },
    );
  });
});
