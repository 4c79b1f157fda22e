import { describe, expect, it } from 'vitest';
import { grantedTo, readRbac } from '../../src/accounts/granted.ts';
import { grantedText, ruleText } from '../../src/accounts/granted-text.ts';
import { identityOf } from '../../src/accounts/identity.ts';
import { neededRoles } from '../../src/accounts/role.ts';
import { roleHeading } from '../../src/accounts/role-heading.ts';
import { rolesReport } from '../../src/accounts/role-report.ts';
import type { AuditRecord, JsonObject } from '../../src/types.ts';
import { APP, did, policyRule, refused, usesIn } from './fixtures.ts';

const OPTIONS = { names: 20, namespaces: 20, defaults: false };

function reportOn(records: readonly AuditRecord[], rules?: readonly JsonObject[]) {
  const uses = usesIn(records);
  const metadata = { name: 'app' };
  const rbac = rules && [
    { kind: 'ClusterRole', metadata, rules },
    {
      kind: 'ClusterRoleBinding',
      metadata,
      roleRef: { kind: 'ClusterRole', name: 'app' },
      subjects: [{ kind: 'User', name: APP }],
    },
  ];
  const granted =
    rbac && grantedTo(readRbac({ kind: 'List', items: rbac }), identityOf(APP), uses.groups);
  return rolesReport(uses, neededRoles(uses, OPTIONS), { granted, notes: [] }).report;
}

describe('what stands above roles', () => {
  it('says what they rest on and what they leave out', () => {
    const lines = roleHeading(reportOn([did('get pods prod/a'), refused('get pods prod/b')]), [
      '::1',
    ]);
    expect(lines).toEqual([
      expect.stringMatching(/^What ServiceAccount prod\/app was seen to do.*: 1 request, 2026/),
      expect.stringContaining('review, then apply'),
      'It came from ::1.',
      'Left out: 1 request that it was refused.',
    ]);
  });

  it('says that nothing is needed', () => {
    expect(roleHeading(reportOn([did('get /version')]))[0]).toContain('was allowed nothing');
  });

  it('says what the log does not tell, for lack of bodies or of room', () => {
    const group = 'rbac.authorization.k8s.io';
    const { notes } = reportOn([
      did(`create rolebindings.${group} prod/b`),
      did(`update roles.${group} prod/r`),
      did('update certificatesigningrequests/approval.certificates.k8s.io /c'),
      did('get * prod/a'),
    ]);
    expect(
      notes.map((note) => /bind that role|escalate|approve|called \*/.exec(note)?.[0]),
    ).toEqual(['bind that role', 'escalate', 'approve', 'called *']);
  });
});

describe('rights that are granted, for people', () => {
  it('show what stands behind wildcards, and where they were used', () => {
    const rules = [{ verbs: ['*'], apiGroups: ['*'], resources: ['*'] }];
    const report = reportOn([did('get pods prod/a'), did('list secrets test/')], rules);
    const text = grantedText(report, report.granted ?? []);
    expect(text).toContain('ClusterRoleBinding app → ClusterRole app, rule 1, to User system:');
    expect(text).toContain('for: get pods, list secrets');
    expect(text).toContain('holds everywhere, used in prod, test only');
  });

  it('obey no name', () => {
    const report = reportOn([], [{ verbs: ['\u001b[2J'], apiGroups: [''], resources: ['\n'] }]);
    expect(grantedText(report, report.granted ?? [])).not.toMatch(/\u001b|^$\n^$/m);
  });

  it.each([
    ['get, list: pods', policyRule({ verbs: ['get', 'list'], resources: ['pods'] })],
    [
      'get: jobs in batch',
      policyRule({ verbs: ['get'], apiGroups: ['batch'], resources: ['jobs'] }),
    ],
    [
      'get: pods called a',
      policyRule({ verbs: ['get'], resources: ['pods'], resourceNames: ['a'] }),
    ],
    ['get: /metrics', policyRule({ verbs: ['get'], nonResourceURLs: ['/metrics'] })],
  ])('read as %s', (text, rule) => {
    expect(ruleText(rule)).toBe(text);
  });
});
