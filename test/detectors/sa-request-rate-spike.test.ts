import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createRateSpike,
  type RateSpikeOptions,
} from '../../src/detectors/sa-request-rate-spike.ts';
import { createTimeOrder } from '../../src/pipeline/time-order.ts';
import { evidenceIn, witnessOf } from '../../src/record/evidence.ts';
import type { AuditRecord, Detector, Finding, JsonObject } from '../../src/types.ts';
import { all, MINUTE, record, sightingOf, TEN } from '../pipeline/fixtures.ts';

const ACCOUNT = 'system:serviceaccount:prod:app';

/** So that a test needs few requests. */
const SMALL = { learning: 5 * MINUTE, floor: 20 };

function request(minute: number, i: number, changes: JsonObject = {}): AuditRecord {
  return record(TEN + minute * MINUTE + i * 1000, { auditID: `${minute}-${i}`, ...changes });
}

/** That many requests in each minute from ten o'clock on. */
function minutes(counts: readonly number[], changes: JsonObject = {}): AuditRecord[] {
  return counts.flatMap((count, minute) =>
    Array.from({ length: count }, (_, i) => request(minute, i, changes)),
  );
}

function run(
  records: readonly AuditRecord[],
  options: Partial<RateSpikeOptions> = SMALL,
  lateness = 10 * MINUTE,
): Finding[] {
  const detector = createRateSpike(options);
  const order = createTimeOrder<AuditRecord>({ lateness, capacity: 1_000_000 });
  const findings: Finding[] = [];
  for (const one of records) {
    order.push(one);
    for (const due of all(order.release)) findings.push(...see(detector, due));
  }
  for (const due of all(order.flush)) findings.push(...see(detector, due));
  return findings;
}

/** What a detector finds when it takes a record and gets it back at once. */
function see<T>(detector: Detector<T>, one: AuditRecord): readonly Finding[] {
  const taken = detector.take(one, []);
  return taken === undefined ? [] : detector.observe(taken, sightingOf(one));
}

/** As `run`, for many requests: they differ in their times alone. */
function feed(counts: readonly number[], options: Partial<RateSpikeOptions> = SMALL): Finding[] {
  const detector = createRateSpike(options);
  const sample = { accounts: [ACCOUNT] };
  const witness = witnessOf(request(0, 0));
  return counts.flatMap((count, minute) =>
    Array.from({ length: count }, (_, i) => TEN + minute * MINUTE + i).flatMap((time) => [
      ...detector.observe(sample, { time, witness: () => ({ ...witness, time }) }),
    ]),
  );
}

function minutesOf(findings: readonly Finding[]): number[] {
  return findings.map((finding) => Math.floor((finding.time - TEN) / MINUTE));
}

const QUIET = Array.from({ length: 10 }, () => 3);

