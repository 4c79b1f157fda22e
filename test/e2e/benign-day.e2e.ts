import { describe, expect, it } from 'vitest';
import { aboveLow, analyzeDay } from '../../tools/benign-day/analysis.ts';
import { remarkOn } from '../../tools/benign-day/remarks.ts';

describe('the benign day', async () => {
  const { events, rejects, alerts } = await analyzeDay({ exclusions: true });
  const grave = aboveLow(alerts);

  it('is a million events and more, all of which can be read', () => {
    expect(events).toBeGreaterThanOrEqual(1_000_000);
    expect(rejects).toBe(0);
  });

  it('raises fewer than twenty alerts above low', () => {
    expect(grave.map(({ rule, user }) => `${rule.name} ${user}`).slice(20)).toEqual([]);
    expect(grave.length).toBeLessThan(20);
  });

  it('raises none that docs/benign-day.md does not explain', () => {
    const unexplained = grave.filter(({ rule, user }) => remarkOn(rule.name, user) === undefined);
    expect(
      unexplained.map(({ rule, user, message }) => `${rule.name} ${user}: ${message}`),
    ).toEqual([]);
  });
});
