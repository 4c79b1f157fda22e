import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CorrelationRule } from '../../../src/sigma/rule-set.ts';
import type { AuditRecord, Finding, Json, Memory } from '../../../src/types.ts';
import { SECOND } from '../../pipeline/fixtures.ts';
import { at, correlation, detectorOf, findingsAsTheyCome, onVerb } from './builder.ts';
import { referenceFindings } from './reference.ts';

const rule = (gte: number, timespan: number) =>
  correlation('value_count', {
    rules: [onVerb('a')],
    fields: ['objectRef.name'],
    groupBy: ['user.username'],
    bounds: { gte },
    seconds: timespan,
  });

/** Mostly the same value again a moment later, at times another one, or one after as long as a timespan. */
const steps = fc.array(
  fc.record({
    gap: fc.oneof({ weight: 3, arbitrary: fc.nat(9) }, fc.integer({ min: 66, max: 90 })),
    name: fc.constantFrom('x', 'x', 'x', 'x', 'y', 'z'),
    user: fc.constantFrom('ann', 'ann', 'ann', 'ben'),
  }),
  { minLength: 5, maxLength: 40 },
);

interface Step {
  readonly gap: number;
  readonly user: string;
  readonly name?: string;
  readonly verb?: string;
}

function recordsOf(all: readonly Step[]): AuditRecord[] {
  let second = 0;
  return all.map(({ gap, user, name = 'x', verb = 'a' }, i) => {
    second += gap;
    return at(second, verb, { auditID: `${i}`, objectRef: { name }, user: { username: user } });
  });
}

/** What was counted; which of several equal events is shown is another matter. */
function counted(findings: readonly Finding[]): string[] {
  return findings.map(({ time, key, count, lastSeen }) =>
    JSON.stringify([time, key, count, lastSeen]),
  );
}

/** The findings of a detector that is made anew, from what is known, after each of so many events. */
function restarted(
  records: readonly AuditRecord[],
  every: number,
  ...wanted: readonly CorrelationRule[]
): Finding[] {
  return restartedWithin(undefined, records, every, wanted);
}

/** The same, with so much room. */
function restartedWithin(
  windowEntries: number | undefined,
  records: readonly AuditRecord[],
  every: number,
  wanted: readonly CorrelationRule[],
): Finding[] {
  const stored = wanted.map(() => new Map<string, Json>());
  const start = () => {
    const detector = detectorOf(wanted, windowEntries);
    for (const [index, { restore }] of detector.durable.memories.entries()) {
      restore(Array.from(stored[index] ?? [], ([key, value]) => ({ key, value })));
    }
    return detector;
  };
  const store = ({ changes }: Memory, index: number) => {
    for (const { key, value } of changes()) {
      stored[index]?.delete(key);
      if (value !== undefined) stored[index]?.set(key, value);
    }
  };
  let detector = start();
  return records.flatMap((one, index) => {
    const findings = findingsAsTheyCome(detector, [one]);
    if (index % every !== 0) return findings;
    detector.durable.memories.forEach(store);
    detector = start();
    return findings;
  });
}

