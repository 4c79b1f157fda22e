import { expect, it } from 'vitest';
import { fieldPath } from '../../../src/record/field-path.ts';
import { createAnswers } from '../../../src/sigma/matcher/answers.ts';
import { createNumbers } from '../../../src/sigma/matcher/numbers.ts';
import { createOutcomes } from '../../../src/sigma/matcher/outcomes.ts';
import { questionsOf } from '../../../src/sigma/matcher/questions.ts';
import { createShortcut } from '../../../src/sigma/matcher/shortcut.ts';
import { createStates } from '../../../src/sigma/matcher/states.ts';
import type { DetectionRule } from '../../../src/sigma/rule-set.ts';
import type { JsonObject } from '../../../src/types.ts';
import { compile } from '../rules.ts';
import { createNumberedStream } from './numbered.ts';

const RULES = [
  compile({ s: { verb: 'get', stage: 'Panic' }, condition: 's' }),
  compile({ s: { verb: 'list', 'verb|contains': 'i' }, condition: 's' }),
];

function shortcutFor(rules: readonly DetectionRule[], numbered?: (value: unknown) => boolean) {
  const paths = ['verb', 'stage'].map(fieldPath);
  const telling = () => 'value' as const;
  const stream = createNumberedStream({ paths, limit: 12, telling, ...(numbered && { numbered }) });
  const questions = questionsOf(rules);
  let weight = 0;
  const spend = (bytes: number) => {
    weight += bytes;
  };
  const outcomes = questions.list.map(() => createOutcomes(() => {}));
  const answers = questions.list.map((question, rank) =>
    createAnswers(question, outcomes[rank] as ReturnType<typeof createOutcomes>),
  );
  const lists = (places: readonly number[]) => places.map((place) => rules[place] as DetectionRule);
  const states = createStates(rules, questions, outcomes, lists, () => {});
  const numbers = createNumbers(stream.values, questions.list, answers);
  const shortcut = createShortcut(numbers, states, spend);
  const take = (event: JsonObject) => {
    stream.record(event);
    if (numbers.refresh()) shortcut.refresh();
    return shortcut.take(0);
  };
  return { take, states, weight: () => weight };
}

it('shortcut › leads past all leading questions, and is made once for values that answer alike', () => {
  const { take, weight } = shortcutFor(RULES);
  expect(take({ verb: 'get', stage: 'Panic' }).rules).toEqual([RULES[0]]);
  const once = weight();
  expect(take({ verb: 'list', stage: 'Panic' }).rules).toEqual([RULES[1]]);
  const twice = weight();
  expect(twice).toBeGreaterThan(once);
  // Otherwise 16 MiB had room for more classes than 16 bits have numbers.
  expect(twice - once).toBeGreaterThan(2 ** 24 / 2 ** 16);
  expect(take({ verb: 'list', stage: 'Panic' }).rules).toEqual([RULES[1]]);
  expect(weight()).toBe(twice);
});

it('shortcut › is not taken by a record one of whose values has no number', () => {
  const { take, states } = shortcutFor(RULES, (value) => value !== 'Panic');
  expect(take({ verb: 'get', stage: 'Panic' })).toBe(states.first);
  expect(take({ verb: 'get', stage: 'ResponseComplete' }).rules).toEqual([]);
});

it('shortcut › stays right when numbers are given anew', () => {
  const { take } = shortcutFor(RULES);
  for (let index = 0; index < 50; index++) {
    expect(take({ verb: `v${index}`, stage: 'Panic' }).rules).toEqual([]);
    expect(take({ verb: 'get', stage: 'Panic' }).rules).toEqual([RULES[0]]);
    expect(take({ verb: 'list', stage: `s${index}` }).rules).toEqual([RULES[1]]);
  }
});
