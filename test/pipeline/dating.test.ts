import { describe, expect, it } from 'vitest';
import { createDating } from '../../src/pipeline/dating.ts';
import { EventRecord } from '../../src/record/event-record.ts';
import type { Found } from '../../src/types.ts';
import { TEN } from './fixtures.ts';

const found = (time: number): Found => ({
  record: new EventRecord({ auditID: String(time) }, time, time === 0),
  offset: 0,
  length: 1,
});
const reject: Found = {
  reject: { origin: 'a', offset: 0, length: 1, reason: 'not JSON', text: '?' },
};
const times = (all: readonly Found[]) =>
  all.map((one) => ('record' in one ? one.record.time : 'reject'));

describe('dating', () => {
  it('gives records without a time at the start of a source the first time that comes', () => {
    const dating = createDating();
    expect(dating.date([found(0), reject])).toEqual([]);
    expect(times(dating.date([found(0), found(TEN), found(TEN + 5)]))).toEqual([
      TEN,
      'reject',
      TEN,
      TEN,
      TEN + 5,
    ]);
    expect(dating.latest).toBe(TEN + 5);
    expect(dating.rest()).toEqual([]);
  });

  it('lets them go without one when none comes', () => {
    const dating = createDating();
    dating.date([found(0), reject]);
    expect(times(dating.rest())).toEqual([0, 'reject']);
  });

  it('holds back a bounded number', () => {
    const dating = createDating();
    expect(dating.date(Array.from({ length: 1001 }, () => reject))).toHaveLength(1001);
  });
});
