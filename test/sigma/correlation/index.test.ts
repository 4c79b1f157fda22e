import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CORRELATION_TYPES, type CorrelationRule } from '../../../src/sigma/rule-set.ts';
import type { AuditRecord, Finding, JsonObject } from '../../../src/types.ts';
import { record, SECOND, TEN } from '../../pipeline/fixtures.ts';
import { correlation, detectorOf, findingsAsTheyCome, findingsOf, onVerb } from './builder.ts';
import { referenceFindings } from './reference.ts';

const VERBS = ['a', 'b', 'c'].map((verb) => onVerb(verb));
const USER = 'user.username';
const AMOUNT = 'requestObject.amount';

const verbs = fc.subarray(['a', 'b', 'c'], { minLength: 1 }).map((letters) => letters.join(''));
const user = fc.constantFrom(undefined, 'ann', 'ben', 1, '1');
const amount = fc.oneof(
  fc.integer({ min: -8, max: 8 }).map((quarters) => quarters / 4),
  fc.constantFrom(undefined, 'many', '2', '-0.5', 1e15, -1e15),
);

interface Draw {
  readonly second: number;
  readonly verb: string;
  readonly user: string | number | undefined;
  readonly amount: string | number | undefined;
  readonly delay: number;
}

const draw: fc.Arbitrary<Draw> = fc.record({
  second: fc.integer({ min: 0, max: 50 }),
  verb: verbs,
  user,
  amount,
  delay: fc.integer({ min: 0, max: 20 }),
});

function toRecord(one: Draw, i: number): AuditRecord {
  const changes: Record<string, JsonObject[string]> = { auditID: `${i}`, verb: one.verb };
  changes.user = one.user === undefined ? {} : { username: one.user };
  changes.requestObject = one.amount === undefined ? {} : { amount: one.amount };
  changes.objectRef = { namespace: one.user === 'ann' ? 'ben' : 'ann' };
  return record(TEN + one.second * SECOND, changes);
}

const stream = fc.array(draw, { minLength: 1, maxLength: 40 });

const bounds = fc.oneof(
  fc.record({ gte: fc.integer({ min: 1, max: 5 }) }),
  fc.record({ gt: fc.constantFrom(0, 0.75, 3), lte: fc.constantFrom(2, 4, 60) }),
  fc.record({ lt: fc.constantFrom(1, 2.5, 4) }),
  fc.record({ eq: fc.integer({ min: 1, max: 3 }) }),
  fc.record({ neq: fc.integer({ min: 1, max: 3 }) }),
  fc.record({ gte: fc.constantFrom(30, 50) }),
  fc.record({ lte: fc.constantFrom(20, 40) }),
  fc.record({ gte: fc.integer({ min: 9, max: 14 }) }),
);

function ruleOver(
  name: string,
  candidates: readonly (CorrelationRule['rules'][number] | undefined)[],
): fc.Arbitrary<CorrelationRule> {
  const rules = candidates.filter((rule) => rule !== undefined);
  return fc
    .record({
      type: fc.constantFrom(...CORRELATION_TYPES),
      rules: fc.array(fc.constantFrom(...rules), { minLength: 1, maxLength: 4 }),
      bounds,
      seconds: fc.constantFrom(0, 1, 5, 20),
      grouping: fc.constantFrom('none', 'user', 'alias', 'both'),
      twoFields: fc.boolean(),
      percentile: fc.constantFrom(undefined, undefined, undefined, 0, 25, 50, 90, 100),
      alerts: fc.boolean(),
    })
    .map(({ grouping, twoFields, percentile, ...rest }) => {
      const paths = rest.rules.map((_, i) => (i % 2 === 0 ? USER : 'objectRef.namespace'));
      const alias: [string, ...string[]] = ['who', ...paths];
      const groupBy = { none: [], user: [USER], alias: [alias], both: [alias, AMOUNT] }[grouping];
      const fields = rest.type === 'value_count' && twoFields ? [AMOUNT, USER] : [AMOUNT];
      return correlation(rest.type, {
        ...rest,
        name,
        groupBy,
        fields,
        ...(percentile === undefined ? {} : { percentile }),
      });
    });
}

