import { expect, test } from 'vitest';
import { createSteps } from '../../src/detectors/steps.ts';
import { info } from '../pipeline/fixtures.ts';

test('steps › are told by the names of the rules that match, in the order of the names', () => {
  const stepsOf = createSteps(['first', 'second']);
  const matched = (...names: readonly string[]) => names.map((name) => ({ info: info(name) }));
  expect(stepsOf([])).toEqual([]);
  expect(stepsOf(matched('another'))).toEqual([]);
  expect(stepsOf(matched('second', 'another', 'first'))).toEqual([0, 1]);
});
