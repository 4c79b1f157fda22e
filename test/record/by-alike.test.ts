import { describe, expect, it } from 'vitest';
import { ByAlike, isToldBy } from '../../src/record/by-alike.ts';
import { fieldPath } from '../../src/record/field-path.ts';
import type { NumberedValues, Telling } from '../../src/types.ts';

const [VERB, BODY, NAME] = ['verb', 'requestObject', 'objectRef.name'].map(fieldPath);
const TELLS = new Map<unknown, Telling>([
  [VERB, 'value'],
  [BODY, 'presence'],
]);

/** Records are alike by where their numbers begin, in fives; those before the first are like no other. */
function values() {
  const all = {
    alike: (at: number) => Math.floor(at / 5) - 1,
    tells: (path: unknown) => TELLS.get(path),
    round: 0,
  };
  return all as typeof all & NumberedValues;
}

describe('by alike', () => {
  it('gives what was found of a record for all that are like it', () => {
    const found = new ByAlike<number>(values());
    expect(found.find(40)).toBeUndefined();
    found.keep(7);
    expect([44, 40, 39, 45].map((at) => found.find(at))).toEqual([7, 7, undefined, undefined]);
  });

  it('keeps for each what was found last', () => {
    const found = new ByAlike<number>(values());
    for (const number of [1, 2]) {
      found.find(40);
      found.keep(number);
    }
    expect(found.find(41)).toBe(2);
  });

  it('keeps nothing of what is like no other', () => {
    const found = new ByAlike<number>(values());
    found.find(0);
    found.keep(1);
    expect(found.find(0)).toBeUndefined();
  });

  it('is void when what is alike is numbered anew', () => {
    const anew = values();
    const found = new ByAlike<number>(anew);
    found.find(40);
    found.keep(1);
    anew.round++;
    expect(found.find(40)).toBeUndefined();
  });

  it('can be used for what depends on values that tell, and on nothing else', () => {
    const told = [[VERB], [VERB, BODY], [VERB, NAME], [], undefined].map((paths) =>
      isToldBy(values(), paths as Parameters<typeof isToldBy>[1]),
    );
    expect(told).toEqual([true, false, false, true, false]);
  });
});
