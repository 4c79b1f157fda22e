import { describe, expect, it } from 'vitest';
import { blindnessJson, blindnessOf, blindnessText } from '../../src/needs/blindness.ts';
import { requestsText } from '../../src/needs/reasons.ts';
import { alertingIn, Reach } from '../../src/needs/rule-needs.ts';
import { policyView } from '../../src/policy/view.ts';
import { policyOf } from '../policy/fixtures.ts';
import { rulesOf } from './fixtures.ts';

const rules = alertingIn(
  rulesOf({
    seen: '{ a: { verb: list, objectRef.resource: secrets }, condition: a }',
    half: '{ a: { verb: [create, patch], objectRef.resource: roles, satrap.grants: "* *.*" }, condition: a }',
    blind:
      '{ a: { verb: create, objectRef.resource: ingresses, requestObject.spec.tls: null }, condition: a }',
    never: '{ a: { verb: list }, b: { verb: get }, condition: a and b }',
    gone: '{ a: { verb: delete, objectRef.resource: leases }, condition: a }',
  }),
);
const POLICY =
  '  - { level: Request, resources: [{ group: rbac.authorization.k8s.io }] }\n  - { level: None, resources: [{ group: coordination.k8s.io }] }\n  - level: Metadata';
const file = policyOf(POLICY);
const blindness = blindnessOf(rules, new Reach(), policyView(file.policy));
const lineOf = (rule: number) => file.placeOf(rule).line;

describe('what rules miss', () => {
  it('is told of those that see nothing first, with what says so', () => {
    expect(blindnessText(blindness, { file: 'p.yaml', lineOf })).toBe(
      `2 can’t raise
  medium        gone
      delete leases.coordination.k8s.io: not logged (p.yaml:6), needs Metadata
  medium        never
      it holds for no request: fill in the lists of the site that it asks for

2 miss something
  medium        blind
      create ingresses.networking.k8s.io: Metadata (p.yaml:7), needs Request
  medium        half
      patch roles.rbac.authorization.k8s.io: Request (p.yaml:5), needs RequestResponse

1 rules see all they ask for, 2 miss something, 2 can’t raise
`,
    );
  });

  it('is the same for programs', () => {
    expect(blindnessJson(blindness, lineOf)).toMatchObject({
      rules: [
        {
          name: 'gone',
          sees: 'none',
          reasons: [{ requests: ['delete leases.coordination.k8s.io'], logged: 'None', line: 6 }],
        },
        { name: 'never', sees: 'none', reasons: [] },
        { name: 'blind', sees: 'part' },
        { name: 'half', sees: 'part', reasons: [{ needs: 'RequestResponse', line: 5 }] },
      ],
      totals: { all: 1, part: 2, unseen: 0, none: 2 },
    });
  });

  it('names some of many requests', () => {
    expect(requestsText(['a', 'b', 'c', 'd'])).toBe('a, b, c, d');
    expect(requestsText(['a', 'b', 'c', 'd', 'e'])).toBe('a, b, c and 2 more');
  });
});
