import { describe, expect, it } from 'vitest';
import { neededOf, Reach } from '../../src/needs/rule-needs.ts';
import { rulesOf } from './fixtures.ts';

const READ = '{ a: { verb: list, objectRef.resource: secrets }, condition: a }';
const WRITE =
  '{ a: { verb: [create, patch], objectRef.resource: roles, satrap.grants: "* *.*" }, condition: a }';
const NEVER = '{ a: { verb: list }, b: { verb: create }, condition: a and b }';

const correlation = (type: string, rules: string, condition: string) =>
  rulesOf(
    { read: READ, write: WRITE, never: NEVER },
    `title: many\nname: many\ncorrelation: { type: ${type}, rules: [${rules}], group-by: [user.username], timespan: 1h${condition} }\n`,
  ).correlations[0] as NonNullable<ReturnType<typeof rulesOf>['correlations'][number]>;

const levelOf = (type: string, rules: string, condition: string) =>
  new Reach().level(correlation(type, rules, condition));

describe('the level that a rule needs', () => {
  it.each([
    [READ, { level: 'Metadata', full: 'Metadata' }],
    [WRITE, { level: 'Request', full: 'RequestResponse' }],
    [NEVER, undefined],
  ])('of a detection comes from its condition: %s', (detection, expected) => {
    const [rule] = rulesOf({ one: detection }).detections;
    expect(new Reach().level(rule as NonNullable<typeof rule>)).toEqual(expected);
  });

  it('of a count is that of any rule it counts', () => {
    expect(levelOf('event_count', 'read, write, never', ', condition: { gte: 3 }')).toEqual({
      level: 'Metadata',
      full: 'RequestResponse',
    });
  });

  it('of a sequence is that of all its rules', () => {
    expect(levelOf('temporal_ordered', 'read, write', '')?.level).toBe('Request');
    expect(levelOf('temporal_ordered', 'read, write, never', '')).toBeUndefined();
  });

  it('of a sequence with a bound is that of as many rules', () => {
    const two = ', condition: { gte: 2 }';
    expect(levelOf('temporal', 'read, write, never', two)?.level).toBe('Request');
    expect(neededOf(correlation('temporal', 'read, write, never', two))).toBe(2);
  });
});
