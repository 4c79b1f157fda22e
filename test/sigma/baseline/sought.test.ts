import { describe, expect, it } from 'vitest';
import { fieldPath } from '../../../src/record/field-path.ts';
import {
  combinationIdOf,
  groupIdOf,
  onceForNumbers,
  partsOf,
  type Sought,
  shareSought,
} from '../../../src/sigma/baseline/sought.ts';
import { textOf } from '../../../src/sigma/correlation/values.ts';
import type { AuditRecord, NumberedValues } from '../../../src/types.ts';
import { record, TEN } from '../../pipeline/fixtures.ts';

describe('what is sought', () => {
  it('has ids that are equal for equal groups and values only', () => {
    const groups = [['a'], ['a', 'b'], [null], ['null'], ['a"],["b'], []];
    const ids = groups.flatMap((group) => [
      groupIdOf(group),
      ...groups.map((values) => combinationIdOf(group, values)),
    ]);
    expect(new Set(ids).size).toBe(groups.length * (groups.length + 1));
  });

  it('has ids that tell what they were made of', () => {
    const texts = ['a', '', null, '"],["', '\ud800', 'null'];
    expect(partsOf(combinationIdOf(texts, ['x']))).toEqual({ group: texts, values: ['x'] });
  });

  it('is one object for one combination, and a new one only after very many others', () => {
    const share = shareSought();
    const first = share(['a'], ['x']);
    expect(share(['a'], ['x'])).toBe(first);
    expect(share(['a'], ['y'])).not.toBe(first);
    for (let i = 0; i < 40_000; i++) share(['b'], [String(i)]);
    expect(share(['a'], ['x'])).toEqual(first);
    expect(share(['a'], ['x'])).not.toBe(first);
  });

  it('is found out once for the same numbers, and each time where there are none', () => {
    const share = shareSought();
    let asked = 0;
    const of = onceForNumbers([fieldPath('verb')], (one): readonly Sought[] => {
      asked++;
      return [share([], [textOf(one.field(fieldPath('verb')))])];
    });
    const row = { words: Int32Array.of(0, 1, 2), stride: 1, absent: 0 };
    const values: NumberedValues = {
      slotOf: () => 0,
      limit: 9,
      epoch: 0,
      value: () => undefined,
      ...row,
    };
    const numbered = (verb: string, number: number): AuditRecord =>
      Object.assign(record(TEN, { verb }), { values, numbersAt: number });
    const verbs = [numbered('get', 1), numbered('list', 2), numbered('get', 1)].map(
      (one) => partsOf(of(one)[0]?.id ?? '').values,
    );
    expect([verbs, asked]).toEqual([[['get'], ['list'], ['get']], 2]);
    for (const _ of [1, 2]) of(record(TEN));
    expect(asked).toBe(4);
  });
});
