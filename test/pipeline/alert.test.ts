import { describe, expect, it } from 'vitest';
import { createAlert } from '../../src/pipeline/alert.ts';
import { begin } from '../../src/pipeline/folded.ts';
import { info, TEN } from './fixtures.ts';

describe('an alert without an event to show', () => {
  const finding = { rule: info('gap'), time: TEN, key: [], count: 1, witnesses: [] };
  const alertOf = (measured: object) =>
    createAlert(begin({ ...finding, firstSeen: TEN, lastSeen: TEN, ...measured }, 0), []);

  it('says its rule’s title, and what was measured', () => {
    expect(alertOf({}).message).toBe('gap');
    expect(alertOf({ measured: 'nothing for 7m' }).message).toBe('gap: nothing for 7m');
    expect(alertOf({})).toMatchObject({ user: null, events: [], partial: false });
  });
});