const chains: fc.Arbitrary<CorrelationRule[]> = ruleOver('first', VERBS).chain((first) =>
  ruleOver('second', [...VERBS, first, first]).chain((second) =>
    ruleOver('third', [...VERBS, first, second]).map((third) => [third, first, second]),
  ),
);

function comparable(findings: readonly Finding[]): string[] {
  return findings
    .map(({ rule, witnesses, ...rest }) =>
      JSON.stringify([rest.time, rule.name, rest, witnesses.map((witness) => witness.digest)]),
    )
    .sort();
}

function sorted(records: readonly AuditRecord[]): AuditRecord[] {
  return records.toSorted((a, b) => a.time - b.time || (a.digest < b.digest ? -1 : 1));
}

describe('correlations', () => {
  it.each(CORRELATION_TYPES)('agree with the reference on %s', (type) => {
    const one = ruleOver('only', VERBS).filter((rule) => rule.type === type && rule.alerts);
    fc.assert(
      fc.property(one, stream, (rule, draws) => {
        const records = sorted(draws.map(toRecord));
        const expected = referenceFindings([rule], records);
        expect(comparable(findingsOf(detectorOf([rule]), records))).toEqual(comparable(expected));
      }),
      { numRuns: 150 },
    );
  });

  it('agree with the reference on chains', () => {
    fc.assert(
      fc.property(chains, stream, (rules, draws) => {
        const records = sorted(draws.map(toRecord));
        const expected = referenceFindings(rules, records);
        expect(comparable(findingsOf(detectorOf(rules), records))).toEqual(comparable(expected));
      }),
      { numRuns: 300 },
    );
  });

  it('take any values, in any order of time, with next to no room', () => {
    const wild = fc.record({
      second: fc.integer({ min: -50, max: 50 }),
      verb: verbs,
      username: fc.jsonValue(),
      amount: fc.jsonValue(),
    });
    fc.assert(
      fc.property(chains, fc.array(wild), fc.nat(300), (rules, draws, windowEntries) => {
        const detector = detectorOf(rules, windowEntries);
        const records = draws.map((one, i) => {
          const parts = { user: { username: one.username }, requestObject: { amount: one.amount } };
          const changes = { auditID: `${i}`, verb: one.verb, ...parts } as JsonObject;
          return record(TEN + one.second * SECOND, changes);
        });
        for (const finding of findingsAsTheyCome(detector, records)) {
          expect(finding.witnesses.length).toBeGreaterThan(0);
          expect(finding.witnesses.length).toBeLessThanOrEqual(10);
          expect(finding.count).toBeGreaterThan(0);
          expect(finding.firstSeen).toBeLessThanOrEqual(finding.lastSeen);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('give the same findings in any order of arrival within the allowed lateness', () => {
    fc.assert(
      fc.property(chains, stream, (rules, draws) => {
        const records = draws.map((one, i) => ({ one: toRecord(one, i), delay: one.delay }));
        const arriving = records
          .toSorted((a, b) => a.one.time + a.delay * SECOND - (b.one.time + b.delay * SECOND))
          .map(({ one }) => one);
        const late = findingsOf(detectorOf(rules), arriving, 20 * SECOND);
        expect(late).toEqual(findingsOf(detectorOf(rules), sorted(arriving)));
      }),
      { numRuns: 200 },
    );
  });
});

describe('temporal_ordered', () => {
  it('gives up no chain that has begun for others that have not', () => {
    const [a, b] = VERBS as [(typeof VERBS)[number], (typeof VERBS)[number]];
    const draft = { rules: [a, b], groupBy: [USER], seconds: 1000 };
    const detector = detectorOf([correlation('temporal_ordered', draft)], 200);
    const one = (name: string, second: number, verb: string) =>
      record(TEN + second * SECOND, { auditID: `${second}`, verb, user: { username: name } });
    const others = Array.from({ length: 100 }, (_, i) => one(`u${i}`, i + 1, 'b'));
    const findings = findingsOf(detector, [one('ann', 0, 'a'), ...others, one('ann', 200, 'b')]);
    expect(findings.map(({ key }) => key)).toEqual([['ann']]);
    expect(detector.evicted).toBe(0);
  });
});
