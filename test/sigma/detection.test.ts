import { describe, expect, test } from 'vitest';
import { compile, load, record, ruleText, shown } from './rules.ts';

function problemsOf(detection: string): string[] {
  const text = `title: Rule\nlogsource: { product: kubernetes }\ndetection:\n${detection}`;
  return shown(load(text).problems);
}

describe('detection', () => {
  test.each([
    ['  s: { verb: get }\n  condition: s and t', '5:20'],
    ['  s: { verb: get }\n  condition:   s and t', '5:22'],
    ["  s: { verb: get }\n  condition: 's and t'", '5:21'],
    ['  s: { verb: get }\n  condition: "s and t"', '5:21'],
    ["  s: { verb: get }\n  condition: 's and\n    t'", '6:5'],
    ['  s: { verb: get }\n  condition: |\n    s\n    and   t\n', '7:11'],
    ['  s: { verb: get }\n  condition: >-\n    s\n\n    and t', '8:9'],
    ['  s: { verb: get }\n  condition:\n    - s\n    - s and t', '7:13'],
    ['  condition: s and t\n  s: { verb: get }', '4:20'],
  ])('places an error of a condition at its column, case %#', (detection, place) => {
    expect(problemsOf(detection)).toEqual([
      `rule.yml:${place} error: there is no search identifier \`t\`: there are \`s\``,
    ]);
  });

  test('places an error at the character that a quoted scalar doubles', () => {
    expect(problemsOf("  s: { verb: get }\n  condition: 's and ''t'' and s'")).toEqual([
      "rule.yml:5:21 error: there is no search identifier `'t'`: there are `s`",
    ]);
  });

  test('refuses patterns that mean nothing', () => {
    expect(problemsOf('  s: { verb: get }\n  condition: 1 of x*')).toEqual([
      'rule.yml:5:19 error: no search identifier is meant by `x*`',
    ]);
    expect(problemsOf('  _s: { verb: get }\n  condition: all of them')).toEqual([
      'rule.yml:5:21 error: no search identifier is meant by `them`',
    ]);
    expect(problemsOf('  s_1: { verb: get }\n  condition: s_*')).toEqual([
      'rule.yml:5:14 error: there is no search identifier `s_*`: write `1 of s_*`',
    ]);
  });

  test('warns of a search identifier that no condition uses', () => {
    expect(problemsOf('  s: { verb: get }\n  t: { verb: list }\n  condition: s')).toEqual([
      'rule.yml:5:3 warning: no condition uses the search identifier `t`',
    ]);
    expect(problemsOf('  s: { verb: get }\n  t: { verb: list }\n  condition: [s, t]')).toEqual([]);
  });

  test('warns at the field and at the value that no event can have', () => {
    const detection = [
      '  s:',
      '    verb|cased: [get, fetch]',
      "    verb|re: '^fetch$'",
      '    userAgent: "*"',
      '    hostPath|exists: true',
      '    user.username|fieldref: nothing.of.it',
      '  condition: s',
    ];
    expect(problemsOf(detection.join('\n')).map((text) => text.split(': ')[0])).toEqual([
      'rule.yml:5:23 warning',
      'rule.yml:8:5 warning',
      'rule.yml:9:29 warning',
    ]);
  });

  test('warns of a placeholder without values, which matches nothing', () => {
    const detection = { s: { verb: 'get', 'userAgent|expand': '%x%' }, condition: 's' };
    const { rules, problems } = load(ruleText(detection), { placeholders: { x: [] } });
    expect(shown(problems)[0]).toContain(
      'warning: this placeholder has no values, so nothing matches',
    );
    expect(rules.detections[0]?.matches(record({ verb: 'get', userAgent: '' }))).toBe(false);
  });

  test('lets the lists that bundled rules ask for be empty or absent', () => {
    const detection = {
      s: { 'user.username|expand|neq': '%known_users%' },
      t: { 'sourceIPs|expand|cidr': '%threat_addresses%' },
      condition: 's or t',
    };
    for (const placeholders of [{}, { known_users: [], threat_addresses: [] }]) {
      const { rules, problems } = load(ruleText(detection), { placeholders });
      expect(problems).toEqual([]);
      const event = { user: { username: 'eve' }, sourceIPs: ['192.0.2.1'] };
      expect(rules.detections[0]?.matches(record(event))).toBe(false);
    }
    const { rules } = load(ruleText(detection), { placeholders: { known_users: ['alice'] } });
    expect(rules.detections[0]?.matches(record({ user: { username: 'eve' } }))).toBe(true);
  });

  test('warns of what matches everything, or next to nothing', () => {
    const detection = [
      '  s: { userAgent|contains: "" }',
      '  t: [""]',
      '  u: { userAgent|base64offset: abc, userAgent|base64offset|contains: abc }',
      '  v: { userAgent: "" }',
      '  condition: all of them',
    ];
    expect(problemsOf(detection.join('\n'))).toEqual([
      'rule.yml:4:28 warning: every text has an empty text in it: this matches any value',
      'rule.yml:5:7 warning: every text has an empty text in it: this matches any value',
      'rule.yml:6:18 warning: `base64offset` gives parts of a text: write `contains` behind it',
    ]);
  });

  test.each([
    ['  s: text\n  condition: s', '4:6 error: expected a map or a list, not a text'],
    ['  s:\n  condition: s', '4:3 error: expected a map or a list, not nothing'],
    ['  s: []\n  condition: s', '4:6 error: the list is empty'],
    ['  s: {}\n  condition: s', '4:3 error: the map is empty'],
    ['  s: { verb: [] }\n  condition: s', '4:14 error: the list is empty'],
    ['  s: [{}]\n  condition: s', '4:7 error: the map is empty'],
    [
      '  s: [[a]]\n  condition: s',
      '4:7 error: expected a map, a text, a number, true or false or nothing, not a list',
    ],
    [
      '  s: { verb: [[a]] }\n  condition: s',
      '4:15 error: expected a text, a number, true or false or nothing, not a list',
    ],
    [
      '  s: { verb: { a: b } }\n  condition: s',
      '4:14 error: expected a text, a number, true or false, nothing or a list, not a map',
    ],
    [
      '  s: { verb: .nan }\n  condition: s',
      '4:14 error: expected a text, a number, true or false, nothing or a list, not a number that JSON has not',
    ],
    [
      '  s: [~]\n  condition: s',
      "4:7 error: null can't be part of a list: give it a search identifier of its own",
    ],
    ['  s: { verb: get }', '3:1 error: `condition` is missing'],
    ['  condition: s', '3:1 error: `detection` has no search identifier'],
    ['  s: { verb: get }\n  condition: 5', '5:14 error: expected a text or a list, not a number'],
    ['  s: { verb: get }\n  condition: []', '5:14 error: the list is empty'],
  ])('refuses a section of another shape, case %#', (detection, problem) => {
    expect(problemsOf(detection)).toContain(`rule.yml:${problem}`);
  });

  test('survives an event nested 10,000 levels deep', () => {
    const rule = compile({
      keywords: ['needle'],
      field: { 'a.a.a.a.a.a|contains': 'needle', 'user.groups|neq': 'x' },
      condition: 'keywords or field',
    });
    for (const [open, close] of [
      ['{"a":', '}'],
      ['[', ']'],
      ['{"a":[', ']}'],
    ] as const) {
      const deep = `${open.repeat(10_000)}"needle"${close.repeat(10_000)}`;
      const event = record(JSON.parse(`{"a":${deep}}`));
      expect(rule.matches(event)).toBe(true);
      expect(rule.explain(event).held).toBe(true);
    }
  });

  test('finds keywords in a wide event', () => {
    const items = Array.from({ length: 200_000 }, (_, index) => `item ${index}`);
    const rule = compile({ keywords: ['item 199999'], condition: 'keywords' });
    expect(rule.matches(record({ items }))).toBe(true);
    expect(rule.matches(record({ items: items.slice(1, -1) }))).toBe(false);
  });
});
