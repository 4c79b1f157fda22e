import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMatcher } from '../../../src/sigma/matcher/index.ts';
import { detection, record, TEN } from '../../pipeline/fixtures.ts';
import { onVerb } from '../correlation/builder.ts';

const rules = ['a', 'b', 'c', 'd'].map(onVerb);
const withVerb = (verb: string) => record(TEN, { verb });

describe('matcher', () => {
  it('gives the rules that match, in their order, and the same array for the same ones', () => {
    const matcher = createMatcher(rules);
    const verbs = fc.array(fc.constantFrom('', 'a', 'b', 'cd', 'dc', 'abc', 'bca', 'x'));
    fc.assert(
      fc.property(verbs, (all) => {
        for (const verb of all) {
          const matched = matcher.match(withVerb(verb));
          expect(matched).toEqual(rules.filter((rule) => rule.matches(withVerb(verb))));
          const letters = verb.split('').toSorted().join('');
          expect(matcher.match(withVerb(letters))).toBe(matched);
        }
      }),
    );
  });

  it('tells of a rule that throws, which then does not match', () => {
    const broken = detection('broken', () => {
      throw new Error('broken');
    });
    const told: string[] = [];
    const matcher = createMatcher([...rules, broken], {
      onError: (rule) => told.push(rule.info.name),
    });
    expect(matcher.match(withVerb('a'))).toEqual([rules[0]]);
    expect(told).toEqual(['broken']);
  });

  it('answers right however many different sets there are', () => {
    const bits = Array.from({ length: 15 }, (_, bit) =>
      detection(`bit_${bit}`, (one) => ((one.time >> bit) & 1) === 1),
    );
    const matcher = createMatcher(bits);
    for (let time = 0; time < 2 ** 15; time += 3) {
      const matched = matcher.match({ ...withVerb('a'), time });
      expect(matched.reduce((sum, rule) => sum + 2 ** bits.indexOf(rule), 0)).toBe(time);
    }
  });
});
