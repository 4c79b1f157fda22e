import * as fc from 'fast-check';
import type { Act } from '../../src/investigate/act.ts';
import type { Json, JsonObject } from '../../src/types.ts';
import { anyText } from '../text/fixtures.ts';
import { act, MINUTE, START, THIEF } from './acts.ts';

/** Acts of every kind, with an attacker's text wherever text can be. */

/** Stands for what only a Secret's values have. */
export const VALUE = 'c2VjcmV0LXZhbHVl';

const KINDS: readonly (readonly [on: string, group: string])[] = [
  'secrets configmaps serviceaccounts serviceaccounts/token pods pods/exec pods/log pods/eviction nodes nodes/proxy',
  'pods/ephemeralcontainers namespaces events services persistentvolumeclaims',
]
  .join(' ')
  .split(' ')
  .map((on) => [on, ''] as const);

const GROUPED: readonly (readonly [on: string, group: string])[] = [
  ['deployments', 'apps'],
  ['deployments/scale', 'apps'],
  ['cronjobs', 'batch'],
  ['clusterroles', 'rbac.authorization.k8s.io'],
  ['rolebindings', 'rbac.authorization.k8s.io'],
  ['clusterrolebindings', 'rbac.authorization.k8s.io'],
  ['certificatesigningrequests', 'certificates.k8s.io'],
  ['certificatesigningrequests/approval', 'certificates.k8s.io'],
  ['mutatingwebhookconfigurations', 'admissionregistration.k8s.io'],
  ['validatingadmissionpolicies', 'admissionregistration.k8s.io'],
  ['apiservices', 'apiregistration.k8s.io'],
  ['customresourcedefinitions', 'apiextensions.k8s.io'],
  ['selfsubjectaccessreviews', 'authorization.k8s.io'],
  ['widgets', 'example.com'],
  ['', ''],
];

const VERBS = 'get list watch create update patch delete deletecollection bogus'.split(' ');

/** Few names, so that they meet, and some that are hostile. */
const anyName = fc.oneof(fc.constantFrom('a', 'b', 'default'), anyText(12));

/** Bodies with the members that are looked at, each of them anything. */
function anyBody(): fc.Arbitrary<JsonObject> {
  const json = fc.letrec<{ value: Json }>((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      fc.constantFrom<Json>(null, true, 0, 1, 'x', 'privileged'),
      anyText(8),
      fc.array(tie('value'), { maxLength: 2 }),
      fc.dictionary(
        fc.constantFrom('name', 'kind', 'spec', 'image', 'rules', 'path'),
        tie('value'),
        { maxKeys: 3 },
      ),
    ),
  })).value;
  const metadata = fc.record(
    { name: anyName, labels: json, annotations: json },
    { requiredKeys: [] },
  );
  return fc.record(
    {
      kind: fc.constantFrom('Secret', 'List', 'Table', 'Status', 'Role'),
      type: fc.constantFrom('Opaque', 'kubernetes.io/service-account-token'),
      metadata,
      data: fc.constant({ password: VALUE }),
      stringData: fc.constant({ password: VALUE }),
      spec: json,
      rules: json,
      roleRef: json,
      subjects: json,
      webhooks: json,
      items: fc.array(fc.record({ metadata, data: fc.constant({ a: VALUE }) }), { maxLength: 3 }),
      rows: json,
      status: fc.constant({ token: VALUE }),
    },
    { requiredKeys: [] },
  );
}

const anyQuery = fc.oneof(
  fc.constantFrom(
    'dryRun=All',
    'watch=1&resourceVersion=7',
    'labelSelector=a%3Db',
    'command=id',
    '',
  ),
  anyText(12),
);

/** One act, so many minutes after the one before. */
function anyAct(): fc.Arbitrary<(time: number, index: number) => Act> {
  return fc
    .record(
      {
        kind: fc.constantFrom(...KINDS, ...GROUPED),
        verb: fc.constantFrom(...VERBS),
        namespace: anyName,
        name: anyName,
        code: fc.constantFrom(200, 201, 101, 401, 403, 404, 409, null),
        query: anyQuery,
        level: fc.constantFrom('Metadata', 'Request', 'RequestResponse'),
        requestObject: fc.oneof(anyBody(), fc.array(anyBody(), { maxLength: 2 })),
        responseObject: anyBody(),
        annotations: fc.dictionary(
          fc.constantFrom(
            'audit.k8s.io/truncated',
            'authentication.kubernetes.io/issued-credential-id',
          ),
          anyText(8),
        ),
        as: fc.oneof(fc.constantFrom('system:node:a', 'jane'), anyText(8)),
        whose: fc.constantFrom(
          'suspect' as const,
          'suspect' as const,
          'own' as const,
          'other' as const,
        ),
        identity: fc.oneof(
          fc.constantFrom(THIEF, 'jane', '?', 'system:kube-controller-manager'),
          anyText(8),
        ),
        credential: fc.oneof(fc.constantFrom('JTI=1', 'JTI=2', 'pod:prod/a'), anyText(8)),
        partial: fc.boolean(),
      },
      { requiredKeys: ['kind', 'verb', 'code', 'whose', 'identity'] },
    )
    .map(({ kind: [on, group], ...told }) => (time, index) => {
      return act({ ...told, on, group, time, id: `event-${index}` });
    });
}

/** Acts in the order of their time. */
export function anyActs(maxLength = 40): fc.Arbitrary<Act[]> {
  const spaced = fc.tuple(anyAct(), fc.integer({ min: 0, max: 30 }));
  return fc.array(spaced, { maxLength }).map((all) => {
    let time = START;
    return all.map(([make, minutes], index) => {
      time += minutes * MINUTE;
      return make(time, index);
    });
  });
}
