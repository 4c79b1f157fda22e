import { describe, expect, it } from 'vitest';
import { readPolicy } from '../../src/policy/read.ts';

const HEAD = 'apiVersion: audit.k8s.io/v1\nkind: Policy\n';
const problemsOf = (text: string) =>
  readPolicy('p.yaml', text).problems.map(({ line, message }) => `${line}: ${message}`);

describe('a policy file', () => {
  it('fills in what kube-apiserver does: absent and empty lists, the core group', () => {
    const { policy } = readPolicy(
      'p.yaml',
      `${HEAD}metadata: { name: x }\nrules:\n  - { level: None, users: null, resources: [{ resources: [pods] }] }\n`,
    );
    expect(policy?.policy).toMatchObject({ omitStages: [], omitManagedFields: false });
    expect(policy?.policy.rules[0]).toMatchObject({
      users: [],
      verbs: [],
      resources: [{ group: '', resources: ['pods'], resourceNames: [] }],
    });
    expect(policy?.placeOf(0)).toEqual({ line: 5, column: 5 });
  });

  it('may use anchors', () => {
    const text = `${HEAD}rules:\n  - { level: Request, verbs: &w [create] }\n  - { level: Metadata, verbs: *w }\n`;
    expect(readPolicy('p.yaml', text).policy?.policy.rules[1]?.verbs).toEqual(['create']);
  });

  it.each([
    ['rules: []', /^3: rules must have a rule/],
    [
      'rules: [{ level: metadata }]',
      /^3: rules\[0\]\.level must be one of .*did you mean Metadata/,
    ],
    ['rules: [{ users: [a] }]', /^3: rules\[0\]\.level is missing/],
    [
      'rules: [{ level: None, usres: [a] }]',
      /^3: there is no rules\[0\]\.usres; did you mean users/,
    ],
    ['omitStages: [Started]\nrules: [{ level: None }]', /^3: omitStages\[0\] must be one of/],
    [
      'rules: [{ level: None, nonResourceURLs: [healthz] }]',
      /nonResourceURLs\[0\] must begin with/,
    ],
    [
      'rules: [{ level: None, nonResourceURLs: ["/a*/b"] }]',
      /nonResourceURLs\[0\] must begin with/,
    ],
    [
      'rules: [{ level: None, nonResourceURLs: [/a], namespaces: [b] }]',
      /must be in a rule of their/,
    ],
    [
      'rules: [{ level: None, resources: [{ group: apps/v1 }] }]',
      /without a version, such as apps/,
    ],
    [
      'rules: [{ level: None, resources: [{ resourceNames: [a] }] }]',
      /must stand beside resources/,
    ],
    ['rules: [{ level: None, resources: [{ resource: [a] }] }]', /did you mean resources/],
  ])('is refused with a place and advice: %s', (rest, message) => {
    expect(problemsOf(`${HEAD}${rest}\n`)).toEqual([expect.stringMatching(message)]);
  });

  it('is nothing else: another kind, another version, no YAML', () => {
    expect(
      problemsOf('apiVersion: audit.k8s.io/v1beta1\nkind: Policy\nrules: [{ level: None }]'),
    ).toEqual([expect.stringMatching(/^1: apiVersion must be one of audit\.k8s\.io\/v1/)]);
    expect(problemsOf('rules: [')).not.toEqual([]);
    expect(problemsOf('')).not.toEqual([]);
    expect(problemsOf('- a')).toEqual([
      expect.stringMatching(/^1: the policy must be a map of keys/),
    ]);
  });
});
