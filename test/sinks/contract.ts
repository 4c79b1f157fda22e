import { describe, expect, it } from 'vitest';
import type { Alert, Sink } from '../../src/types.ts';
import { alert, HIDDEN, hostileAlert } from '../text/fixtures.ts';

/** A sink under test, and what is at its other end. */
export interface Harness extends AsyncDisposable {
  readonly sink: Sink;
  /** Everything that arrived so far. */
  delivered(): Promise<string>;
  /** From now on nothing can be delivered. */
  breakDown(): Promise<void>;
}

/** What every sink does, whatever it delivers to. */
export function sinkContract(name: string, open: () => Promise<Harness>): void {
  describe(`${name} as a sink`, () => {
    it('delivers in the order written', async () => {
      await using harness = await open();
      const { sink } = harness;
      await sink.write([numbered(1), numbered(2)]);
      await sink.write([numbered(3)]);
      await Promise.all([sink.write([numbered(4)]), sink.write([numbered(5)])]);
      await sink.close();
      const found = [...(await harness.delivered()).matchAll(/did thing (\d)/g)];
      expect(found.map((match) => match[1])).toEqual(['1', '2', '3', '4', '5']);
    });

    it('delivers nothing for an empty write', async () => {
      await using harness = await open();
      await harness.sink.write([]);
      await harness.sink.close();
      expect(await harness.delivered()).toBe('');
    });

    it('may be closed twice', async () => {
      await using harness = await open();
      await harness.sink.write([numbered(1)]);
      await harness.sink.close();
      await harness.sink.close();
      expect((await harness.delivered()).match(/did thing 1/g)).toHaveLength(1);
    });

    it('may be closed twice without ever having written', async () => {
      await using harness = await open();
      await harness.sink.close();
      await harness.sink.close();
      expect(await harness.delivered()).toBe('');
    });

    it('rejects with a reason when it can not deliver', async () => {
      await using harness = await open();
      await harness.sink.write([numbered(1)]);
      await harness.breakDown();
      const later = async () => {
        await harness.sink.write([numbered(2)]);
        await harness.sink.close();
      };
      await expect(later()).rejects.toThrow(/\w/);
    });

    it('lets no hostile text through that something could obey', async () => {
      await using harness = await open();
      await harness.sink.write([hostileAlert()]);
      await harness.sink.close();
      const delivered = await harness.delivered();
      expect(delivered).toContain('root');
      expect(delivered).not.toMatch(HIDDEN);
    });
  });
}

/** One of several alerts of different users. */
export function numbered(number: number, changes: Partial<Alert> = {}): Alert {
  return alert({
    id: String(number).padStart(32, '0'),
    user: `user-${number}`,
    message: `User user-${number} did thing ${number}`,
    ...changes,
  });
}
