import { describe, expect, test } from 'vitest';
import type { BaselineRule } from '../../../src/sigma/rule-set.ts';
import { load, shown } from '../rules.ts';

const BASE = `\
title: Reads
name: reads
logsource: { product: kubernetes }
detection: { s: { verb: get }, condition: s }
---
title: Lists
name: lists
logsource: { product: kubernetes }
detection: { s: { verb: list }, condition: s }
---
title: Baseline
baseline:
`;

const SOUND = {
  type: 'first_seen',
  rules: '[reads]',
  fields: '[verb]',
  learning: '7d',
  expiry: '30d',
};

/** A baseline whose section has its first line on line 13; what is `undefined` is left out. */
function text(changes: Readonly<Record<string, string | undefined>>): string {
  const lines = Object.entries({ ...SOUND, ...changes }).flatMap(([key, value]) =>
    value === undefined ? [] : [`  ${key}: ${value}\n`],
  );
  return BASE + lines.join('');
}

function problemsOf(changes: Readonly<Record<string, string | undefined>>): string[] {
  return shown(load(text(changes)).problems);
}

function baseline(changes: Readonly<Record<string, string | undefined>>): BaselineRule {
  const { rules, problems } = load(text(changes));
  const [rule] = rules.baselines;
  if (rule === undefined) throw new Error(shown(problems).join('\n'));
  return rule;
}

describe('baseline document', () => {
  test('gives everything resolved', () => {
    const rule = baseline({
      rules: '[reads, lists]',
      'group-by': 'who',
      fields: '[verb, objectRef.resource]',
      aliases: '{ who: { reads: user.username, lists: impersonatedUser.username } }',
    });
    expect(rule).toMatchObject({
      kind: 'baseline',
      info: { name: 'baseline' },
      place: { file: 'rule.yml', line: 11 },
      rules: [{ info: { name: 'reads' } }, { info: { name: 'lists' } }],
      groupBy: [
        { name: 'who', paths: [{ text: 'user.username' }, { text: 'impersonatedUser.username' }] },
      ],
      fields: [{ name: 'verb' }, { name: 'objectRef.resource' }],
      learning: 7 * 86_400_000_000,
      expiry: 30 * 86_400_000_000,
    });
  });

  test('silences its rules, unless it says generate', () => {
    const alerting = (source: string) =>
      load(source)
        .rules.detections.filter((rule) => rule.alerts)
        .map(({ info }) => info.name);
    expect(alerting(text({}))).toEqual(['lists']);
    expect(alerting(text({ generate: 'true' }))).toEqual(['reads', 'lists']);
    expect(alerting(`${text({})}generate: true\n`)).toEqual(['reads', 'lists']);
  });

  test('has the same version as long as what is remembered is the same', () => {
    const { version } = baseline({});
    const same = baseline({ learning: '1h', expiry: '2h', 'group-by': '[]', generate: 'true' });
    expect(same.version).toBe(version);
    const others = [{ rules: '[lists]' }, { fields: '[stage]' }, { 'group-by': '[stage]' }];
    const versions = others.map((changes) => baseline(changes).version);
    expect(new Set([version, ...versions]).size).toBe(4);
  });

  test.each([
    [{ type: 'last_seen' }, '13:9 error: `last_seen` is none of `first_seen`'],
    [{ rules: undefined }, '12:1 error: `rules` is missing'],
    [{ fields: '[]' }, '15:11 error: the list is empty'],
    [{ learning: '7 days' }, '16:13 error: `7 days` is not well-formed: write it like `7d`'],
    [{ expiry: '0d' }, '17:11 error: `0d` is not well-formed: write it like `30d`'],
    [{ expire: '1d' }, '18:3 error: `expire` has no meaning here: did you mean `expiry`?'],
    [{ rules: '[nosuch]' }, '14:11 error: no rule has the id or name `nosuch`'],
    [
      { learning: '31d' },
      '16:13 warning: longer than `expiry`: much of what it learns is forgotten before it counts',
    ],
    [{ fields: '[verbs]' }, '15:12 warning: no audit event has the field `verbs`'],
    [
      { 'group-by': '[stage, verb]' },
      '15:12 warning: `verb` is in `group-by` too: within a history it is always the same',
    ],
    [
      { aliases: '{ who: { reads: user.username } }' },
      '18:14 warning: nothing uses the alias `who`',
    ],
    [
      { aliases: '{ who: { lists: user.username } }', 'group-by': 'who' },
      '18:21 error: `lists` is none of the rules of this baseline',
    ],
  ])('tells what is wrong and where: %j', (changes, problem) => {
    const [first, ...others] = problemsOf(changes);
    expect(first).toContain(`rule.yml:${problem}`);
    expect(others.filter((one) => !one.includes('says nothing about'))).toEqual([]);
  });

  test.each([
    [
      'a correlation',
      '---\ntitle: Many\nname: many\ncorrelation: { type: event_count, rules: [lists], timespan: 5m, condition: { gte: 5 } }\n',
      '`many` is a correlation: name the rules that it is based on',
    ],
    [
      'a filter',
      '---\ntitle: Site\nname: many\nlogsource: { product: kubernetes }\nfilter: { rules: [lists], s: { verb: x }, condition: not s }\n',
      '`many` is a filter, not a rule',
    ],
    [
      'a broken rule',
      '---\ntitle: Broken\nname: many\nlogsource: { product: kubernetes }\ndetection: { s: { verb: x }, condition: t }\n',
      "`many` can't be used: it has errors of its own",
    ],
  ])('refers to no %s', (_, other, message) => {
    const problems = shown(load(text({ rules: '[many]' }) + other).problems);
    expect(problems.filter((one) => one.startsWith('rule.yml:14:'))).toEqual([
      `rule.yml:14:11 error: ${message}`,
    ]);
  });

  test('is nothing that a correlation can count, nor a filter be for', () => {
    const correlation =
      '---\ntitle: Many\ncorrelation: { type: event_count, rules: [baseline], timespan: 5m, condition: { gte: 5 } }\n';
    expect(shown(load(text({}) + correlation).problems)).toEqual([
      "rule.yml:20:43 error: `baseline` is a baseline: a correlation can't count what it finds",
    ]);
    const filter =
      '---\ntitle: Site\nlogsource: { product: kubernetes }\nfilter: { rules: [baseline], s: { verb: get }, condition: not s }\n';
    expect(shown(load(text({}) + filter).problems)).toEqual([
      'rule.yml:21:19 error: `baseline` is a baseline: name the rules that it is based on',
    ]);
  });

  test('is left out with the rules that it is about', () => {
    const other = text({}).replaceAll('product: kubernetes', 'product: windows');
    const { rules, foreign, problems } = load(other);
    expect([rules.baselines, foreign]).toEqual([[], 3]);
    expect(problems.every(({ severity }) => severity === 'warning')).toBe(true);
  });
});
