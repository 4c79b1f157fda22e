import { describe, expect, test } from 'vitest';
import { loadRules } from '../../src/sigma/index.ts';
import type { CorrelationRule } from '../../src/sigma/rule-set.ts';
import { load, shown } from './rules.ts';

const BASE = `\
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
title: Correlation
correlation:
`;

/** The problems of a correlation whose section has its first line on line 14. */
function problemsOf(...lines: string[]): string[] {
  return shown(load(`${BASE}${lines.map((line) => `  ${line}\n`).join('')}`).problems);
}

function correlation(...lines: string[]): CorrelationRule {
  const { rules, problems } = load(`${BASE}${lines.map((line) => `  ${line}\n`).join('')}`);
  const [rule] = rules.correlations;
  if (rule === undefined) throw new Error(shown(problems).join('\n'));
  return rule;
}

describe('correlation', () => {
  test('gives everything resolved', () => {
    const rule = correlation(
      'type: value_count',
      'rules: [reads, lists]',
      'group-by: [user.username, who]',
      'timespan: 90m',
      'condition: { field: [objectRef.name, what], gt: 100, lte: 200 }',
      'aliases:',
      '  who: { reads: sourceIPs, lists: user.username }',
      '  what: { 929a690e-bef0-4204-a928-ef5e620d6fcc: verb, lists: stage }',
    );
    expect(rule).toMatchObject({
      kind: 'correlation',
      alerts: true,
      type: 'value_count',
      place: { file: 'rule.yml', line: 12 },
      timespan: 5_400_000_000,
      rules: [{ info: { name: 'reads' } }, { info: { name: 'lists' } }],
      groupBy: [
        { name: 'user.username', paths: [{ text: 'user.username' }, { text: 'user.username' }] },
        { name: 'who', paths: [{ text: 'sourceIPs' }, { text: 'user.username' }] },
      ],
      condition: {
        bounds: [
          { operator: 'gt', value: 100 },
          { operator: 'lte', value: 200 },
        ],
        fields: [
          { name: 'objectRef.name', paths: [{ text: 'objectRef.name' }, {}] },
          { name: 'what', paths: [{ text: 'verb' }, { text: 'stage' }] },
        ],
        percentile: undefined,
      },
    });
  });

  test('takes single texts where lists may stand', () => {
    const rule = correlation(
      'type: value_percentile',
      'rules: reads',
      'group-by: user.username',
      'timespan: 1d',
      'condition: { field: responseStatus.code, gte: 400, percentile: 95 }',
    );
    expect(rule.rules).toHaveLength(1);
    expect(rule.groupBy).toHaveLength(1);
    expect(rule.condition.fields).toHaveLength(1);
    expect(rule.condition.percentile).toBe(95);
  });

  test.each(['temporal', 'temporal_ordered'])('%s wants all of its rules by default', (type) => {
    const rule = correlation(`type: ${type}`, 'rules: [reads, lists]', 'timespan: 30s');
    expect(rule.condition.bounds).toEqual([{ operator: 'gte', value: 2 }]);
    expect(rule.groupBy).toEqual([]);
    expect(rule.timespan).toBe(30_000_000);
  });

  test('refers to other correlations, by id or name, whatever the order', () => {
    const rule = correlation(
      'type: temporal_ordered',
      'rules: [many, 929a690e-bef0-4204-a928-ef5e620d6fcc]',
      'timespan: 1h',
      '\n---\ntitle: Many\nname: many\ncorrelation: { type: event_count, rules: [lists], timespan: 5m, condition: { gte: 5 } }',
    );
    expect(rule.info.name).toBe('many');
    const { rules } = load(
      `${BASE}  type: temporal\n  rules: [many, reads]\n  timespan: 1h\n---\ntitle: many\ncorrelation: { type: event_count, rules: [lists], timespan: 5m, condition: { gte: 5 } }`,
    );
    const [inner, outer] = rules.correlations;
    expect(outer?.rules[0]).toBe(inner);
    expect(outer?.rules[1]).toBe(rules.detections[0]);
  });

  test.each([
    [
      ['type: counts', 'rules: [reads]', 'timespan: 5m'],
      '14:9 error: `counts` is none of `event_count`, `value_count`, `temporal`, `temporal_ordered`, `value_sum`, `value_avg`, `value_percentile`',
    ],
    [['type: temporal', 'rules: []', 'timespan: 5m'], '15:10 error: the list is empty'],
    [
      ['type: temporal', 'rules: [reads, reads]', 'timespan: 5m'],
      '15:10 error: items 1 and 2 are equal',
    ],
    [
      ['type: temporal', 'rules: [reads, 929a690e-bef0-4204-a928-ef5e620d6fcc]', 'timespan: 5m'],
      '15:18 error: `929a690e-bef0-4204-a928-ef5e620d6fcc` is the id or name of a rule that is named already',
    ],
    [['type: temporal', 'rules: [reads]'], '13:1 error: `timespan` is missing'],
    [
      ['type: temporal', 'rules: [reads]', 'timespan: 5'],
      '16:13 error: expected a text, not a number',
    ],
    [
      ['type: temporal', 'rules: [reads]', 'timespan: 0m'],
      '16:13 error: `0m` is not well-formed: write it like `15m`',
    ],
    [
      ['type: temporal', 'rules: [reads]', 'timespan: 5w'],
      '16:13 error: `5w` is not well-formed: write it like `15m`',
    ],
    [
      ['type: temporal', 'rules: [reads]', 'timespan: 1h30m'],
      '16:13 error: `1h30m` is not well-formed: write it like `15m`',
    ],
    [
      ['type: temporal', 'rules: [reads]', 'timespan: 5m', 'group_by: [verb]'],
      '17:3 error: `group_by` has no meaning here: did you mean `group-by`?',
    ],
    [
      ['type: temporal', 'rules: [reads]', 'timespan: 5m', 'condition: { gte: many }'],
      '17:21 error: expected a number, not a text',
    ],
    [
      ['type: temporal', 'rules: [reads]', 'timespan: 5m', 'condition: { count: 5 }'],
      '17:16 error: `count` has no meaning here: there are `gt`, `gte`, `lt`, `lte`, `eq`, `neq`, `field`, `percentile`',
    ],
    [['type: event_count', 'rules: [reads]', 'timespan: 5m'], '13:1 error: `condition` is missing'],
    [
      ['type: event_count', 'rules: [reads]', 'timespan: 5m', 'condition: {}'],
      '17:3 error: the map is empty',
    ],
    [
      ['type: value_count', 'rules: [reads]', 'timespan: 5m', 'condition: { gte: 5 }'],
      '17:3 error: `field` is missing',
    ],
    [
      ['type: value_count', 'rules: [reads]', 'timespan: 5m', 'condition: { field: verb }'],
      '17:3 error: a bound is missing: one of gt, gte, lt, lte, eq, neq',
    ],
    [
      ['type: event_count', 'rules: [reads]', 'timespan: 5m', 'condition: { gte: 5, field: verb }'],
      '17:24 error: `event_count` measures no field',
    ],
    [
      [
        'type: value_sum',
        'rules: [reads]',
        'timespan: 5m',
        'condition: { gte: 5, field: [verb, stage] }',
      ],
      '17:31 error: `value_sum` measures one field, not 2',
    ],
    [
      [
        'type: value_avg',
        'rules: [reads]',
        'timespan: 5m',
        'condition: { gte: 5, field: verb, percentile: 5 }',
      ],
      '17:37 error: only `value_percentile` has a percentile',
    ],
    [
      [
        'type: value_percentile',
        'rules: [reads]',
        'timespan: 5m',
        'condition: { gte: 5, field: verb, percentile: 101 }',
      ],
      '17:49 error: more than 100',
    ],
    [
      ['type: event_count', 'rules: [reads]', 'timespan: 5m', 'condition: { lt: 1 }'],
      '17:3 error: no count of 1 or more is within these bounds',
    ],
    [
      ['type: event_count', 'rules: [reads]', 'timespan: 5m', 'condition: { gt: 5, lt: 6 }'],
      '17:3 error: no count of 1 or more is within these bounds',
    ],
    [
      ['type: temporal', 'rules: [reads, lists]', 'timespan: 5m', 'condition: { gte: 3 }'],
      '17:3 error: no count from 1 to 2 is within these bounds',
    ],
  ])('refuses what can mean nothing, case %#', (lines, problem) => {
    expect(problemsOf(...lines)).toEqual([`rule.yml:${problem}`]);
  });

  test.each([
    ['{ gt: 5, lt: 7 }'],
    ['{ neq: 1 }'],
    ['{ eq: 1 }'],
    ['{ lte: 1 }'],
    ['{ gt: 0.5, lt: 1.5 }'],
  ])('takes bounds that a count can be within: %s', (condition) => {
    expect(
      problemsOf('type: event_count', 'rules: [reads]', 'timespan: 5m', `condition: ${condition}`),
    ).toEqual([]);
  });

  test('reports aliases of no use', () => {
    expect(
      problemsOf(
        'type: temporal',
        'rules: [reads, lists]',
        'timespan: 5m',
        'group-by: [a]',
        'aliases:',
        '  a: { reads: verb }',
        '  b: { reads: verb, lists: verb }',
        '  c: { reads: verb, lists: verb, other: verb }',
      ).map((text) => text.replace('rule.yml:', '')),
    ).toEqual([
      '19:5 error: the alias says nothing about the rule `lists`',
      '20:5 warning: nothing uses the alias `b`',
      '21:5 warning: nothing uses the alias `c`',
      '21:36 error: `other` is none of the rules of this correlation',
    ]);
  });

  test('warns of fields that no event has', () => {
    expect(
      problemsOf(
        'type: value_sum',
        'rules: [reads]',
        'timespan: 5m',
        'group-by: [userName]',
        'condition: { gt: 5, field: bytes }',
        'aliases: { x: { reads: hostName } }',
      ).map((text) => text.split(': ')[0]),
    ).toEqual([
      'rule.yml:17:14 warning',
      'rule.yml:18:30 warning',
      'rule.yml:19:14 warning',
      'rule.yml:19:26 warning',
    ]);
  });
});

