import { describe, expect, test } from 'vitest';
import { loadRules } from '../../src/sigma/index.ts';
import type { Loaded } from '../../src/sigma/rule-set.ts';
import { record, shown } from './rules.ts';

const RULES = `
title: Reads
name: reads
id: 929a690e-bef0-4204-a928-ef5e620d6fcc
logsource: { product: kubernetes }
detection: { s: { verb: get }, condition: s }
---
title: Lists
name: lists
logsource: { product: kubernetes }
detection: { s: { verb: list }, condition: s }
---
title: Many
name: many
correlation: { type: event_count, rules: [lists], timespan: 5m, condition: { gte: 5 } }
`;

function withFilter(...lines: string[]): Loaded {
  const text = ['title: Site', 'logsource: { product: kubernetes }', ...lines].join('\n');
  return loadRules([{ path: 'rules.yml', text: RULES }], { filters: [{ path: 'f.yml', text }] });
}

function matches({ rules }: Loaded, name: string, event: unknown): boolean | undefined {
  return rules.detections.find(({ info }) => info.name === name)?.matches(record(event));
}

const byBot = { verb: 'get', user: { username: 'bot' } };
const byAnn = { verb: 'get', user: { username: 'ann' } };

describe('filter', () => {
  test.each([
    '[reads]',
    '[929a690e-bef0-4204-a928-ef5e620d6fcc]',
    'reads',
    'any',
    '[any]',
    '[lists, reads]',
  ])('leaves events out of the rules that it names: %s', (rules) => {
    const loaded = withFilter(
      'filter:',
      `  rules: ${rules}`,
      '  selection: { user.username: bot }',
      '  condition: not selection',
    );
    expect(shown(loaded.problems)).toEqual([]);
    expect(matches(loaded, 'reads', byAnn)).toBe(true);
    expect(matches(loaded, 'reads', byBot)).toBe(false);
  });

  test('leaves other rules alone', () => {
    const loaded = withFilter(
      'filter: { rules: [lists], s: { user.username: bot }, condition: not s }',
    );
    expect(matches(loaded, 'reads', byBot)).toBe(true);
    expect(matches(loaded, 'lists', { ...byBot, verb: 'list' })).toBe(false);
  });

  test('without a not narrows the rule down, with a warning', () => {
    const loaded = withFilter('filter: { rules: any, s: { user.username: bot }, condition: s }');
    expect(shown(loaded.problems)).toEqual([
      'f.yml:3:61 warning: rules will hold only where this holds: to leave it out write `not (…)`',
    ]);
    expect(matches(loaded, 'reads', byBot)).toBe(true);
    expect(matches(loaded, 'reads', byAnn)).toBe(false);
  });

  test('works besides other filters, and may stand among the rules', () => {
    const text = `${RULES}---
title: One
logsource: { product: kubernetes }
filter: { rules: reads, s: { user.username: bot }, condition: not s }
---
title: Two
logsource: { product: kubernetes }
filter: { rules: any, s: { user.username: ann }, condition: not s }
`;
    const loaded = loadRules([{ path: 'rules.yml', text }]);
    expect(shown(loaded.problems)).toEqual([]);
    const by = (username: string) => matches(loaded, 'reads', { verb: 'get', user: { username } });
    expect(['bot', 'ann', 'eve'].map(by)).toEqual([false, false, true]);
  });

  test.each([
    ['nothing', [], false],
    ['its name', ['one'], true],
    ['its id', ['2c1b6f0f-62a5-4c0c-9a6d-4e5b1f7ad0c4'], true],
    ['the name made from its title', ['two'], true],
    ['the rule that it names, which is not its business', ['reads'], false],
  ])('among the rules leaves nothing out when disabled: by %s', (_, disable, silent) => {
    const text = `${RULES}---
title: One
id: 2c1b6f0f-62a5-4c0c-9a6d-4e5b1f7ad0c4
logsource: { product: kubernetes }
filter: { rules: [reads, lists], s: { user.username: bot }, condition: not s }
---
title: Two
logsource: { product: kubernetes }
filter: { rules: [reads], s: { user.username: ann }, condition: not s }
`;
    const loaded = loadRules([{ path: 'rules.yml', text }], { disable });
    expect(shown(loaded.problems)).toEqual([]);
    expect(loaded.filters.map(({ info, rules }) => [info.name, rules])).toEqual([
      ['one', ['reads', 'lists']],
      ['two', ['reads']],
    ]);
    expect(loaded.filters.some(({ disabled }) => disabled)).toBe(silent);
    const off = disable[0] === 'two' ? byAnn : byBot;
    const on = disable[0] === 'two' ? byBot : byAnn;
    expect(matches(loaded, 'reads', off)).toBe(silent);
    expect(matches(loaded, 'reads', on)).toBe(false);
  });

  test('warns of a rule that is not there', () => {
    const loaded = withFilter(
      'filter: { rules: [nothing], s: { user.username: bot }, condition: not s }',
    );
    expect(shown(loaded.problems)).toEqual([
      'f.yml:3:19 warning: no rule has the id or name `nothing`: this filters nothing',
    ]);
  });

  test('refuses a correlation and says what to name', () => {
    const loaded = withFilter(
      'filter: { rules: [many], s: { user.username: bot }, condition: not s }',
    );
    expect(shown(loaded.problems)).toEqual([
      'f.yml:3:19 error: `many` is a correlation: name the rules that it is based on',
    ]);
  });

  test('takes nothing but filters from its files', () => {
    const loaded = loadRules([], { filters: [{ path: 'f.yml', text: RULES }] });
    expect(shown(loaded.problems)).toContain(
      'f.yml:2:1 error: this is a detection; only a filter can stand in this file',
    );
    expect(loaded.rules.detections).toEqual([]);
  });

  test('reports what is wrong with it in its place', () => {
    const loaded = withFilter('filter: { rules: any, s: { verb|foo: get }, condition: not t }');
    expect(shown(loaded.problems).map((text) => text.slice(0, 60))).toEqual([
      'f.yml:3:33 error: there is no modifier `foo`; there are `all',
      'f.yml:3:60 error: there is no search identifier `t`: there a',
    ]);
    expect(shown(withFilter('filter: { rules: any, condition: x }').problems)).toEqual([
      'f.yml:3:1 error: `filter` has no search identifier',
    ]);
  });

  test('expands placeholders', () => {
    const text =
      "title: F\nlogsource: { service: audit }\nfilter: { rules: any, s: { user.username|expand: '%bots%' }, condition: not s }";
    const loaded = loadRules([{ path: 'rules.yml', text: RULES }], {
      filters: [{ path: 'f.yml', text }],
      placeholders: { bots: ['b*'] },
    });
    expect(matches(loaded, 'reads', byBot)).toBe(false);
    expect(matches(loaded, 'reads', byAnn)).toBe(true);
  });
});
