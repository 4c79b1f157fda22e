/** Objects as they are sent to kube-apiserver. */

const GROUP = 'rbac.authorization.k8s.io';

/** Who is bound: `shop:orders` is a ServiceAccount, `user:bob` a user, `group:team` a group. */
export function subject(who: string): object {
  const [namespace = '', name = ''] = who.split(':');
  if (namespace === 'user') return { kind: 'User', apiGroup: GROUP, name };
  if (namespace === 'group') return { kind: 'Group', apiGroup: GROUP, name };
  return { kind: 'ServiceAccount', namespace, name };
}

/** A RoleBinding or a ClusterRoleBinding, to be sent where that kind is. */
export function binding(
  name: string,
  role: string,
  whom: string,
  kind: 'Role' | 'ClusterRole' = 'ClusterRole',
): object {
  return {
    metadata: { name },
    subjects: [subject(whom)],
    roleRef: { apiGroup: GROUP, kind, name: role },
  };
}

/** A template of pods, or a pod's body beside its metadata. */
export function podSpec(account: string, image: string, more: object = {}): object {
  return {
    serviceAccountName: account,
    containers: [{ name: 'main', image }],
    ...more,
  };
}

export function deployment(name: string, account: string, image: string): object {
  const labels = { app: name };
  return {
    metadata: { name },
    spec: {
      replicas: 1,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: podSpec(account, image) },
    },
  };
}

/** Runs on New Year's night, that is: not while anybody looks. */
export function cronJob(name: string, account: string, image: string): object {
  const template = { spec: podSpec(account, image, { restartPolicy: 'Never' }) };
  return {
    metadata: { name },
    spec: { schedule: '0 3 1 1 *', jobTemplate: { spec: { template } } },
  };
}

/** Asks nobody about anything that happens here: it is for namespaces with a label that none has. */
export function webhook(name: string): object {
  return {
    metadata: { name },
    webhooks: [
      {
        name: `${name}.example.com`,
        clientConfig: { url: 'https://127.0.0.1:9/check' },
        rules: [
          { apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['secrets'] },
        ],
        namespaceSelector: { matchLabels: { watched: 'yes' } },
        failurePolicy: 'Ignore',
        sideEffects: 'None',
        timeoutSeconds: 1,
        admissionReviewVersions: ['v1'],
      },
    ],
  };
}

/** A request for a client certificate; `request` is PEM. */
export function signingRequest(name: string, request: string): object {
  return {
    metadata: { name },
    spec: {
      request: Buffer.from(request).toString('base64'),
      signerName: 'kubernetes.io/kube-apiserver-client',
      usages: ['client auth'],
    },
  };
}

/** The same object with its approval. */
export function approved(text: string): object {
  const condition = { type: 'Approved', status: 'True', reason: 'Reviewed' };
  return { ...JSON.parse(text), status: { conditions: [condition] } };
}

/** A request for a token that is bound to nothing. */
export const FREE_TOKEN = {
  apiVersion: 'authentication.k8s.io/v1',
  kind: 'TokenRequest',
  spec: { audiences: [] },
};