describe('values that come over and over', () => {
  it('are counted as the reference counts them', () => {
    fc.assert(
      fc.property(steps, fc.integer({ min: 2, max: 3 }), (all, gte) => {
        const records = recordsOf(all);
        const found = findingsAsTheyCome(detectorOf([rule(gte, 80)]), records);
        expect(counted(found)).toEqual(counted(referenceFindings([rule(gte, 80)], records)));
      }),
      { numRuns: 300 },
    );
  });

  it('are counted as well where so many are asked for that a single one shows nothing', () => {
    const name = fc.oneof({ weight: 2, arbitrary: fc.constant('x') }, fc.nat(20).map(String));
    const step = fc.record({ gap: fc.nat(6), name, user: fc.constant('ann') });
    fc.assert(
      fc.property(fc.array(step, { minLength: 40, maxLength: 60 }), (all) => {
        const records = recordsOf(all);
        const found = findingsAsTheyCome(detectorOf([rule(11, 80)]), records);
        expect(counted(found)).toEqual(counted(referenceFindings([rule(11, 80)], records)));
      }),
      { numRuns: 200 },
    );
  });

  it('are counted alike, and shown alike, where the detector was made anew in between', () => {
    fc.assert(
      fc.property(steps, fc.integer({ min: 1, max: 4 }), (all, every) => {
        const records = recordsOf(all);
        const found = findingsAsTheyCome(detectorOf([rule(2, 80)]), records);
        expect(restarted(records, every, rule(2, 80))).toEqual(found);
      }),
      { numRuns: 300 },
    );
  });

  /** Many names in turns; some events come late, at times one comes after as long as a timespan. */
  const turns = (names: number, pause: number) =>
    fc.array(
      fc.record({
        gap: fc.oneof(
          { weight: 12, arbitrary: fc.nat(pause) },
          { weight: 1, arbitrary: fc.integer({ min: -9, max: -1 }) },
          { weight: 1, arbitrary: fc.integer({ min: 30, max: 90 }) },
        ),
        name: fc.nat(names - 1).map(String),
        user: fc.constantFrom('ann', 'ann', 'ann', 'ben'),
        verb: fc.constantFrom('a', 'a', 'a', 'a', 'b'),
      }),
      { minLength: 40, maxLength: 120 },
    );

  // Right after a restart nothing is quiet.
  it.each([
    { names: 5, pause: 3, most: 5 },
    { names: 16, pause: 1, most: 14 },
  ])('in turns are counted and shown as if none was quiet: $names', ({ names, pause, most }) => {
    fc.assert(
      fc.property(turns(names, pause), fc.integer({ min: most - 3, max: most }), (all, gte) => {
        const records = recordsOf(all);
        const found = findingsAsTheyCome(detectorOf([rule(gte, 80)]), records);
        expect(restarted(records, 1, rule(gte, 80))).toEqual(found);
      }),
      { numRuns: 200 },
    );
  });

  const of = (second: number, name: string, user = 'ann') =>
    at(second, 'a', { auditID: `${second}${name}`, objectRef: { name }, user: { username: user } });

  it('are no newer than their group where one was left out that came too late', () => {
    const records = [of(0, 'x'), of(1, 'y'), of(9, 'y'), of(-80, 'x'), of(5, 'x'), of(87, 'z')];
    const found = findingsAsTheyCome(detectorOf([rule(3, 80)]), records);
    expect(found.map(({ count }) => count)).toEqual([3]);
  });

  it('weigh no longer than they count: others keep their room', () => {
    const names = (count: number, second: number, user: string) =>
      Array.from({ length: count }, (_, i) => of(second + i / 100, `${user}${i}`, user));
    const again = [of(10, 'x'), of(305, 'x')];
    const records = [...names(5, 0, 'ann'), ...again, ...names(16, 306, 'ben')];
    // Room for both groups, but not with the five values that are too old.
    const detector = detectorOf([rule(18, 300)], 200);
    const found = findingsAsTheyCome(detector, [...records, ...names(17, 400, 'ann')]);
    expect(found.map(({ key, count }) => [key, count])).toEqual([[['ann'], 18]]);
    expect(detector.evicted).toBe(1);
  });

  it('are events of another correlation each time while enough of them were counted', () => {
    const child = { ...rule(3, 80), alerts: false };
    const chain = correlation('temporal', {
      rules: [child, onVerb('b')],
      groupBy: ['user.username'],
      seconds: 3,
    });
    fc.assert(
      fc.property(turns(4, 3), (all) => {
        const records = recordsOf(all);
        const found = findingsAsTheyCome(detectorOf([child, chain]), records);
        expect(restarted(records, 1, child, chain)).toEqual(found);
      }),
      { numRuns: 200 },
    );
  });

  it('are shown by an event that is at most an eighth of the timespan older than the latest', () => {
    const seconds = Array.from({ length: 40 }, (_, i) => i * 2);
    const named = (second: number, name: string) =>
      at(second, 'a', { objectRef: { name }, user: { username: 'ann' } });
    const records = [...seconds.map((second) => named(second, 'x')), named(79, 'y')];
    const [finding] = findingsAsTheyCome(detectorOf([rule(2, 80)]), records);
    const [first, last] = finding?.witnesses.map(({ time }) => time) ?? [];
    expect(finding?.witnesses).toHaveLength(2);
    expect((last ?? 0) - (first ?? 0)).toBeLessThan(11_000_000);
  });
});

