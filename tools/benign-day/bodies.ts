import type { JsonObject } from '../../src/types.ts';
import type { PodSpec } from './nodes.ts';

/** What a workload's pods look like, where it isn't the plain web application. */
export interface Shape {
  readonly image: string;
  readonly hostPaths?: readonly string[];
  readonly privileged?: boolean;
  readonly capabilities?: readonly string[];
  readonly hostPID?: boolean;
  /** Whether it is to run everywhere, whatever a node's taints say. */
  readonly everywhere?: boolean;
}

/** A PodSpec. */
export function podSpec(
  spec: Omit<PodSpec, 'name' | 'agent' | 'reason'>,
  shape: Shape,
): JsonObject {
  const { account, app = account, hostNetwork, secrets = [] } = spec;
  const { image, hostPaths = [], privileged, capabilities, hostPID, everywhere } = shape;
  const volumes = hostPaths.map((path, index) => ({ name: `host-${index}`, hostPath: { path } }));
  const mounted = secrets.map((secretName) => ({ name: secretName, secret: { secretName } }));
  const plain = { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } };
  const securityContext =
    privileged === true
      ? { privileged }
      : capabilities === undefined
        ? { ...plain, runAsNonRoot: true, readOnlyRootFilesystem: true }
        : { capabilities: { add: [...capabilities], drop: ['ALL'] } };
  return {
    ...(volumes.length + mounted.length > 0 && { volumes: [...volumes, ...mounted] }),
    containers: [
      {
        name: app,
        image,
        resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { memory: '256Mi' } },
        terminationMessagePath: '/dev/termination-log',
        imagePullPolicy: 'IfNotPresent',
        securityContext,
      },
    ],
    restartPolicy: 'Always',
    terminationGracePeriodSeconds: 30,
    dnsPolicy: 'ClusterFirst',
    serviceAccountName: account,
    ...(hostNetwork === true && { hostNetwork }),
    ...(hostPID === true && { hostPID }),
    ...(everywhere === true && { tolerations: [{ operator: 'Exists' }] }),
    schedulerName: 'default-scheduler',
  };
}

/** A pod as its controller creates it: the name comes from the server. */
export function podBody(spec: PodSpec, shape: Shape, owner: string, ownerName: string): JsonObject {
  return {
    kind: 'Pod',
    apiVersion: 'v1',
    metadata: {
      generateName: `${ownerName}-`,
      namespace: spec.namespace,
      labels: { app: spec.app ?? spec.account },
      ownerReferences: [{ apiVersion: 'apps/v1', kind: owner, name: ownerName, controller: true }],
    },
    spec: podSpec(spec, shape),
    status: {},
  };
}

/** A workload with a template of such pods. */
export function workloadBody(
  kind: string,
  spec: Omit<PodSpec, 'name' | 'agent' | 'reason'>,
  shape: Shape,
): JsonObject {
  const { namespace, account, app = account } = spec;
  const template = { metadata: { labels: { app } }, spec: podSpec(spec, shape) };
  const metadata = { name: app, namespace, labels: { app } };
  if (kind === 'Job' || kind === 'CronJob') {
    const job = { template: { ...template, spec: { ...template.spec, restartPolicy: 'Never' } } };
    const own = kind === 'Job' ? job : { schedule: '*/10 * * * *', jobTemplate: { spec: job } };
    return { kind, apiVersion: 'batch/v1', metadata, spec: own, status: {} };
  }
  const selector = { matchLabels: { app } };
  return {
    kind,
    apiVersion: 'apps/v1',
    metadata,
    spec: { replicas: 3, selector, template },
    status: {},
  };
}

/** A webhook configuration with one webhook for a few kinds, answered by a Service. */
export function webhookBody(resource: string, name: string, webhook: string): JsonObject {
  const kind = resource.startsWith('mutating')
    ? 'MutatingWebhookConfiguration'
    : 'ValidatingWebhookConfiguration';
  return {
    kind,
    apiVersion: 'admissionregistration.k8s.io/v1',
    metadata: { name },
    webhooks: [
      {
        name: webhook,
        clientConfig: {
          service: { namespace: name, name, path: '/validate', port: 443 },
          caBundle: 'LS0tLS1CRUdJTg==',
        },
        rules: [
          {
            operations: ['CREATE', 'UPDATE'],
            apiGroups: ['cert-manager.io'],
            apiVersions: ['v1'],
            resources: ['certificates'],
            scope: '*',
          },
        ],
        failurePolicy: 'Fail',
        sideEffects: 'None',
        admissionReviewVersions: ['v1'],
      },
    ],
  };
}
