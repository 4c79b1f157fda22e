import { describe, expect, it } from 'vitest';
import { createGuessThenIn } from '../../src/detectors/guess-then-in.ts';
import { MINUTE, record, SECOND, TEN } from '../pipeline/fixtures.ts';
import { handOver, run, type Stepped, stepped } from './stepped.ts';

const login = (at: number, step: string, address = '198.51.100.7'): Stepped =>
  stepped(record(at, { sourceIPs: ['10.0.0.1', address] }), step);

const failures = (count: number, from = TEN, gap = SECOND): Stepped[] =>
  Array.from({ length: count }, (_, i) => login(from + i * gap, 'step_login_failed'));

const success = (at: number) => login(at, 'step_login_worked');

describe('chain_14_guess_then_in', () => {
  it('finds the success after ten failures, with the latest of them', () => {
    const [finding, ...others] = run(createGuessThenIn(), [...failures(12), success(TEN + MINUTE)]);
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ key: ['198.51.100.7'], time: TEN + MINUTE, count: 11 });
    expect(finding?.firstSeen).toBe(TEN + 2 * SECOND);
    expect(finding?.witnesses).toHaveLength(10);
    expect(finding?.witnesses.at(-1)?.time).toBe(TEN + MINUTE);
  });

  it('wants ten of them within a quarter of an hour before the success', () => {
    expect(run(createGuessThenIn(), [...failures(9), success(TEN + MINUTE)])).toEqual([]);
    const slow = failures(30, TEN, 2 * MINUTE);
    expect(run(createGuessThenIn(), [...slow, success(TEN + 59 * MINUTE)])).toEqual([]);
    const over = success(TEN + 9 * SECOND + 15 * MINUTE + 1);
    expect(run(createGuessThenIn(), [...failures(10), over])).toEqual([]);
    const last = success(TEN + 15 * MINUTE);
    expect(run(createGuessThenIn(), [...failures(10), last])).toHaveLength(1);
  });

  it('begins anew with each success', () => {
    const events = [
      ...failures(6),
      success(TEN + 10 * SECOND),
      ...failures(6, TEN + 20 * SECOND),
      success(TEN + MINUTE),
    ];
    expect(run(createGuessThenIn(), events)).toEqual([]);
  });

  it('remembers over a restart, what waits included', () => {
    const before = createGuessThenIn();
    before.durable.memories[0]?.restore([]);
    run(before, failures(10));
    const after = createGuessThenIn();
    handOver(before, after);
    const taken = { address: '198.51.100.7', failed: true };
    expect(after.durable.unpack(after.durable.pack(taken))).toEqual(taken);
    expect(run(after, [success(TEN + MINUTE)])).toHaveLength(1);
  });

  it('gives up an address for want of room, and takes nothing without one', () => {
    const detector = createGuessThenIn({ most: 1 });
    run(detector, [...failures(10), login(TEN + MINUTE, 'step_login_failed', '203.0.113.9')]);
    expect(detector.evicted).toBe(1);
    const { matched } = success(TEN);
    expect(detector.take(record(TEN, { sourceIPs: null }), matched)).toBeUndefined();
    expect(detector.reads?.([])).toEqual([]);
    expect(detector.reads?.(matched)).toHaveLength(1);
  });
});
