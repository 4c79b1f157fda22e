import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AuditLogGapOptions, createAuditLogGap } from '../../src/detectors/audit-log-gap.ts';
import { createTimeOrder } from '../../src/pipeline/time-order.ts';
import type { AuditRecord, Finding, JsonObject, Micros } from '../../src/types.ts';
import { all, HOUR, MINUTE, record, SECOND, sightingOf, TEN } from '../pipeline/fixtures.ts';

const LEASE: JsonObject = {
  verb: 'update',
  user: { username: 'system:node:n1' },
  objectRef: { resource: 'leases', namespace: 'kube-node-lease', name: 'n1' },
};

/** Requests of a ServiceAccount, or what else is said, every ten seconds. */
function every10s(from: Micros, to: Micros, changes: JsonObject = {}): AuditRecord[] {
  return Array.from({ length: Math.ceil((to - from) / (10 * SECOND)) }, (_, i) => {
    const time = TEN + from + i * 10 * SECOND;
    return record(time, { auditID: `${time}`, ...changes });
  });
}

function run(
  records: readonly AuditRecord[],
  { lateness = 0, ...options }: Partial<AuditLogGapOptions> & { lateness?: Micros } = {},
): Finding[] {
  const detector = createAuditLogGap(options);
  const order = createTimeOrder<AuditRecord>({ lateness, capacity: 1_000_000 });
  const findings: Finding[] = [];
  const see = (one: AuditRecord) => {
    const taken = detector.take(one, []);
    if (taken !== undefined) findings.push(...detector.observe(taken, sightingOf(one)));
  };
  for (const one of records) {
    order.push(one);
    for (const due of all(order.release)) see(due);
  }
  for (const due of all(order.flush)) see(due);
  return findings;
}

const byTime = (records: readonly AuditRecord[]) => records.toSorted((a, b) => a.time - b.time);

describe('audit_log_gap', () => {
  it('finds a gap once ten events have followed it', () => {
    const before = every10s(0, HOUR + MINUTE);
    const after = every10s(HOUR + 8 * MINUTE, HOUR + 20 * MINUTE);
    const [finding, ...others] = run([...before, ...after]);
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      rule: { name: 'audit_log_gap' },
      firstSeen: TEN + HOUR + 50 * SECOND,
      lastSeen: TEN + HOUR + 8 * MINUTE,
      time: TEN + HOUR + 8 * MINUTE + 90 * SECOND,
      count: 1,
      measured: 'nothing for 7m',
    });
    expect(run([...before, ...after.slice(0, 9)])).toEqual([]);
  });

  it.each([
    ['five minutes', 5 * MINUTE, 1],
    ['less', 5 * MINUTE - 10 * SECOND, 0],
  ])('needs a silence of %s', (_, silence, findings) => {
    const before = every10s(0, HOUR + MINUTE);
    const resumed = HOUR + 50 * SECOND + silence;
    expect(run([...before, ...every10s(resumed, resumed + HOUR)])).toHaveLength(findings);
  });

  it('says nothing before the log was steady for an hour', () => {
    const gapAfter = (from: Micros) => [
      ...every10s(from, HOUR + MINUTE),
      ...every10s(HOUR + 20 * MINUTE, 2 * HOUR),
    ];
    expect(run(gapAfter(10 * MINUTE))).toEqual([]);
    expect(run(gapAfter(0))).toHaveLength(1);
  });

  it('leaves a log alone that has pauses anyway', () => {
    const paused = [0, 1, 2, 3, 4].flatMap((i) =>
      every10s(i * 20 * MINUTE, (i * 20 + 19) * MINUTE),
    );
    expect(run([...paused, ...every10s(3 * HOUR, 4 * HOUR)])).toEqual([]);
  });

  it('takes a few events within a gap for a part of it', () => {
    const records = [
      ...every10s(0, HOUR + MINUTE),
      ...every10s(HOUR + 10 * MINUTE, HOUR + 10 * MINUTE + 30 * SECOND),
      ...every10s(HOUR + 30 * MINUTE, 2 * HOUR),
    ];
    expect(run(records).map(({ measured }) => measured)).toEqual(['nothing for 29m']);
  });

  it('finds each of two gaps with a steady hour before', () => {
    const stretch = (from: Micros) => every10s(from, from + HOUR + MINUTE);
    const records = [...stretch(0), ...stretch(2 * HOUR), ...stretch(4 * HOUR)];
    expect(run(records)).toHaveLength(2);
  });

  it('is not fooled by a stray from the future at the end', () => {
    expect(run([...every10s(0, 2 * HOUR), record(TEN + 1000 * HOUR)])).toEqual([]);
  });

  it('says how long in hours and days as well', () => {
    const gapOf = (silence: Micros) =>
      run([...every10s(0, HOUR + MINUTE), ...every10s(HOUR + silence, 2 * HOUR + silence)]);
    expect(gapOf(4 * HOUR)[0]?.measured).toBe('nothing for 3h');
    expect(gapOf(73 * HOUR)[0]?.measured).toBe('nothing for 3d');
  });
});