it('values that come over and over are shown again once their evidence had to go for want of room', () => {
  const others = Array.from({ length: 35 }, (_, i) => ({ gap: 1, user: `u${i}` }));
  const again = [
    { gap: 15, user: 'ann' },
    { gap: 10, user: 'ann', name: 'y' },
  ];
  const records = recordsOf([{ gap: 0, user: 'ann' }, ...others, ...again]);
  // Room for 31 events as evidence, and for 41 groups.
  const detector = detectorOf([rule(2, 800)], 1000);
  const [finding] = findingsAsTheyCome(detector, records);
  expect(detector.evicted).toBe(0);
  expect(finding?.witnesses.map(({ time }) => time)).toEqual(
    records.slice(-2).map(({ time }) => time),
  );
});

/** That nothing can be. */
const NEVER: CorrelationRule['condition']['bounds'] = [
  { operator: 'gte', value: 5 },
  { operator: 'lte', value: 3 },
];

describe('events of which many must come', () => {
  const many = (gte: number) =>
    correlation('event_count', {
      rules: [onVerb('a'), onVerb('b')],
      groupBy: ['user.username'],
      bounds: { gte },
      seconds: 80,
    });
  /** `back`: 0, or by how many seconds and one an event may come late; at times one comes after as long as a timespan. */
  const busy = (back: number) =>
    fc.array(
      fc.record({
        gap: fc.oneof(
          { weight: 9, arbitrary: fc.integer({ min: 1, max: 5 }) },
          { weight: 1, arbitrary: fc.constant(1 - back) },
          { weight: 1, arbitrary: fc.integer({ min: 66, max: 90 }) },
        ),
        user: fc.constantFrom('ann', 'ann', 'ann', 'ben'),
        verb: fc.constantFrom('a', 'a', 'a', 'b', 'ab'),
      }),
      { minLength: 30, maxLength: 80 },
    );
  it('are counted, and shown, as the reference does it', () => {
    fc.assert(
      fc.property(busy(0), fc.integer({ min: 10, max: 20 }), (all, gte) => {
        const records = recordsOf(all);
        const found = findingsAsTheyCome(detectorOf([many(gte)]), records);
        expect(found).toEqual(referenceFindings([many(gte)], records));
      }),
      { numRuns: 300 },
    );
  });

  it('are counted and shown alike where the detector was made anew in between', () => {
    fc.assert(
      fc.property(busy(3), fc.integer({ min: 1, max: 7 }), (all, every) => {
        const records = recordsOf(all);
        const found = findingsAsTheyCome(detectorOf([many(14)]), records);
        expect(restarted(records, every, many(14))).toEqual(found);
      }),
      { numRuns: 200 },
    );
  });

  it('take no more room than before where no count meets the condition', () => {
    const never = { ...many(2), condition: { ...many(2).condition, bounds: NEVER } };
    const detector = detectorOf([never]);
    const records = recordsOf(Array.from({ length: 50 }, () => ({ gap: 1, user: 'ann' })));
    for (const memory of detector.durable.memories) memory.restore([]);
    expect(findingsAsTheyCome(detector, records)).toEqual([]);
    const [change] = detector.durable.memories.flatMap((memory) => memory.changes());
    // As many times as the highest bound can tell apart.
    expect(change).toMatchObject({ value: { 3: { length: 6 } } });
  });

  it('weigh as much where they make no difference: restarts change nothing that is given up', () => {
    const user = fc.constantFrom('ann', 'ann', 'ann', 'ben', 'cat', 'dan');
    const step = fc.record({ gap: fc.integer({ min: 1, max: 5 }), user });
    const limit = fc.integer({ min: 60, max: 90 });
    fc.assert(
      fc.property(
        fc.array(step, { minLength: 40, maxLength: 120 }),
        fc.integer({ min: 1, max: 9 }),
        limit,
        (all, every, windowEntries) => {
          const records = recordsOf(all);
          const fourteen = { ...many(14), timespan: 300 * SECOND };
          const found = findingsAsTheyCome(detectorOf([fourteen], windowEntries), records);
          const again = restartedWithin(windowEntries, records, every, [fourteen]);
          expect(counted(again)).toEqual(counted(found));
        },
      ),
      { numRuns: 500 },
    );
  });
});
