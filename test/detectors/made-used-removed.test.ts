import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Cycle, createCycle, textsAt } from '../../src/detectors/made-used-removed.ts';
import { fieldPath } from '../../src/record/field-path.ts';
import { HOUR, info, record, TEN } from '../pipeline/fixtures.ts';
import { handOver, run, type Stepped, stepped } from './stepped.ts';

const NAME = fieldPath('objectRef.name');
const step = (rule: string): Cycle['made'] => ({
  rule,
  paths: [NAME],
  keys: (one) => textsAt(one, NAME),
});

const CYCLE: Cycle = {
  rule: info('cycle'),
  limits: { span: HOUR, most: 100 },
  used: step('used'),
  made: step('made'),
  removed: step('removed'),
};

const event = (at: number, name: string, ...steps: readonly string[]): Stepped =>
  stepped(record(at, { auditID: `${at}${name}`, objectRef: { name } }), ...steps);

describe('what is made, used and removed', () => {
  it('is found when it is removed, with its three events', () => {
    const events = [
      event(TEN, 'x', 'made'),
      event(TEN + 1, 'x', 'used'),
      event(TEN + 2, 'x', 'used'),
      event(TEN + 3, 'x', 'removed'),
    ];
    const [finding, ...others] = run(createCycle(CYCLE), events);
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ key: ['x'], count: 3, firstSeen: TEN, lastSeen: TEN + 3 });
    expect(finding?.witnesses.map(({ time }) => time)).toEqual([TEN, TEN + 1, TEN + 3]);
    expect(finding?.measured).toBe('x made, used and removed again');
  });

  it('may be used by the request that removes it, not by the one that makes it', () => {
    const made = event(TEN, 'x', 'made');
    const both = event(TEN + 1, 'x', 'used', 'removed');
    expect(run(createCycle(CYCLE), [made, both])).toHaveLength(1);
    const selfish = event(TEN, 'x', 'made', 'used');
    expect(run(createCycle(CYCLE), [selfish, event(TEN + 1, 'x', 'removed')])).toEqual([]);
  });

  it('agrees with the plain words of it for any events', () => {
    const steps = fc.constantFrom('made', 'used', 'removed');
    const events = fc.array(
      fc.record({ step: steps, name: fc.constantFrom('x', 'y'), gap: fc.nat(2) }),
    );
    fc.assert(
      fc.property(events, (told) => {
        let at = TEN;
        const timed = told.map((one) => ({ ...one, at: (at += one.gap * (HOUR / 3) + 1) }));
        const found = run(
          createCycle(CYCLE),
          timed.map((one) => event(one.at, one.name, one.step)),
        );
        expect(found.map(({ time }) => time)).toEqual(plainly(timed));
      }),
    );
  });

  it('is remembered over a restart', () => {
    const before = createCycle(CYCLE);
    before.durable.memories[0]?.restore([]);
    run(before, [event(TEN, 'x', 'made'), event(TEN + 1, 'x', 'used')]);
    const after = createCycle(CYCLE);
    handOver(before, after);
    expect(run(after, [event(TEN + 2, 'x', 'removed')])).toHaveLength(1);
  });

  it('reads what its steps read, and nothing where there is none', () => {
    const detector = createCycle(CYCLE);
    expect(detector.reads?.([])).toEqual([]);
    expect(detector.reads?.(event(TEN, 'x', 'made').matched)).toEqual([NAME]);
  });
});

interface Told {
  readonly step: string;
  readonly name: string;
  readonly at: number;
}

/** When a thing was removed that had been made within the hour, and used in between. */
function plainly(told: readonly Told[]): number[] {
  const ends: number[] = [];
  for (const [index, { step: last, name, at }] of told.entries()) {
    if (last !== 'removed') continue;
    const own = told.slice(0, index).filter((one) => one.name === name);
    const since = own.slice(own.findLastIndex((one) => one.step === 'removed') + 1);
    // The first making that isn't over when the next thing happens is where its time runs from.
    let made: number | undefined;
    let used = false;
    for (const one of since) {
      if (made !== undefined && one.at - made > HOUR) made = undefined;
      if (one.step === 'made' && made === undefined) {
        made = one.at;
        used = false;
      }
      if (one.step === 'used' && made !== undefined) used = true;
    }
    if (made !== undefined && used && at - made <= HOUR) ends.push(at);
  }
  return ends;
}
