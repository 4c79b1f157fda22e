import { describe, expect, it } from 'vitest';
import { whatOf } from '../../../src/investigate/left-behind/what.ts';
import type { JsonObject } from '../../../src/types.ts';
import { certificateRequest } from '../../record/derived/certificate-request.ts';
import { act, RBAC, type Told } from '../acts.ts';

const what = (on: string, requestObject?: JsonObject, more: Told = {}) =>
  whatOf(
    act({
      verb: 'create',
      on,
      namespace: 'prod',
      name: 'x',
      ...(requestObject && { requestObject }),
      ...more,
    }),
  ).what;

const pods = (spec: JsonObject) => ({ template: { spec } });

const CASES: readonly (readonly [on: string, body: JsonObject, told: string])[] = [
  [
    'clusterroles',
    { rules: [{ apiGroups: [''], resources: ['pods', 'secrets'], verbs: ['get'] }] },
    'grants "get secrets" and "get pods"',
  ],
  [
    'clusterroles',
    { metadata: { labels: { 'rbac.authorization.k8s.io/aggregate-to-view': 'true' } } },
    'is added to ClusterRole view',
  ],
  [
    'rolebindings',
    {
      roleRef: { kind: 'ClusterRole', name: 'admin' },
      subjects: [
        { kind: 'Group', name: 'system:serviceaccounts' },
        { kind: 'User', name: 'a b' },
      ],
    },
    'binds ClusterRole admin to user "a b", group system:serviceaccounts in namespace prod',
  ],
  [
    'secrets',
    {
      type: 'kubernetes.io/service-account-token',
      metadata: { annotations: { 'kubernetes.io/service-account.name': 'admin' } },
    },
    'holds a token of ServiceAccount prod/admin that never expires',
  ],
  ['secrets', { type: 'bootstrap.kubernetes.io/token' }, 'lets new nodes join the cluster'],
  [
    'serviceaccounts',
    { metadata: { annotations: { 'eks.amazonaws.com/role-arn': 'arn:aws:iam::1:role/a' } } },
    'is an identity that tokens can be asked for, and is arn:aws:iam::1:role/a in the cloud',
  ],
  [
    'cronjobs',
    {
      spec: {
        schedule: '* * * * *',
        jobTemplate: {
          spec: pods({
            serviceAccountName: 'admin',
            hostPID: true,
            containers: [{ image: 'evil:1' }],
          }),
        },
      },
    },
    'runs evil:1 as ServiceAccount prod/admin on schedule "* * * * *", hostPID',
  ],
  [
    'mutatingwebhookconfigurations',
    {
      webhooks: [
        {
          clientConfig: { url: 'https://evil.example/a' },
          rules: [{ operations: ['CREATE'], resources: ['pods'] }],
        },
      ],
    },
    'sees and changes "create pods", at https://evil.example/a',
  ],
  [
    'apiservices',
    { spec: { service: { name: 's', namespace: 'n' } } },
    'answers requests for x from "service n/s"',
  ],
  ['services', { spec: { externalIPs: ['192.0.2.1'] } }, 'takes what is sent to 192.0.2.1'],
  [
    'namespaces',
    { metadata: { labels: { 'pod-security.kubernetes.io/enforce': 'privileged' } } },
    'is a namespace whose pods are held to privileged',
  ],
  ['widgets', {}, 'is one of widgets'],
];

describe('whatOf', () => {
  it.each(CASES)('tells what %s do', (on, body, told) => {
    expect(what(on, body)).toBe(told);
  });

  it.each([
    ['clusterroles', 'grants rights; body not logged'],
    ['clusterrolebindings', 'binds a role; body not logged'],
    ['secrets', 'is a Secret, which may hold a token that never expires; body not logged'],
    ['deployments', 'runs something; body not logged'],
    ['certificatesigningrequests', 'asks for a certificate for a user that was not logged'],
    ['widgets', 'was made; body not logged'],
  ])('says of %s when there was no body', (on, told) => {
    expect(what(on)).toBe(told);
  });

  it('gives a certificate to a user in groups, and without a user to nobody', async () => {
    const asked = async (subject: string) =>
      whatOf(
        act({
          verb: 'create',
          on: 'certificatesigningrequests',
          requestObject: { spec: { request: await certificateRequest(subject) } },
        }),
      );
    expect(await asked('CN=eve,O=devs')).toEqual({
      what: 'asks for a certificate for user eve in group devs',
      beneficiaries: ['eve', 'devs'],
    });
    expect(await asked('O=system:masters')).toEqual({
      what: 'asks for a certificate for no user in group system:masters',
      beneficiaries: [],
    });
  });

  it('says that something was changed, where that is all that is known', () => {
    expect(what('configmaps', undefined, { verb: 'patch' })).toBe('was changed; body not logged');
  });

  it('names the container that was added to a pod', () => {
    const spec = { containers: [{ image: 'app:1' }], ephemeralContainers: [{ image: 'evil:1' }] };
    expect(what('pods/ephemeralcontainers', { spec }, { verb: 'patch' })).toBe(
      'runs evil:1 in a container that was added',
    );
  });

  it('lets no name continue the clause', () => {
    const body = { roleRef: { kind: 'ClusterRole', name: 'a" to nobody' }, subjects: [] };
    expect(what('clusterrolebindings', body, { group: RBAC })).toBe(
      'binds ClusterRole "a\\u{22} to nobody" to subjects that were not logged',
    );
  });
});