describe('sa_request_rate_spike', () => {
  it('finds the request that takes an account over its limit', () => {
    const [finding, ...others] = run(minutes([...QUIET, 60]));
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      key: [ACCOUNT],
      count: 31,
      time: TEN + 10 * MINUTE + 30 * 1000,
      firstSeen: TEN + 10 * MINUTE,
      lastSeen: TEN + 10 * MINUTE + 30 * 1000,
      measured: '31 requests in 1m, usually 3',
    });
    expect(finding?.witnesses).toHaveLength(10);
    expect(finding?.witnesses.at(-1)?.time).toBe(finding?.time);
  });

  it.each([
    ['the floor', [...QUIET.map(() => 1), 20], [...QUIET.map(() => 1), 21]],
    ['ten times the mean', [...QUIET, 30], [...QUIET, 31]],
    ['six deviations above the mean', [0, 20, 0, 20, 0, 20, 70], [0, 20, 0, 20, 0, 20, 150]],
  ])('needs more than %s', (_, within, over) => {
    expect(run(minutes(within))).toEqual([]);
    expect(run(minutes(over))).toHaveLength(1);
  });

  it('says nothing in the learning period', () => {
    expect(run(minutes([3, 3, 3, 3, 500]))).toEqual([]);
    expect(minutesOf(run(minutes([3, 3, 3, 3, 3, 500])))).toEqual([5]);
  });

  it('takes an hour of history and 300 requests a minute unless told otherwise', () => {
    const hour = Array.from({ length: 60 }, () => 1);
    expect(run(minutes([...hour.slice(1), 400]), {})).toEqual([]);
    expect(run(minutes([...hour, 300]), {})).toEqual([]);
    expect(run(minutes([...hour, 301]), {})).toHaveLength(1);
  });

  it('counts idle minutes as zero', () => {
    const busyEveryThird = [30, 0, 0, 30, 0, 0, 30, 0, 0, 30];
    expect(run(minutes([...busyEveryThird, 90]))).toEqual([]);
    expect(run(minutes([30, ...busyEveryThird.map(() => 0), 90]))).toHaveLength(1);
  });

  it('finds a spike once, and the next one after a whole minute within the limit', () => {
    expect(minutesOf(run(minutes([...QUIET, 100, 500, 900])))).toEqual([10]);
    expect(minutesOf(run(minutes([...QUIET, 100, 3, 200])))).toEqual([10, 12]);
    expect(minutesOf(run(minutes([...QUIET, 100, 0, 200])))).toEqual([10, 12]);
  });

  it('counts a request by its last stage only', () => {
    const stages = ['RequestReceived', 'ResponseStarted', 'ResponseComplete'];
    const records = [...QUIET, 25].flatMap((count, minute) =>
      stages.flatMap((stage) =>
        Array.from({ length: count }, (_, i) => request(minute, i, { stage })),
      ),
    );
    expect(run(records)).toEqual([]);
    expect(run(minutes([...QUIET, 60], { stage: 'Panic' }))).toHaveLength(1);
  });

  it('counts impersonated requests as the impersonated account, and says who was behind it', () => {
    const changes = { user: { username: 'eve' }, impersonatedUser: { username: ACCOUNT } };
    const [finding] = run(minutes([...QUIET, 60], changes));
    expect(finding?.key).toEqual([ACCOUNT]);
    const evidence = finding?.witnesses.map((witness) => evidenceIn(witness));
    expect(evidence?.[0]).toMatchObject({ user: ACCOUNT, impersonator: 'eve' });
  });

  it.each([
    ['a person', { user: { username: 'eve' } }],
    ['a node', { user: { username: 'system:node:n1' } }],
    ['a name that is too long', { user: { username: `${ACCOUNT}${'x'.repeat(300)}` } }],
    ['no account name', { user: { username: 'system:serviceaccount:prod' } }],
    ['something that is no name', { user: { username: [ACCOUNT] } }],
  ])('leaves out %s', (_, changes) => {
    expect(createRateSpike().take(request(0, 0, changes), [])).toBeUndefined();
  });

  it('counts an account that impersonates, whoever it plays, and the account that is played', () => {
    const taken = (username: string) =>
      createRateSpike().take(request(0, 0, { impersonatedUser: { username } }), [])?.accounts;
    expect(taken('eve')).toEqual([ACCOUNT]);
    expect(taken(ACCOUNT)).toEqual([ACCOUNT]);
    expect(taken('system:serviceaccount:a:b')).toEqual([ACCOUNT, 'system:serviceaccount:a:b']);
  });

  it('keeps accounts apart', () => {
    const other = { user: { username: 'system:serviceaccount:prod:other' } };
    const records = [...minutes([...QUIET, 16]), ...minutes([...QUIET, 16], other)];
    expect(run(records)).toEqual([]);
  });

  it('gives the same findings in any order of arrival within the allowed lateness', () => {
    const drawn = fc.array(fc.nat(80), { minLength: 8, maxLength: 14 });
    fc.assert(
      fc.property(drawn, fc.integer(), (counts, seed) => {
        const records = minutes(counts);
        const delayOf = (one: AuditRecord) =>
          (Number.parseInt(one.digest.slice(0, 8), 16) + Math.abs(seed)) % (2 * MINUTE);
        const arriving = records.toSorted((a, b) => a.time + delayOf(a) - (b.time + delayOf(b)));
        expect(run(arriving, SMALL, 2 * MINUTE)).toEqual(run(records));
      }),
      { numRuns: 20 },
    );
  });

  it('takes hours to be taught a tenfold limit by an account kept just below it', () => {
    const rising = Array.from({ length: 120 }, (_, i) => Math.floor(10 ** (1 + i / 120)));
    const flat = rising.map(() => 10);
    const settings = { learning: 5 * MINUTE, floor: 2 };
    expect(minutesOf(feed([...QUIET.map(() => 1), ...flat], settings))).toEqual([]);
    expect(minutesOf(feed([...QUIET.map(() => 1), ...rising], settings))).not.toEqual([]);
  });

  it('learns no faster from a spike than from what stays below the limit', () => {
    const spike = QUIET.map(() => 20_000);
    expect(minutesOf(feed([...QUIET, ...spike, 3, 90]))).toEqual([10, 21]);
  });

  it('forgets the account seen least recently when there are too many, and counts it', () => {
    const detector = createRateSpike({ accounts: 3 });
    for (const name of ['a', 'b', 'c', 'a', 'd', 'b']) {
      const user = { username: `system:serviceaccount:prod:${name}` };
      see(detector, record(TEN, { user }));
    }
    expect(detector.evicted).toBe(2);
  });

  it('leaves out what comes late: one stray event must not make it forget what is usual', () => {
    const detector = createRateSpike(SMALL);
    const observe = (records: readonly AuditRecord[]) =>
      records.flatMap((one) => [...see(detector, one)]);
    observe(minutes(QUIET));
    expect(observe(Array.from({ length: 100 }, (_, i) => request(8, i)))).toEqual([]);
    const dayBefore = minutes([...QUIET, 60]).map((one) =>
      record(one.time - 1440 * MINUTE, { auditID: `${one.time}` }),
    );
    expect(observe(dayBefore)).toEqual([]);
    expect(observe(Array.from({ length: 100 }, (_, i) => request(10, i)))).toHaveLength(1);
  });

  it('does not change anything when it takes', () => {
    const detector = createRateSpike(SMALL);
    const records = minutes([...QUIET, 60]);
    for (const one of records) detector.take(one, []);
    const found = records.flatMap((one) => [...see(detector, one)]);
    expect(found).toHaveLength(1);
  });
});
