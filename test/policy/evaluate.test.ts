import { describe, expect, it } from 'vitest';
import { type Asked, decide, fitsKind } from '../../src/policy/evaluate.ts';
import { policyOf } from './fixtures.ts';

const tim = { name: 'tim@example.com', groups: ['humans', 'developers'] };
const object = (group: string, resource: string, changes: Partial<Asked['resource']> = {}) => ({
  group,
  resource,
  subresource: '',
  namespace: '',
  name: '',
  ...changes,
});
const pod = object('', 'pods', { namespace: 'default', name: 'busybox' });

/** The requests that kube-apiserver's own tests of its policies ask about. */
const ASKED = {
  namespaced: { user: tim, verb: 'get', path: '/', resource: pod },
  cluster: {
    user: tim,
    verb: 'get',
    path: '/',
    resource: object('rbac.authorization.k8s.io', 'clusterroles', { name: 'edit' }),
  },
  nonResource: { user: tim, verb: 'get', path: '/logs/kubelet.log' },
  subresource: { user: tim, verb: 'get', path: '/', resource: { ...pod, subresource: 'log' } },
  unauthorized: { verb: 'get', path: '/', resource: pod },
  status: {
    user: tim,
    verb: 'update',
    path: '/',
    resource: object('rbac.authorization.k8s.io', 'clusterroles', { subresource: 'status' }),
  },
} satisfies Record<string, Asked>;

const RULES = {
  all: '{ level: Metadata }',
  create: '{ level: Request, verbs: [create] }',
  tim: '{ level: Metadata, users: [tim@example.com] }',
  humans: '{ level: Metadata, userGroups: [humans] }',
  accounts: '{ level: Request, userGroups: ["system:serviceaccounts"] }',
  both: '{ level: Request, users: [tim@example.com], userGroups: ["system:masters"] }',
  pods: '{ level: RequestResponse, verbs: [get], resources: [{ resources: [pods] }] }',
  podLogs: '{ level: Request, verbs: [get], resources: [{ resources: [pods/log] }] }',
  everyResource: '{ level: Request, verbs: [get], resources: [{ resources: ["*"] }] }',
  everyLog: '{ level: Request, verbs: [get], resources: [{ resources: ["*/log"] }] }',
  belowPods: '{ level: Request, verbs: [get], resources: [{ resources: ["pods/*"] }] }',
  group: '{ level: Request, resources: [{ group: rbac.authorization.k8s.io }] }',
  clusterRoles:
    '{ level: RequestResponse, verbs: [get], resources: [{ group: rbac.authorization.k8s.io, resources: [clusterroles] }], namespaces: [""] }',
  edit: '{ level: Request, resources: [{ group: rbac.authorization.k8s.io, resources: [clusterroles], resourceNames: [edit] }] }',
  everyStatus:
    '{ level: RequestResponse, verbs: [update], resources: [{ group: "*", resources: ["*/status"] }] }',
  inDefault: '{ level: Request, namespaces: [default] }',
  logs: '{ level: RequestResponse, verbs: [get], nonResourceURLs: ["/logs*"] }',
  metrics: '{ level: Request, verbs: [get], nonResourceURLs: [/metrics] }',
  everyPath: '{ level: Request, nonResourceURLs: ["*"] }',
};

const decided = (asked: Asked, ...names: (keyof typeof RULES)[]) =>
  decide(policyOf(names.map((name) => `  - ${RULES[name]}`).join('\n')).policy, asked).level;

describe('a policy', () => {
  it.each<[keyof typeof ASKED, string, (keyof typeof RULES)[]]>([
    ['namespaced', 'Metadata', ['all']],
    ['namespaced', 'None', ['create']],
    ['namespaced', 'Metadata', ['tim']],
    ['namespaced', 'Metadata', ['humans']],
    ['namespaced', 'None', ['accounts']],
    ['namespaced', 'None', ['both']],
    ['namespaced', 'RequestResponse', ['pods']],
    ['namespaced', 'None', ['clusterRoles']],
    ['namespaced', 'None', ['logs']],
    ['namespaced', 'None', ['everyPath']],
    ['namespaced', 'Request', ['belowPods']],
    ['namespaced', 'Request', ['inDefault']],
    ['namespaced', 'Metadata', ['metrics', 'accounts', 'all']],
    ['namespaced', 'RequestResponse', ['podLogs', 'pods']],
    ['cluster', 'RequestResponse', ['clusterRoles']],
    ['cluster', 'Request', ['edit', 'clusterRoles']],
    ['cluster', 'Request', ['group']],
    ['cluster', 'None', ['pods']],
    ['cluster', 'None', ['everyResource']],
    ['cluster', 'None', ['inDefault']],
    ['nonResource', 'RequestResponse', ['logs', 'clusterRoles', 'all']],
    ['nonResource', 'None', ['metrics']],
    ['nonResource', 'None', ['everyResource']],
    ['nonResource', 'Request', ['everyPath']],
    ['nonResource', 'Metadata', ['all']],
    ['subresource', 'Request', ['podLogs', 'pods']],
    ['subresource', 'None', ['pods']],
    ['subresource', 'Request', ['everyResource']],
    ['subresource', 'Request', ['everyLog']],
    ['subresource', 'Request', ['belowPods']],
    ['unauthorized', 'None', ['tim']],
    ['unauthorized', 'None', ['humans']],
    ['unauthorized', 'Metadata', ['humans', 'all']],
    ['status', 'RequestResponse', ['everyStatus']],
    ['status', 'Request', ['group']],
  ])('decides about %s: %s by %j', (asked, level, rules) => {
    expect(decided(ASKED[asked], ...rules)).toBe(level);
  });

  it('omits the stages of the policy and of the rule that decided', () => {
    const { policy } = policyOf('  - { level: Request, omitStages: [Panic, RequestReceived] }');
    expect(decide(policy, ASKED.cluster).omitStages).toEqual(['RequestReceived', 'Panic']);
  });

  it('omits managed fields unless the rule that decided says otherwise', () => {
    const omits = (rule: string) =>
      decide(policyOf(rule, 'omitManagedFields: true').policy, ASKED.cluster).omitManagedFields;
    expect(omits('  - { level: Request }')).toBe(true);
    expect(omits('  - { level: Request, omitManagedFields: false }')).toBe(false);
    expect(omits('  - { level: Request, verbs: [create] }')).toBe(true);
  });

  it('takes `*` alone for resources and their subresources, `*/x` and `x/*` for what they say', () => {
    const exec = { resource: 'pods', subresource: 'exec' };
    const fitting = ['*', 'pods', 'pods/exec', '*/exec', 'pods/*', 'po*', '*/*', 'nodes/*'];
    expect(fitting.filter((written) => fitsKind(written, exec))).toEqual([
      '*',
      'pods/exec',
      '*/exec',
      'pods/*',
    ]);
  });
});
