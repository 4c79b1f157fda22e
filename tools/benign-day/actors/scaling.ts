import type { Micros } from '../../../src/types.ts';
import { HOUR, MINUTE, SECOND } from '../../samples/cluster.ts';
import { VERSION } from '../actor.ts';
import { type App, replacePod, service, slices } from '../apps.ts';
import { certificateRequest } from '../certificates.ts';
import { followAll, lead } from '../informers.ts';
import { conflict, failure } from '../kinds.ts';
import { runKubelet } from '../kubelet.ts';
import type { Node } from '../nodes.ts';
import { clock, DAY, version, type World } from '../world.ts';
import { runDaemons } from './daemons.ts';

/** HorizontalPodAutoscalers, and the cluster-autoscaler that makes nodes come in the morning and go at night. */
export function scaling(world: World, apps: readonly App[]): void {
  horizontal(world, apps);
  const scaler = service(
    world,
    'kube-system',
    'cluster-autoscaler',
    `cluster-autoscaler/v1.34.0 (linux/amd64) kubernetes/$Format`,
  );
  followAll(
    world,
    scaler,
    'pods nodes services replicasets statefulsets daemonsets jobs poddisruptionbudgets persistentvolumeclaims storageclasses csinodes',
  );
  lead(world, scaler, 'kube-system', 'cluster-autoscaler', { period: 5 * SECOND });
  world.timeline.every(10 * SECOND, DAY + 4 * SECOND, (time) => {
    const status = { namespace: 'kube-system', name: 'cluster-autoscaler-status' };
    world.ask(time, scaler, 'get', 'configmaps', status);
    world.ask(time + 9000, scaler, 'update', 'configmaps', status);
  });
  for (let index = 0; index < 5; index++) {
    world.timeline.at(clock(7, 40 + 4 * index), (time) => {
      const node = world.addNode();
      join(world, time, node);
      world.timeline.at(clock(20, 10 + 7 * index), (end) => leave(world, end, node, scaler, apps));
    });
  }
  // A certificate of a kubelet is renewed every hour somewhere.
  world.timeline.every(HOUR, DAY + 35 * MINUTE, (time) => {
    const node = world.pick(world.nodes.filter(({ present }) => present));
    certificate(world, time, node, node.kubelet);
  });
}

function horizontal(world: World, apps: readonly App[]): void {
  const scaler = world.controller('horizontal-pod-autoscaler');
  for (const app of apps.slice(0, 6)) {
    const { namespace, name } = app;
    const query = `labelSelector=app%3D${name}`;
    world.timeline.every(15 * SECOND, DAY + world.random.between(0, 15 * SECOND), (time) => {
      world.ask(time, scaler, 'list', 'pods.metrics.k8s.io', { namespace, query });
    });
    world.timeline.every(90 * MINUTE, DAY + world.random.between(0, 90 * MINUTE), (time) => {
      world.ask(time, scaler, 'get', 'deployments/scale', { namespace, name });
      world.ask(time + 9000, scaler, 'update', 'deployments/scale', { namespace, name });
      const one = app.pods[0];
      if (one !== undefined) replacePod(world, time + SECOND, app, one);
    });
  }
}

/** A kubelet asks for a client certificate; the certificate controller approves and signs. */
function certificate(world: World, time: Micros, node: Node, by: Node['kubelet']): void {
  const name = `csr-${world.random.suffix(5)}`;
  const signer = world.controller('certificate-controller');
  const kind = 'CertificateSigningRequest';
  const requestObject = {
    kind,
    apiVersion: 'certificates.k8s.io/v1',
    metadata: { generateName: 'csr-' },
    spec: {
      request: certificateRequest(`system:node:${node.name}`, 'system:nodes'),
      signerName: 'kubernetes.io/kube-apiserver-client-kubelet',
      usages: ['digital signature', 'client auth'],
    },
    status: {},
  };
  world.ask(time, by, 'create', 'certificatesigningrequests', { requestObject });
  const change = { name, requestObject, resourceVersion: version(time) };
  world.ask(time + 50_000, signer, 'create', 'subjectaccessreviews', {
    requestObject: {
      kind: 'SubjectAccessReview',
      apiVersion: 'authorization.k8s.io/v1',
      metadata: {},
      spec: {
        resourceAttributes: {
          verb: 'create',
          group: 'certificates.k8s.io',
          resource: 'certificatesigningrequests',
          subresource: 'selfnodeclient',
        },
        user: `system:node:${node.name}`,
        groups: ['system:nodes', 'system:authenticated'],
      },
      status: { allowed: false },
    },
  });
  world.ask(time + 80_000, signer, 'update', 'certificatesigningrequests/approval', change);
  world.ask(time + 120_000, signer, 'update', 'certificatesigningrequests/status', change);
  world.ask(time + 200_000, by, 'watch', 'certificatesigningrequests', {
    name,
    query: `fieldSelector=metadata.name%3D${name}&watch=true`,
    open: 2 * SECOND,
  });
}

