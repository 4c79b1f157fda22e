import { describe, expect, it } from 'vitest';
import { countAlert, createTotals } from '../../src/pipeline/totals.ts';
import type { Alert } from '../../src/types.ts';

const alert = (user: string | null) =>
  ({ user, level: 'high', rule: { name: 'sa_lists_secrets' } }) as unknown as Alert;

describe('totals', () => {
  it('counts alerts by level, rule and user', () => {
    const totals = createTotals();
    for (const user of ['jane', 'jane', null]) countAlert(totals, alert(user));
    expect(totals.alerts).toBe(3);
    expect(totals.byLevel).toEqual({ high: 3 });
    expect({ ...totals.byRule }).toEqual({ sa_lists_secrets: 3 });
    expect(Object.fromEntries(totals.byUser)).toEqual({ jane: 2, '(several)': 1 });
  });

  it('keeps a bounded number of users, whatever they call themselves', () => {
    const totals = createTotals();
    countAlert(totals, alert('__proto__'));
    for (let i = 0; i < 5000; i++) countAlert(totals, alert(`user-${i}`));
    expect(totals.byUser.size).toBe(1001);
    expect(totals.byUser.get('__proto__')).toBe(1);
    expect(totals.byUser.get('(others)')).toBe(5001 - 1000);
  });
});
