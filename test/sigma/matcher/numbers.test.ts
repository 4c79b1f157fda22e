import { expect, it } from 'vitest';
import { createAnswers } from '../../../src/sigma/matcher/answers.ts';
import { createNumbers } from '../../../src/sigma/matcher/numbers.ts';
import { createOutcomes } from '../../../src/sigma/matcher/outcomes.ts';
import { questionsOf } from '../../../src/sigma/matcher/questions.ts';
import type { NumberedValues } from '../../../src/types.ts';
import { compile } from '../rules.ts';

function numbersOf(values: NumberedValues) {
  const rule = compile({ s: { stage: 'Panic', verb: '5', '|contains': 'x' }, condition: 's' });
  const { list } = questionsOf([rule]);
  const outcomes = createOutcomes(() => {});
  const answers = list.map((question) => createAnswers(question, outcomes));
  return createNumbers(values, list, answers);
}

it('numbers › keep outcomes by number until numbers are given anew', () => {
  let epoch = 0;
  const values: NumberedValues = {
    slotOf: (path) => (path.text === 'verb' ? 7 : -1),
    limit: 10_000,
    words: new Int32Array(8),
    tells: () => undefined,
    alike: () => -1,
    round: 0,
    absent: 1,
    get epoch() {
      return epoch;
    },
    value: (number) => number + epoch,
  };
  const numbers = numbersOf(values);
  expect(numbers.places).toEqual([-1, 7, -1]);
  expect(numbers.bodies).toEqual([-1, -1]);
  expect(numbers.learn(1, 5)).toBe(numbers.outcomes[1]?.[5]);
  expect(numbers.learn(1, 9999)).not.toBe(numbers.learn(1, 5));
  expect(numbers.outcomes[1]?.[9999]).toBe(numbers.learn(1, 4));
  numbers.refresh();
  expect(numbers.outcomes[1]?.[5]).toBeGreaterThan(0);
  epoch++;
  numbers.refresh();
  expect(numbers.outcomes[1]?.every((outcome) => outcome === 0)).toBe(true);
  expect(numbers.learn(1, 4)).not.toBe(numbers.learn(1, 5));
});
