import { describe, expect, test } from 'vitest';
import { load, shown } from './rules.ts';

function rule(logsource: string, title = 'Rule'): string {
  return `title: ${title}\nlogsource: ${logsource}\ndetection: { s: { verb: get }, condition: s }\n`;
}

describe('log source', () => {
  test.each([
    '{ product: kubernetes }',
    '{ service: audit }',
    '{ product: kubernetes, service: audit }',
    '{ product: kubernetes, category: application }',
    '{ product: kubernetes, service: audit, category: application, definition: x, custom: y }',
  ])('%s is Kubernetes audit', (logsource) => {
    const { rules, foreign, problems } = load(rule(logsource));
    expect([rules.detections.length, foreign, shown(problems)]).toEqual([1, 0, []]);
  });

  test.each([
    '{ product: windows }',
    '{ product: azure, service: audit }',
    '{ product: kubernetes, service: kubelet }',
    '{ product: kubernetes, category: webserver }',
    '{ category: application }',
    '{ product: Kubernetes }',
    '{ product: 5 }',
    '{}',
  ])('%s is not, and is left out with a warning', (logsource) => {
    const { rules, foreign, problems } = load(rule(logsource));
    expect([rules.detections.length, foreign]).toEqual([0, 1]);
    expect(shown(problems)).toEqual([
      'rule.yml:2:12 warning: left out: its log source is not Kubernetes audit',
    ]);
  });

  test('what is left out is not looked at any further', () => {
    const text = 'titel: x\nlogsource: { product: windows }\ndetection: 5\nlevel: x';
    expect(shown(load(text).problems)).toHaveLength(1);
    expect(load('logsource: { product: windows }').foreign).toBe(1);
    expect(load(`${rule('{ product: windows }')}---\n${rule('{ product: linux }')}`).foreign).toBe(
      2,
    );
  });

  test('after five the others are only counted', () => {
    const texts = Array.from({ length: 20 }, (_, index) =>
      rule('{ product: windows }', `R${index}`),
    );
    const { problems, foreign } = load(texts.join('---\n'));
    expect(foreign).toBe(20);
    expect(shown(problems).slice(4)).toEqual([
      'rule.yml:18:12 warning: left out: its log source is not Kubernetes audit',
      'rule.yml:21:1 warning: left out: from here on 15 more documents whose log source is not Kubernetes audit',
    ]);
  });

  test('a correlation of nothing but such rules is left out as well', () => {
    const text = [
      rule('{ product: windows }', 'win'),
      'title: inner\ncorrelation: { type: temporal, rules: [win], timespan: 5m }\n',
      'title: outer\ncorrelation: { type: temporal, rules: [inner], timespan: 5m }\n',
    ];
    const { foreign, problems } = load(text.toReversed().join('---\n'));
    expect(foreign).toBe(3);
    expect(problems.every(({ severity }) => severity === 'warning')).toBe(true);
  });

  test('a correlation that needs such a rule besides others is an error', () => {
    const text = [
      rule('{ product: windows }', 'win'),
      rule('{ product: kubernetes }', 'kube'),
      'title: both\ncorrelation: { type: temporal, rules: [kube, win], timespan: 5m }\n',
    ];
    expect(shown(load(text.join('---\n')).problems)).toContain(
      'rule.yml:10:46 error: `win` was left out, as its log source is not Kubernetes audit',
    );
  });
});
