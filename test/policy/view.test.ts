import { describe, expect, it } from 'vitest';
import { reasonsOf } from '../../src/needs/reasons.ts';
import { Reach } from '../../src/needs/rule-needs.ts';
import { judge } from '../../src/needs/sight.ts';
import { policyView } from '../../src/policy/view.ts';
import { rulesOf } from '../needs/fixtures.ts';
import { policyOf } from './fixtures.ts';

/** What a rule sees under a policy, and why not all. */
function judged(detection: string, rules: string, head?: string) {
  const [rule] = rulesOf({ one: detection }).detections;
  const result = judge(
    rule as NonNullable<typeof rule>,
    new Reach(),
    policyView(policyOf(rules, head).policy),
  );
  return { sight: result.sight, reasons: reasonsOf(result) };
}

const LISTS = '{ a: { verb: list, objectRef.resource: secrets }, condition: a }';
const PRIVILEGED =
  '{ a: { verb: [create, patch], objectRef.resource: cronjobs, objectRef.subresource: null, satrap.podSpec.hostPID: true }, condition: a }';
const of = (field: string, value: string) =>
  `{ a: { verb: list, objectRef.resource: secrets, ${field}: ${value} }, condition: a }`;

describe('a rule under a policy', () => {
  it('sees all that is logged at the level it needs', () => {
    expect(judged(LISTS, '  - level: Metadata').sight).toBe('all');
    expect(judged(PRIVILEGED, '  - level: RequestResponse').sight).toBe('all');
  });

  it('sees nothing that is not logged, or without the bodies that it asks for', () => {
    expect(judged(LISTS, '  - { level: Metadata, verbs: [get] }')).toEqual({
      sight: 'none',
      reasons: [{ requests: ['list secrets'], logged: 'None', needs: 'Metadata', by: undefined }],
    });
    expect(judged(PRIVILEGED, '  - level: Metadata')).toEqual({
      sight: 'none',
      reasons: [
        {
          requests: ['create cronjobs.batch', 'patch cronjobs.batch'],
          logged: 'Metadata',
          needs: 'Request',
          by: 0,
        },
      ],
    });
  });

  it('misses what a patch came to without its response', () => {
    expect(judged(PRIVILEGED, '  - level: Request')).toEqual({
      sight: 'part',
      reasons: [
        { requests: ['patch cronjobs.batch'], logged: 'Request', needs: 'RequestResponse', by: 0 },
      ],
    });
  });

  it('misses users, groups, namespaces and names that it asks for and the policy drops', () => {
    const drop = (what: string) => `  - { level: None, ${what} }\n  - level: Metadata`;
    expect(judged(of('user.username', 'eve'), drop('users: [eve]')).sight).toBe('none');
    expect(judged(of('user.username', 'eve'), drop('users: [adam]')).sight).toBe('all');
    expect(judged(of('user.username', '[eve, bob]'), drop('users: [eve]')).sight).toBe('all');
    expect(
      judged(of('user.groups', 'system:masters'), drop('userGroups: ["system:masters"]')).sight,
    ).toBe('none');
    expect(
      judged(of('user.groups', 'system:masters'), drop('userGroups: ["system:nodes"]')).sight,
    ).toBe('all');
    expect(judged(of('objectRef.namespace', 'prod'), drop('namespaces: [prod]')).sight).toBe(
      'none',
    );
    expect(judged(of('objectRef.namespace', 'prod'), drop('namespaces: [dev]')).sight).toBe('all');
    expect(
      judged(
        of('objectRef.name', 'db'),
        drop('resources: [{ resources: [secrets], resourceNames: [db] }]'),
      ).sight,
    ).toBe('none');
  });

  it('sees failed logins at ResponseStarted only', () => {
    const failed =
      '{ a: { responseStatus.code: 401, user.username: null, stage: ResponseStarted }, condition: a }';
    expect(judged(failed, '  - level: Metadata').sight).toBe('all');
    expect(judged(failed, '  - { level: Metadata, omitStages: [ResponseStarted] }').sight).toBe(
      'none',
    );
    expect(
      judged(failed, '  - { level: Metadata, userGroups: ["system:authenticated"] }').sight,
    ).toBe('none');
  });

  it('sees nothing of a stage that is omitted, and exec at its end', () => {
    const exec = (stage: string) =>
      `{ a: { objectRef.subresource: exec, stage: ${stage} }, condition: a }`;
    const head = 'omitStages: [RequestReceived, ResponseStarted]';
    expect(judged(exec('ResponseStarted'), '  - level: Metadata', head).sight).toBe('none');
    expect(
      judged(exec('[ResponseStarted, ResponseComplete]'), '  - level: Metadata', head).sight,
    ).toBe('all');
  });
});
