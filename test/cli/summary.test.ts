import { describe, expect, it } from 'vitest';
import { summaryJson, summaryText } from '../../src/cli/summary.ts';
import { createTotals } from '../../src/pipeline/totals.ts';

const totals = {
  ...createTotals(),
  bytes: 2_000_000,
  records: 1510,
  events: 1500,
  duplicates: 8,
  rejects: 2,
  alerts: 3,
  byLevel: { low: 1, high: 2 },
};

describe('summary', () => {
  it('says what was read, what became of it and what was found, highest level first', () => {
    expect(summaryText(totals, 2)).toBe(
      'read 2.0 MB in 2.0s (1.0 MB/s)\n' +
        '1,510 records: 1,500 events, 8 duplicates, 2 rejects\n' +
        '3 alerts: 2 high, 1 low',
    );
  });

  it('mentions cut events, time range, unread inputs and bounds only where there were any', () => {
    const more = { ...totals, partial: 2, outsideRange: 9, failures: 1, late: 4 };
    expect(summaryText(more, 2)).toContain(
      '1,500 events (2 of them cut short, 9 outside the time range)',
    );
    expect(summaryText(more, 2)).toContain('1 input not read, or not to the end');
    expect(summaryText(more, 2)).toContain('4 sightings too late');
  });

  it('is JSON with times as RFC 3339', () => {
    expect(summaryJson({ ...totals, firstEvent: 0 })).toMatchObject({
      bytes: 2_000_000,
      firstEvent: '1970-01-01T00:00:00.000000Z',
      lastEvent: null,
    });
  });
});
