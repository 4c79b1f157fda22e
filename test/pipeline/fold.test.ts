import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findingOf } from '../../src/pipeline/cause.ts';
import { createFold } from '../../src/pipeline/fold.ts';
import { witnessOf } from '../../src/record/evidence.ts';
import { createCheckpoint } from '../../src/state/checkpoint.ts';
import type { Finding, JsonObject } from '../../src/types.ts';
import { memoryStore } from '../state/memory-store.ts';
import { HOUR, info, MINUTE, record, SECOND, TEN } from './fixtures.ts';

const RULE = info('sa_lists_secrets');
const finding = (time: number, changes: JsonObject = {}): Finding =>
  findingOf(RULE, witnessOf(record(time, changes)));
const fold = (findings: readonly Finding[], open?: number) => {
  const folding = createFold(HOUR, open);
  for (const one of findings) folding.add(one);
  return folding.drain(Infinity);
};

describe('fold', () => {
  it('makes one alert of one cause in one hour', () => {
    const alerts = fold([finding(TEN), finding(TEN + MINUTE), finding(TEN + 2 * MINUTE)]);
    expect(alerts).toHaveLength(1);
    expect(alerts[0]).toMatchObject({
      count: 3,
      firstSeen: '2026-11-20T10:00:00.000000Z',
      lastSeen: '2026-11-20T10:02:00.000000Z',
      time: '2026-11-20T10:02:00.000000Z',
      user: 'system:serviceaccount:prod:app',
    });
  });

  it('makes another alert of another hour, actor, address or outcome', () => {
    const alerts = fold([
      finding(TEN),
      finding(TEN + HOUR),
      finding(TEN, { user: { username: 'system:serviceaccount:prod:other' } }),
      finding(TEN, { sourceIPs: ['10.0.0.8'] }),
      finding(TEN, { responseStatus: { code: 403 } }),
    ]);
    expect(new Set(alerts.map((alert) => alert.id)).size).toBe(5);
  });

  it('tells what was written apart by name, not what was read', () => {
    const named = (verb: string, name: string) =>
      finding(TEN, { verb, objectRef: { resource: 'rolebindings', namespace: 'prod', name } });
    expect(fold([named('get', 'a'), named('get', 'b')])).toHaveLength(1);
    expect(fold([named('create', 'a'), named('create', 'b')])).toHaveLength(2);
  });

  it('says what the events of one alert have in common, and no more', () => {
    const read = (resource: string, namespace: string) =>
      finding(TEN, {
        objectRef: { resource, namespace, name: `${resource}-${namespace}` },
        verb: 'get',
      });
    const sentence = (...findings: Finding[]) => fold(findings)[0]?.message;
    expect(sentence(read('pods', 'a'), read('pods', 'b'))).toContain(
      'read pods in several namespaces',
    );
    expect(sentence(read('pods', 'a'), read('nodes', 'a'))).toContain('read several resources');
    expect(sentence(read('pods', 'a'))).toContain('read pod a/pods-a');
  });

  it('gives the same alerts in any order', () => {
    const findings = Array.from({ length: 30 }, (_, i) => finding(TEN + i * 7 * MINUTE));
    const expected = fold(findings);
    fc.assert(
      fc.property(fc.shuffledSubarray(findings, { minLength: 30, maxLength: 30 }), (some) => {
        expect(fold(some)).toEqual(expected);
      }),
    );
  });

  it('shows the first five and the last five events', () => {
    const [alert] = fold(Array.from({ length: 40 }, (_, i) => finding(TEN + i * SECOND)));
    expect(alert?.events.map((event) => event.time.slice(17, 19))).toEqual([
      '00',
      '01',
      '02',
      '03',
      '04',
      '35',
      '36',
      '37',
      '38',
      '39',
    ]);
  });

  it('waits until the stretch has ended, and tells again when more came', () => {
    const folding = createFold(HOUR);
    folding.add(finding(TEN));
    expect(folding.drain(TEN + HOUR - 1)).toEqual([]);
    const [first] = folding.drain(TEN + HOUR);
    expect(folding.drain(TEN + HOUR)).toEqual([]);
    folding.add(finding(TEN + MINUTE));
    const [second] = folding.drain(TEN + HOUR);
    expect([first?.count, second?.count]).toEqual([1, 2]);
    expect(second?.id).toBe(first?.id);
  });

  it('delivers early, and counts it, when there is no room for more causes', () => {
    const folding = createFold(HOUR, 2);
    for (const ip of ['1', '2', '3', '4']) folding.add(finding(TEN, { sourceIPs: [ip] }));
    expect(folding.drain(0)).toHaveLength(2);
    expect(folding.forced).toBe(2);
    expect(folding.drain(Infinity)).toHaveLength(2);
  });

  it('takes the height of a stateful rule, not the sum of overlapping windows', () => {
    const high = (count: number, time: number): Finding => ({
      ...finding(time),
      key: ['a'],
      count,
      measured: `${count} events in 5m`,
    });
    const [alert] = fold([high(30_001, TEN), high(31_204, TEN + MINUTE)]);
    expect(alert?.count).toBe(31_204);
    expect(alert?.message).toContain('31204 events in 5m');
  });

  it('names no user when the rule spans several', () => {
    const two = finding(TEN, { user: { username: 'jane' } });
    const one = finding(TEN);
    const [alert] = fold([{ ...one, witnesses: [...one.witnesses, ...two.witnesses] }]);
    expect(alert?.user).toBeNull();
  });

  it('tells of a cause at once, and again when its count has grown tenfold', () => {
    const folding = createFold(HOUR);
    const counts: number[] = [];
    for (let i = 0; i < 120; i++) {
      folding.add(finding(TEN + i * SECOND));
      counts.push(...folding.news().map((alert) => alert.count));
    }
    expect(counts).toEqual([1, 10, 100]);
    expect(folding.drain(TEN + 2 * HOUR).map((alert) => alert.count)).toEqual([120]);
    expect(folding.news()).toEqual([]);
  });

  it('tells at once of what the bound pushed out', () => {
    const folding = createFold(HOUR, 1);
    folding.add(finding(TEN));
    folding.news();
    folding.add(finding(TEN + SECOND));
    folding.add(finding(TEN + 2 * SECOND, { sourceIPs: ['10.9.9.9'] }));
    expect(folding.news().map((alert) => alert.count)).toEqual([2, 1]);
  });

  it('takes back what it had stored, and leaves out rules that are gone', () => {
    const store = memoryStore();
    const first = createFold(HOUR);
    const before = createCheckpoint(store);
    before.adopt([first.memory([RULE])]);
    first.add(finding(TEN));
    first.news();
    first.add(finding(TEN + SECOND));
    before.save();
    const second = createFold(HOUR);
    createCheckpoint(store).adopt([second.memory([RULE])]);
    expect(second.drain(Infinity)).toEqual(first.drain(Infinity));
    const third = createFold(HOUR);
    createCheckpoint(store).adopt([third.memory([info('other')])]);
    expect(third.drain(Infinity)).toEqual([]);
  });
});