/** A node that the autoscaler ordered: its bootstrap token, its certificate, the Node, its DaemonSets. */
function join(world: World, time: Micros, node: Node): void {
  const { name, ip } = node;
  const bootstrap: Node['kubelet'] = {
    ip,
    agent: `kubelet/${VERSION}`,
    reason:
      'RBAC: allowed by ClusterRoleBinding "kubeadm:kubelet-bootstrap" of ClusterRole "system:node-bootstrapper" to Group "system:bootstrappers:kubeadm:default-node-token"',
    user: () => ({
      username: 'system:bootstrap:k7xw2p',
      groups: [
        'system:bootstrappers',
        'system:bootstrappers:kubeadm:default-node-token',
        'system:authenticated',
      ],
    }),
  };
  certificate(world, time, node, bootstrap);
  const later = time + 4 * SECOND;
  world.ask(later, node.kubelet, 'create', 'nodes', { name });
  world.ask(later + 30_000, node.kubelet, 'get', 'csinodes', { name });
  world.ask(later + 90_000, node.kubelet, 'create', 'csinodes', { name });
  world.ask(later + 95_000, node.kubelet, 'create', 'leases', {
    namespace: 'kube-node-lease',
    name,
  });
  for (const who of ['node-controller', 'ttl-controller']) {
    world.ask(later + SECOND, world.controller(who), 'patch', 'nodes', { name });
  }
  world.timeline.at(later + SECOND, () => runKubelet(world, node, later + SECOND));
  world.timeline.at(later + 2 * SECOND, () => runDaemons(world, node, later + 2 * SECOND));
}

/** The autoscaler empties a node and takes it away. */
function leave(
  world: World,
  time: Micros,
  node: Node,
  scaler: ReturnType<typeof service>,
  apps: readonly App[],
): void {
  const { name } = node;
  const late = conflict('nodes', name);
  world.ask(time, scaler, 'update', 'nodes', { name, ...late });
  world.ask(time + SECOND, scaler, 'update', 'nodes', { name });
  const mine = apps.flatMap((app) =>
    app.pods.filter((pod) => pod.node === node).map((pod) => ({ app, pod })),
  );
  for (const [index, { app, pod }] of mine.entries()) {
    evict(world, time + (2 + index) * SECOND, scaler, app, pod);
  }
  world.timeline.at(time + 6 * MINUTE, (at) => {
    node.present = false;
    const cloud = world.controller('node-controller');
    world.ask(at, { ...scaler, reason: scaler.reason }, 'get', 'nodes', { name });
    world.ask(at + 20 * SECOND, cloud, 'delete', 'nodes', { name });
    const gone = world.controller('pod-garbage-collector');
    for (const pod of node.pods) {
      pod.running = false;
      const { namespace } = pod.spec;
      world.ask(at + 40 * SECOND, gone, 'delete', 'pods', {
        namespace,
        name: pod.spec.name,
        query: 'gracePeriodSeconds=0',
      });
    }
  });
}

/** A pod evicted from its node: it comes up elsewhere. A budget may say no at first. */
export function evict(
  world: World,
  time: Micros,
  by: Node['kubelet'],
  app: App,
  pod: App['pods'][number],
): void {
  const { namespace } = app;
  const { name } = pod.spec;
  if (world.random.next() < 0.2) {
    const message = "Cannot evict pod as it would violate the pod's disruption budget.";
    world.ask(time, by, 'create', 'pods/eviction', {
      namespace,
      name,
      ...failure(429, 'TooManyRequests', message),
      reason: by.reason,
    });
  }
  world.timeline.at(time + 5 * SECOND, (at) => {
    world.ask(at, by, 'create', 'pods/eviction', { namespace, name });
    replacePod(world, at + SECOND, app, pod, true);
    slices(world, at + 2 * SECOND, app);
  });
}
