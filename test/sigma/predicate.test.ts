import { describe, expect, test } from 'vitest';
import { loadRules } from '../../src/sigma/index.ts';
import type { Explanation } from '../../src/sigma/rule-set.ts';
import { compile, record } from './rules.ts';

/** The tree as indented lines. */
function lines({ text, held, actual, parts }: Explanation, depth = 0): string[] {
  const end = actual === undefined ? '' : ` ← ${actual}`;
  const line = `${'  '.repeat(depth)}${held ? '✓' : '✗'} ${text}${end}`;
  return [line, ...parts.flatMap((part) => lines(part, depth + 1))];
}

describe('explain', () => {
  test('shows the condition as a tree, with what held and what did not', () => {
    const rule = compile({
      selection: { verb: ['list', 'watch'], 'objectRef.resource': 'secrets' },
      filter_main: { 'user.username|startswith': 'system:node:' },
      filter_extra: { 'user.groups|contains|all': ['a', 'b'] },
      words: ['evil', 5],
      condition: 'selection and not 1 of filter_* or words',
    });
    const event = {
      verb: 'LIST',
      objectRef: { resource: 'secrets' },
      user: { username: 'ann', groups: ['x', 'b'] },
    };
    expect(lines(rule.explain(record(event)))).toEqual([
      '✓ or',
      '  ✓ and',
      '    ✓ selection',
      '      ✓ and',
      "        ✓ verb: 'list' or 'watch' ← 'LIST'",
      "        ✓ objectRef.resource: 'secrets' ← 'secrets'",
      '    ✓ not',
      '      ✗ 1 of filter_*',
      '        ✗ filter_main',
      "          ✗ user.username|startswith: 'system:node:' ← 'ann'",
      '        ✗ filter_extra',
      "          ✗ user.groups|contains|all: 'a' and 'b' ← ['x', 'b']",
      '  ✗ words',
      "    ✗ keywords: 'evil' or 5",
    ]);
  });

  test('shows filters as parts of the rule', () => {
    const text = `
title: Rule
logsource: { product: kubernetes }
detection: { s: { verb: get }, condition: s }
---
title: No bots
logsource: { product: kubernetes }
filter: { rules: any, bots: { user.username: bot }, condition: not bots }
`;
    const [rule] = loadRules([{ path: 'r.yml', text }]).rules.detections;
    expect(lines(rule?.explain(record({ verb: 'get' })) as Explanation)).toEqual([
      '✓ and',
      '  ✓ s',
      "    ✓ verb: 'get' ← 'get'",
      '  ✓ filter No bots',
      '    ✓ not',
      '      ✗ bots',
      "        ✗ user.username: 'bot' ← absent",
    ]);
  });

  test('shows what is there safely and shortly', () => {
    const rule = compile({ s: { 'requestObject.x|exists': true }, condition: 's' });
    const actual = (x: unknown) => rule.explain(record({ requestObject: { x } })).parts[0]?.actual;
    expect(actual(undefined)).toBe('absent');
    expect(actual(null)).toBe('null');
    expect(actual(5)).toBe('5');
    expect(actual({ a: 1 })).toBe('{…}');
    expect(actual([{ a: 1 }, [1], 'x', null])).toBe("[{…}, […], 'x', null]");
    expect(actual('\u001b[31m\u202ered\n\u0085\ud800')).toBe(
      "'\\u{1b}[31m\\u{202e}red\\u{a}\\u{85}\\u{d800}'",
    );
    expect(actual('x'.repeat(1e6))).toHaveLength(120);
    expect(actual(Array.from({ length: 1e6 }, () => 'x'))).toHaveLength(120);
    expect(actual('\0'.repeat(1e6))).toSatisfy((text: string) => text.length <= 120);
  });
});