describe('references', () => {
  const link = (title: string, ...rules: string[]) =>
    `title: ${title}\ncorrelation: { type: temporal, rules: [${rules.join(', ')}], timespan: 5m }\n`;

  test('to nothing, or to a filter, are errors', () => {
    const filter =
      'title: site\nid: site\nlogsource: { service: audit }\nfilter: { rules: any, s: { verb: x }, condition: not s }\n';
    expect(shown(load([link('c', 'nothing', 'site'), filter].join('---\n')).problems)).toEqual([
      'rule.yml:2:40 error: no rule has the id or name `nothing`',
      'rule.yml:2:49 error: `site` is a filter, not a rule',
      expect.stringContaining('warning: no audit event has'),
    ]);
  });

  test('in a circle are errors, each with the circle', () => {
    const text = [link('a', 'b'), link('b', 'c'), link('c', 'a'), link('d', 'c'), link('e', 'e')];
    const { rules, problems } = load(text.join('---\n'));
    expect(rules.correlations).toEqual([]);
    expect(shown(problems)).toEqual([
      'rule.yml:2:40 error: `b` refers to itself: b → c → a → b',
      'rule.yml:5:40 error: `c` refers to itself: c → a → b → c',
      'rule.yml:8:40 error: `a` refers to itself: a → b → c → a',
      'rule.yml:11:40 error: `c` refers to itself: c → a → b → c',
      'rule.yml:14:40 error: `e` refers to itself: e → e',
    ]);
  });

  test('to a broken document are errors of their own', () => {
    const broken =
      'title: base\nlogsource: { service: audit }\ndetection: { s: [a], condition: t }\n';
    expect(shown(load([link('c', 'base'), link('d', 'c'), broken].join('---\n')).problems)).toEqual(
      [
        "rule.yml:2:40 error: `base` can't be used: it has errors of its own",
        "rule.yml:5:40 error: `c` can't be used: it has errors of its own",
        'rule.yml:9:33 error: there is no search identifier `t`: there are `s`',
      ],
    );
  });

  test('a long chain of correlations is no trouble', () => {
    const chain = Array.from({ length: 300 }, (_, index) => link(`c${index}`, `c${index + 1}`));
    const base =
      'title: c300\nlogsource: { service: audit }\ndetection: { s: [a], condition: s }\n';
    const { rules, problems } = load([...chain, base].join('---\n'));
    expect(shown(problems)).toEqual([]);
    expect(rules.correlations).toHaveLength(300);
    expect(rules.correlations[0]?.info.name).toBe('c299');
  });
});

