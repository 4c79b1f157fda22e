import { describe, expect, it } from 'vitest';
import { DETECTORS } from '../../src/detectors/index.ts';

describe('detectors', () => {
  it('are named like their rules, once each', () => {
    const names = DETECTORS.map((entry) => entry.name);
    expect(new Set(names).size).toBe(names.length);
    for (const entry of DETECTORS) {
      expect(entry.create({}).rules.map((rule) => rule.name)).toContain(entry.name);
      expect(entry.summary).not.toBe('');
    }
  });

  it('have rules that say who they are, what to do and what else it can be', () => {
    const rules = DETECTORS.flatMap((entry) => entry.create({}).rules);
    expect(new Set(rules.map((rule) => rule.id)).size).toBe(rules.length);
    for (const rule of rules) {
      expect(rule.id).toMatch(
        /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
      );
      expect(rule.tags.some((tag) => tag.startsWith('attack.t'))).toBe(true);
      expect(rule.description.length).toBeGreaterThan(100);
      expect(rule.falsepositives.length).toBeGreaterThan(0);
    }
  });
});