describe('node_leases_missing', () => {
  it('finds leases that stop while other events go on, once', () => {
    const leases = every10s(5 * SECOND, 2 * HOUR, LEASE);
    const [finding, ...others] = run(byTime([...every10s(0, 5 * HOUR), ...leases]));
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      rule: { name: 'node_leases_missing' },
      firstSeen: TEN + 2 * HOUR - 5 * SECOND,
      lastSeen: TEN + 2 * HOUR + 5 * MINUTE,
      measured: 'none for 5m',
    });
  });

  it('finds it again once they were back for an hour', () => {
    const again = [...every10s(0, 2 * HOUR, LEASE), ...every10s(3 * HOUR, 5 * HOUR, LEASE)];
    expect(run(byTime([...every10s(0, 7 * HOUR), ...again]))).toHaveLength(2);
  });

  it('needs ten other events: a log that only slows down says nothing', () => {
    const slow = Array.from({ length: 8 }, (_, i) => record(TEN + 2 * HOUR + i * 4 * MINUTE));
    const steady = byTime([...every10s(0, 2 * HOUR), ...every10s(0, 2 * HOUR, LEASE)]);
    expect(run([...steady, ...slow])).toEqual([]);
  });

  it('says nothing where leases were never logged, or missing with all the rest', () => {
    expect(run(every10s(0, 5 * HOUR))).toEqual([]);
    const stretch = (from: Micros) => [
      ...every10s(from, from + 2 * HOUR),
      ...every10s(from, from + 2 * HOUR, LEASE),
    ];
    const names = run(byTime([...stretch(0), ...stretch(3 * HOUR)])).map(({ rule }) => rule.name);
    expect(names).toEqual(['audit_log_gap']);
  });
});

describe('what the log is told to be alive by', () => {
  const take = (changes: JsonObject) => createAuditLogGap().take(record(TEN, changes), []);

  it.each([
    ['a node’s lease', LEASE, 'lease'],
    ['a leader’s lease', { ...LEASE, user: { username: 'system:kube-scheduler' } }, 'other'],
    ['a lease of a ServiceAccount', { objectRef: { resource: 'leases', namespace: 'a' } }, 'other'],
    ['a lease of nobody', { ...LEASE, user: {} }, 'other'],
    ['a request of a ServiceAccount', {}, 'other'],
    ['another request of a node', { user: LEASE.user ?? null }, undefined],
    ['a request of a person', { user: { username: 'alice@example.com' } }, undefined],
    ['a user name that is no text', { user: { username: [1] } }, undefined],
  ])('%s', (_, changes, beat) => {
    expect(take(changes)).toBe(beat);
  });
});

describe('the memory of gaps', () => {
  it('gives the same after a restart at any event as without one', () => {
    const records = byTime([
      ...every10s(0, 2 * HOUR),
      ...every10s(0, HOUR + 30 * MINUTE, LEASE),
      ...every10s(2 * HOUR + 10 * MINUTE, 2 * HOUR + 30 * MINUTE),
    ]);
    const whole = run(records);
    expect(whole.map(({ rule }) => rule.name)).toEqual(['node_leases_missing', 'audit_log_gap']);
    fc.assert(
      fc.property(fc.nat(records.length), (cut) => {
        const first = createAuditLogGap();
        const second = createAuditLogGap();
        const see = (one: AuditRecord, detector: typeof first) => {
          const { pack, unpack } = detector.durable;
          const taken = detector.take(one, []);
          if (taken === undefined) return [];
          return detector.observe(unpack(pack(taken)) as typeof taken, sightingOf(one));
        };
        const found = records.slice(0, cut).flatMap((one) => [...see(one, first)]);
        const stored = first.durable.memories[0]?.changes() ?? [];
        expect(first.durable.memories[0]?.changes()).toEqual([]);
        second.durable.memories[0]?.restore(
          stored.map(({ key, value }) => ({ key, value: structuredClone(value ?? null) })),
        );
        found.push(...records.slice(cut).flatMap((one) => [...see(one, second)]));
        expect(found).toEqual(whole);
      }),
      { numRuns: 30 },
    );
  });

  it('gives the same in any order of arrival within the allowed lateness', () => {
    const records = [
      ...every10s(0, 2 * HOUR),
      ...every10s(2 * HOUR + 10 * MINUTE, 2 * HOUR + 30 * MINUTE),
    ];
    fc.assert(
      fc.property(fc.infiniteStream(fc.nat(60)), (delays) => {
        const arriving = records
          .map((one) => ({ one, at: one.time + (delays.next().value as number) * SECOND }))
          .sort((a, b) => a.at - b.at)
          .map(({ one }) => one);
        expect(run(arriving, { lateness: MINUTE })).toEqual(run(records));
      }),
      { numRuns: 20 },
    );
  });
});