describe('alerts', () => {
  const base = (level = '') =>
    `title: Base\nname: base\n${level}logsource: { service: audit }\ndetection: { s: [a], condition: s }\n`;
  const count = (title: string, extra = '', inner = '') =>
    `title: ${title}\n${extra}correlation: { type: event_count, rules: [base], timespan: 5m, condition: { gte: 5 }${inner} }\n`;
  const alerts = (...documents: string[]) =>
    load(documents.join('---\n')).rules.detections.map((rule) => rule.alerts);

  test('a rule alerts by itself unless a correlation refers to it', () => {
    expect(alerts(base())).toEqual([true]);
    expect(alerts(base(), count('C'))).toEqual([false]);
  });

  test('one correlation that says generate is enough, on either level of the document', () => {
    expect(alerts(base(), count('C'), count('D', 'generate: true\n'))).toEqual([true]);
    expect(alerts(base(), count('D', '', ', generate: true'), count('C'))).toEqual([true]);
    expect(alerts(base(), count('C', 'generate: false\n'))).toEqual([false]);
  });

  test('a detection that says it generates nothing does not, a correlation does all the same', () => {
    expect(alerts(base('generate: false\n'))).toEqual([false]);
    expect(alerts(base('generate: true\n'))).toEqual([true]);
    const { rules } = load([base(), count('C', 'generate: false\n')].join('---\n'));
    expect(rules.correlations.map((rule) => rule.alerts)).toEqual([true]);
  });

  test('a correlation that another refers to does not alert by itself', () => {
    const outer = 'title: Outer\ncorrelation: { type: temporal, rules: [c], timespan: 5m }\n';
    const { rules } = load([base(), count('C'), outer].join('---\n'));
    expect(rules.correlations.map((rule) => [rule.info.title, rule.alerts])).toEqual([
      ['C', false],
      ['Outer', true],
    ]);
  });

  test('a rule with a level that loses its alerts to another file is a warning', () => {
    const across = (level: string, extra = '') =>
      shown(
        loadRules([
          { path: 'a.yml', text: base(level) },
          { path: 'b.yml', text: [count('C', extra), count('D', extra)].join('---\n') },
        ]).problems,
      );
    expect(across('level: high\n')).toEqual([
      'b.yml:2:43 warning: `base` of a.yml no longer alerts by itself: write `generate: true` to keep its alerts',
    ]);
    expect(across('')).toEqual([]);
    expect(across('level: high\n', 'generate: true\n')).toEqual([]);
    expect(shown(load([base('level: high\n'), count('C')].join('---\n')).problems)).toEqual([]);
  });
});
