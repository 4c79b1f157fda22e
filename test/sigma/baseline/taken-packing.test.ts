import { describe, expect, it } from 'vitest';
import { createBaselines } from '../../../src/sigma/baseline/index.ts';
import type { BaselineRule, DetectionRule } from '../../../src/sigma/rule-set.ts';
import type { Json } from '../../../src/types.ts';
import { at, onVerb } from '../correlation/builder.ts';
import { baseline, ROOM } from './builder.ts';

const GET = onVerb('get');
const over = (rule: DetectionRule, ...fields: string[]) =>
  baseline({ rules: [rule], groupBy: ['user.groups'], fields });

/** What comes back of what one set of baselines took and stored, and another takes. */
function passedOn(from: readonly BaselineRule[], to: readonly BaselineRule[]) {
  const [before, after] = [from, to].map((baselines) => createBaselines({ baselines }, ROOM));
  const event = at(0, 'get', { user: { groups: ['a', 'b'] }, objectRef: {} });
  const taken = before?.take(event, [GET]);
  if (taken === undefined) return 'not taken';
  const stored = JSON.parse(JSON.stringify(before?.durable.pack(taken))) as Json;
  return after?.durable
    .unpack(stored)
    ?.sought.flat()
    .map(({ id }) => JSON.parse(id) as Json);
}

describe('what was taken, stored,', () => {
  it('comes back to baselines that are the same', () => {
    const rule = over(GET, 'verb', 'objectRef.name', 'user.groups');
    expect(passedOn([rule], [rule])).toEqual([
      [['b'], ['get', null, 'a']],
      [['b'], ['get', null, 'b']],
    ]);
  });

  it('comes back to those that are left, or read no more than others did', () => {
    const [one, other] = [over(GET, 'verb'), over(GET, 'objectRef.name')];
    expect(passedOn([one, other], [other])).toEqual([[['b'], [null]]]);
    expect(passedOn([one, other], [over(GET, 'objectRef.name', 'verb')])).toEqual([
      [['b'], [null, 'get']],
    ]);
  });

  it('does not come back to what reads what was not read then', () => {
    expect(passedOn([over(GET, 'verb')], [over(GET, 'stage')])).toBeUndefined();
    expect(passedOn([over(GET, 'verb')], [over(GET, 'verb', 'user.groups')])).toBeUndefined();
  });

  it('does not come back to a rule whose detection has changed', () => {
    const changed = { ...GET, version: 'another' };
    expect(passedOn([over(GET, 'verb')], [over(changed, 'verb')])).toBeUndefined();
  });
});
