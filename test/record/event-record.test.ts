import { describe, expect, it } from 'vitest';
import { EventRecord, eventTime } from '../../src/record/event-record.ts';
import { fieldPath } from '../../src/record/field-path.ts';

describe('event record', () => {
  it('answers fields and knows its digest', () => {
    const record = new EventRecord({ auditID: 'a' }, 7, true);
    expect(record.field(fieldPath('auditID'))).toBe('a');
    expect(record.digest).toMatch(/^[0-9a-f]{32}$/);
    expect([record.time, record.partial]).toEqual([7, true]);
  });

  it('takes its time from the stage, not from when the request came', () => {
    const requestReceivedTimestamp = '2026-11-20T08:00:00.000000Z';
    const stageTimestamp = '2026-11-20T10:00:00.000000Z';
    expect(eventTime({ requestReceivedTimestamp, stageTimestamp })).toBe(1_795_168_800_000_000);
    expect(eventTime({ requestReceivedTimestamp })).toBe(1_795_161_600_000_000);
    expect(eventTime({ timestamp: '2017-09-11T19:55:05Z' })).toBe(1_505_159_705_000_000);
    expect(eventTime({ stageTimestamp: 'soon' })).toBeUndefined();
  });
});
