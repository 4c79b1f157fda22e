import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Alert } from '../../../src/types.ts';
import { aboveLow } from '../../../tools/benign-day/analysis.ts';
import { updatedPage } from '../../../tools/benign-day/page.ts';
import { remarkOn } from '../../../tools/benign-day/remarks.ts';
import { ROOT } from '../../rule-tests/bundled.ts';

const EMPTY = [
  '<!-- generated:counts -->\n<!-- /generated:counts -->',
  '<!-- generated:alerts -->\n<!-- /generated:alerts -->',
].join('\n');

function alert(rule: string, user: string, level = 'medium'): Alert {
  return { rule: { name: rule }, user, level, firstSeen: '2026-11-18T08:45:05Z' } as Alert;
}

const known = alert('sa_used_by_hand', 'system:serviceaccount:ci:deployer');

describe('the page of the benign day', () => {
  it('counts and explains what is above low', () => {
    const before = { events: 1_200_000, rejects: 0, alerts: [known, known] };
    const after = { ...before, alerts: [known, alert('anything', 'anybody', 'low')] };
    const page = updatedPage(EMPTY, before, after);
    expect(page).toContain('| without `rules/exclusions` | 1,200,000 | 2 | 2 |');
    expect(page).toContain('| as satrap comes | 1,200,000 | 2 | 1 |');
    expect(page).toContain('| 08:45 | medium | `sa_used_by_hand` | ci/deployer | the pipeline');
  });

  it('is not written where an alert is unexplained', () => {
    const surprise = { events: 1, rejects: 0, alerts: [alert('surprise', 'eve')] };
    expect(() => updatedPage(EMPTY, surprise, surprise)).toThrow(
      'nothing explains surprise of eve',
    );
  });

  it('has in its table, as it is, only what is explained so', () => {
    const page = readFileSync(join(ROOT, 'docs/benign-day.md'), 'utf8');
    const rows = page
      .split('\n')
      .map((line) => /^\| \d\d:\d\d \| \w+ \| `(\w+)` \| (\S+) \| (.*) \|$/.exec(line))
      .filter((row) => row !== null);
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.length).toBeLessThan(20);
    const wrong = rows.filter(([, rule = '', who = '', why]) => {
      const account = `system:serviceaccount:${who.replace('/', ':')}`;
      return remarkOn(rule, who.includes('/') ? account : who) !== why;
    });
    expect(wrong.map(([line]) => line)).toEqual([]);
  });
});

describe('aboveLow', () => {
  it('leaves out what is low or informational', () => {
    const levels = ['informational', 'low', 'medium', 'high', 'critical'];
    const alerts = levels.map((level) => alert('any', 'any', level));
    expect(aboveLow(alerts).map(({ level }) => level)).toEqual(['medium', 'high', 'critical']);
  });
});
