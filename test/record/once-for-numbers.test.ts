import { describe, expect, it } from 'vitest';
import { fieldPath } from '../../src/record/field-path.ts';
import { AnswerRoom, onceForNumbers } from '../../src/record/once-for-numbers.ts';
import type { AuditRecord, NumberedValues } from '../../src/types.ts';
import { record, TEN } from '../pipeline/fixtures.ts';

const VERB = fieldPath('verb');
const VALUES: NumberedValues = {
  slotOf: () => 0,
  limit: 9,
  epoch: 0,
  value: () => undefined,
  words: Int32Array.of(0, 1, 2, 3),
  tells: () => undefined,
  alike: () => -1,
  round: 0,
  absent: 0,
};

const numbered = (verb: string, number: number): AuditRecord =>
  Object.assign(record(TEN, { verb }), { values: VALUES, numbersAt: number });

/** What was asked, and who asks. */
function asking(room?: AnswerRoom) {
  const asked: unknown[] = [];
  const of = onceForNumbers(
    [VERB],
    (one) => {
      asked.push(one.field(VERB));
      return { verb: one.field(VERB) };
    },
    room,
  );
  return { asked, of };
}

describe('what is found out of records', () => {
  it('is found out once for the same numbers, and each time where there are none', () => {
    const { asked, of } = asking();
    const [first, , third] = [numbered('get', 1), numbered('list', 2), numbered('get', 1)].map(of);
    expect(first).toEqual({ verb: 'get' });
    expect(third).toBe(first);
    expect(asked).toEqual(['get', 'list']);
    for (const _ of [1, 2]) of(record(TEN, { verb: 'watch' }));
    expect(asked).toEqual(['get', 'list', 'watch', 'watch']);
  });

  it('is found out anew by all who share room, once there is none left', () => {
    const room = new AnswerRoom(2);
    const one = asking(room);
    const other = asking(room);
    const kept = one.of(numbered('get', 1));
    expect(one.of(numbered('get', 1))).toBe(kept);
    other.of(numbered('get', 1));
    expect(one.of(numbered('get', 1))).not.toBe(kept);
    expect(one.asked).toEqual(['get', 'get']);
  });
});
