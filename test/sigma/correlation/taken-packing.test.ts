import { describe, expect, it } from 'vitest';
import { createCorrelations } from '../../../src/sigma/correlation/index.ts';
import type { CorrelationRule, DetectionRule } from '../../../src/sigma/rule-set.ts';
import type { Json } from '../../../src/types.ts';
import { at, correlation, onVerb } from './builder.ts';

const get = onVerb('get');
const burst = (rule: DetectionRule, groupBy: string) =>
  correlation('event_count', { rules: [rule], groupBy: [groupBy], bounds: { gte: 2 } });

/** What comes back of what one set of rules took and stored, and another takes. */
function passedOn(from: CorrelationRule, to: CorrelationRule) {
  const [before, after] = [from, to].map((rule) =>
    createCorrelations({ correlations: [rule] }, { windowEntries: 1000 }),
  );
  const taken = before?.take(at(0, 'get'), [get]);
  if (taken === undefined) return 'not taken';
  const stored = JSON.parse(JSON.stringify(before?.durable.pack(taken))) as Json;
  return after?.durable.unpack(stored);
}

describe('what was taken, stored,', () => {
  it('comes back to rules that are the same', () => {
    expect(passedOn(burst(get, 'user.username'), burst(get, 'user.username'))).toMatchObject({
      plan: { matched: [get] },
      texts: ['system:serviceaccount:prod:app'],
    });
  });

  it('comes back where a field is absent, which is known', () => {
    const rule = burst(get, 'objectRef.name');
    expect(passedOn(rule, rule)).toMatchObject({ plan: { matched: [get] }, texts: [null] });
  });

  it('does not come back to a rule that reads what was not read then', () => {
    expect(passedOn(burst(get, 'user.username'), burst(get, 'verb'))).toBeUndefined();
  });

  it('does not come back to a rule whose detection has changed', () => {
    const changed = { ...get, version: 'another' };
    expect(passedOn(burst(get, 'verb'), burst(changed, 'verb'))).toBeUndefined();
  });
});
