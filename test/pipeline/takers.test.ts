import { describe, expect, it } from 'vitest';
import { createTakers } from '../../src/pipeline/takers.ts';
import { fieldPath } from '../../src/record/field-path.ts';
import type { AuditRecord, Detector, NumberedValues } from '../../src/types.ts';
import { TEN } from './fixtures.ts';

const VERB = fieldPath('verb');
const MATCHED = [] as const;
const NO_VALUES: NumberedValues = {
  slotOf: () => -1,
  limit: 0,
  epoch: 0,
  value: () => undefined,
  words: new Int32Array(1),
  tells: () => undefined,
  alike: () => -1,
  round: 0,
  absent: 1,
};

/** A record whose verb has a number, among values of which others are numbered later. */
function numbered(verb: string, number: number, values: NumberedValues): AuditRecord {
  return {
    time: TEN,
    partial: false,
    event: { verb },
    digest: '0'.repeat(32),
    field: () => verb,
    values,
    numbersAt: number,
  };
}

/** Takes a record's verb, and says of which records it was asked. */
function verbs(reads: Pick<Detector, 'reads'>) {
  const asked: unknown[] = [];
  const detector: Pick<Detector, 'take' | 'reads'> = {
    take(one) {
      asked.push(one.field(VERB));
      return one.field(VERB) === 'none' ? undefined : { verb: one.field(VERB) };
    },
    ...reads,
  };
  const take = createTakers([detector as Detector]);
  const words = Int32Array.from({ length: 140_000 }, (_, index) => index);
  const values = { ...NO_VALUES, slotOf: () => 0, limit: 100, words };
  const seen = (verb: string, number: number) => take(numbered(verb, number, values), MATCHED)?.[0];
  return { asked, values, seen, take };
}

describe('takers', () => {
  it('give what was taken up to the last detector that took anything', () => {
    const detector = (taken: unknown) => ({ take: () => taken }) as unknown as Detector;
    const detectors = [undefined, 'a', undefined, 'b', undefined, undefined].map(detector);
    const record = numbered('get', 5, NO_VALUES);
    expect(createTakers(detectors)(record, MATCHED)).toEqual([undefined, 'a', undefined, 'b']);
    expect(createTakers([detector(undefined)])(record, MATCHED)).toBeUndefined();
  });

  it('ask once for each combination of numbers, and anew when numbers are given anew', () => {
    const { asked, values, seen } = verbs({ reads: () => [VERB] });
    expect(seen('get', 5)).toEqual({ verb: 'get' });
    expect(seen('get', 5)).toEqual({ verb: 'get' });
    expect(seen('list', 6)).toEqual({ verb: 'list' });
    expect(seen('odd', 0)).toEqual({ verb: 'odd' });
    values.epoch = 1;
    expect(seen('watch', 5)).toEqual({ verb: 'watch' });
    expect(asked).toEqual(['get', 'list', 'odd', 'watch']);
  });

  it('ask once for each kind of records, whatever they take', () => {
    const { asked, take } = verbs({ reads: () => [VERB] });
    const kinds = {};
    const of = (verb: string, kind: number) =>
      take({ ...numbered(verb, 0, NO_VALUES), kinds, kind }, MATCHED)?.[0];
    expect([of('get', 1), of('get', 1), of('none', 2), of('none', 2)]).toEqual([
      { verb: 'get' },
      { verb: 'get' },
      undefined,
      undefined,
    ]);
    expect(asked).toEqual(['get', 'none']);
    expect(of('list', 0)).toEqual({ verb: 'list' });
    expect(of('list', 0)).toEqual({ verb: 'list' });
    expect(asked).toEqual(['get', 'none', 'list', 'list']);
  });

  it('ask each time where a detector does not tell what it reads', () => {
    const { asked, seen } = verbs({});
    expect([seen('get', 5), seen('list', 5)]).toEqual([{ verb: 'get' }, { verb: 'list' }]);
    expect(asked).toEqual(['get', 'list']);
  });

  it('keep a bounded number of answers', () => {
    const { asked, seen } = verbs({ reads: () => [VERB] });
    for (let number = 1; number <= 131_072; number++) seen('get', number);
    expect(seen('list', 1)).toEqual({ verb: 'list' });
    expect(asked).toHaveLength(131_073);
  });
});
