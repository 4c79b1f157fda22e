import { describe, expect, it } from 'vitest';
import { coverageOf } from '../../src/catalogue/coverage.ts';
import { coverageText, totalsText } from '../../src/catalogue/text.ts';
import { info } from '../pipeline/fixtures.ts';

const rules = [
  info('second', { tags: ['attack.t1078', 'satrap.a01', 'satrap.chain03'] }),
  info('first', { tags: ['satrap.a01', 'satrap.a02'] }),
  info('other', { tags: ['mine.a03'] }),
];
const coverage = coverageOf(rules);

describe('coverage', () => {
  it('is what tags say: a rule may answer several detections, and one may have several rules', () => {
    const [a01, a02, a03] = coverage.groups[0]?.detections ?? [];
    expect(a01?.rules.map(({ name }) => name)).toEqual(['first', 'second']);
    expect(a02?.rules.map(({ name }) => name)).toEqual(['first']);
    expect(a03?.rules).toEqual([]);
  });

  it('counts what is answered', () => {
    expect(coverage.totals).toEqual({
      detections: { answered: 2, all: 161 },
      chains: { answered: 1, all: 20 },
      rules: 3,
    });
    expect(totalsText(coverage)).toBe('2 of 161 detections, 1 of 20 chains, 3 rules');
  });

  it('is a table: a line for each rule, and for what has none', () => {
    const lines = coverageText(coverage, () => 'Request').split('\n');
    expect(lines.slice(0, 5)).toEqual([
      'A  Authentication and origin',
      expect.stringMatching(/^ {3}a01 +anon-allowed +Request +medium +first {2}T1078\.001 T1190$/),
      expect.stringMatching(/^ +Request +medium +second$/),
      expect.stringMatching(/^ {3}a02 +anon-write +Request +medium +first {2}T1190$/),
      expect.stringMatching(/^ {3}a03 +anon-scan +no rule/),
    ]);
  });
});
