import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fieldPath } from '../../../src/record/field-path.ts';
import { createAutomaton } from '../../../src/sigma/matcher/automaton.ts';
import { questionsOf } from '../../../src/sigma/matcher/questions.ts';
import type { DetectionRule } from '../../../src/sigma/rule-set.ts';
import type { FieldPath, Telling } from '../../../src/types.ts';
import { detection, event, FIELDS, PLACEHOLDERS } from '../generators.ts';
import { compile, record } from '../rules.ts';
import { createNumberedStream } from './numbered.ts';
import { counting, formRule, matchesOf } from './rules.ts';

function automatonOf(rules: readonly DetectionRule[]) {
  return createAutomaton(rules, questionsOf(rules), (places) =>
    places.map((place) => rules[place] as DetectionRule),
  );
}

const BODIES = ['requestObject', 'responseObject'].map(fieldPath);

/** Of bodies whether there are any, of some fields the value, of others nothing. */
function telling(path: FieldPath): Telling | undefined {
  if (BODIES.some(({ text }) => text === path.text)) return 'presence';
  return path.text.length % 2 === 0 ? 'value' : undefined;
}

describe('automaton', () => {
  it('agrees with the rules one by one, for streams that take turns', () => {
    fc.assert(
      fc.property(
        fc.array(detection, { minLength: 1, maxLength: 6 }),
        PLACEHOLDERS,
        fc.array(event, { minLength: 1, maxLength: 8 }),
        (detections, placeholders, events) => {
          const rules = detections.map((each) => compile(each, placeholders));
          const automaton = automatonOf(rules);
          const paths = FIELDS.map(fieldPath);
          const streams = [
            { paths, limit: 9 },
            { paths, limit: 30 },
            { paths, limit: 30, telling: () => 'value' as const },
            { paths: [...paths, ...BODIES], limit: 30, telling },
          ].map(createNumberedStream);
          const told = new Map<string, readonly DetectionRule[]>();
          for (const each of [...events, ...events]) {
            const wanted = matchesOf(rules, record(each));
            expect(automaton.match(record(each))).toEqual(wanted);
            expect(automaton.isTold(record(each))).toBe(false);
            for (const [index, { record: next, values }] of streams.entries()) {
              const one = next(each);
              const alike = `${index} ${values.round} ${values.alike(0)}`;
              expect(told.get(alike) ?? wanted).toEqual(wanted);
              expect(automaton.match(one)).toEqual(wanted);
              if (automaton.isTold(one)) told.set(alike, wanted);
            }
          }
        },
      ),
      { numRuns: 120 },
    );
  });

  it('asks each condition once for a value, and only while a rule depends on it', () => {
    const [get, panic, list] = [
      counting('verb', 'get'),
      counting('stage', 'Panic'),
      counting('verb', 'list'),
    ];
    const rules = [
      formRule({ kind: 'and', parts: [get, panic] }),
      formRule({ kind: 'and', parts: [get, { kind: 'not', part: panic }] }),
      formRule(list),
    ];
    const automaton = automatonOf(rules);
    for (let i = 0; i < 10; i++) {
      expect(automaton.match(record({ verb: 'list', stage: `${i}` }))).toEqual([rules[2]]);
    }
    expect([get.asked, panic.asked, list.asked]).toEqual([1, 0, 1]);
    for (let i = 0; i < 10; i++) {
      expect(automaton.match(record({ verb: 'get', stage: 'Panic' }))).toEqual([rules[0]]);
    }
    expect([get.asked, panic.asked, list.asked]).toEqual([2, 1, 2]);
  });

  it('asks once for a number, as long as numbers stay', () => {
    const item = counting('user.groups', 'x');
    const automaton = automatonOf([formRule(item)]);
    const stream = createNumberedStream({ paths: [item.path], limit: 4 });
    const ask = (groups: string[]) => automaton.match(stream.record({ user: { groups } }));
    for (let i = 0; i < 5; i++) ask(['a']);
    expect(item.asked).toBe(1);
    for (const group of ['b', 'c', 'd', 'a']) ask([group]);
    expect(item.asked).toBe(5);
  });

  it('takes no more room for what it has seen', () => {
    const automaton = automatonOf([compile({ s: { verb: ['get', 'list'] }, condition: 's' })]);
    automaton.match(record({ verb: 'get' }));
    const { weight } = automaton;
    automaton.match(record({ verb: 'list' }));
    expect(automaton.weight).toBe(weight);
    automaton.match(record({ verb: 'x' }));
    expect(automaton.weight).toBeGreaterThan(weight);
  });

  it('lets what an item throws through, and stays usable', () => {
    const item = counting('verb', 'get');
    let throws = true;
    const rule = formRule({
      ...item,
      holds: (value: unknown) => {
        if (throws) throw new Error('bug');
        return value === 'get';
      },
    });
    const automaton = automatonOf([rule]);
    expect(() => automaton.match(record({ verb: 'get' }))).toThrow('bug');
    throws = false;
    expect(automaton.match(record({ verb: 'get' }))).toEqual([rule]);
  });
});
