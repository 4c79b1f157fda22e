import type { Micros } from '../../src/types.ts';
import { MINUTE, SECOND } from '../samples/cluster.ts';
import { follow } from './informers.ts';
import type { Node, Pod } from './nodes.ts';
import { DAY, version, type World } from './world.ts';

const followed = new WeakMap<Node, Set<string>>();

/** What a kubelet does for a pod that it runs: objects that it mounts, its tokens, its status. */
export function runPod(world: World, pod: Pod, from?: Micros): void {
  const { node, spec } = pod;
  const { namespace, secrets = [], configmaps = [] } = spec;
  const since = from === undefined ? {} : { from };
  const known = followed.get(node) ?? new Set<string>();
  followed.set(node, known);
  const mount = (kind: string, name: string) => {
    const key = `${kind}/${namespace}/${name}`;
    if (known.has(key)) return;
    known.add(key);
    const selector = `fieldSelector=metadata.name%3D${name}`;
    const alive = () => {
      const used =
        node.present && [...node.pods].some((other) => other.spec.namespace === namespace);
      if (!used) known.delete(key);
      return used;
    };
    follow(world, node.kubelet, kind, { namespace, name, selector, alive, ...since });
  };
  mount('configmaps', 'kube-root-ca.crt');
  for (const name of configmaps) mount('configmaps', name);
  for (const name of secrets) mount('secrets', name);
  tokens(world, pod, from);
}

/** A token at the pod's start, and a new one whenever 80 % of its time are over. */
function tokens(world: World, pod: Pod, from: Micros | undefined): void {
  const { spec, node, uid } = pod;
  const { namespace, account } = spec;
  const request = (time: Micros) => {
    if (!pod.running || !node.present) return;
    const { id, until } = pod.token(time);
    world.ask(time, node.kubelet, 'create', 'serviceaccounts/token', {
      namespace,
      name: account,
      annotations: { 'authentication.kubernetes.io/issued-credential-id': id },
      requestObject: {
        kind: 'TokenRequest',
        apiVersion: 'authentication.k8s.io/v1',
        metadata: {},
        spec: {
          audiences: null,
          expirationSeconds: 3607,
          boundObjectRef: { kind: 'Pod', apiVersion: 'v1', name: spec.name, uid },
        },
        status: { token: '', expirationTimestamp: null },
      },
    });
    world.timeline.at(until, request);
  };
  world.timeline.at(from ?? pod.token(DAY).until, request);
}

/** The pod ends: kubelet reports it and deletes it for good. */
export function endPod(world: World, pod: Pod, time: Micros): void {
  const { node, spec, uid } = pod;
  const { namespace, name } = spec;
  status(world, pod, time);
  world.ask(time + 1_200_000, node.kubelet, 'delete', 'pods', { namespace, name, uid });
  world.timeline.at(time + 2 * SECOND, () => {
    pod.running = false;
    node.pods.delete(pod);
  });
}

/** kubelet reports the state of a pod. */
export function status(world: World, pod: Pod, time: Micros): void {
  const { namespace, name } = pod.spec;
  world.ask(time, pod.node.kubelet, 'patch', 'pods/status', { namespace, name });
}

/** What every kubelet does all day long. */
export function runKubelet(world: World, node: Node, from?: Micros): void {
  const { kubelet, name, uid } = node;
  const { random, timeline } = world;
  const start = from ?? DAY;
  const alive = () => node.present;
  const lease = { namespace: 'kube-node-lease', name };
  timeline.every(10 * SECOND, start + random.between(0, 10 * SECOND), (time) => {
    if (!node.present) return false;
    world.ask(time, kubelet, 'update', 'leases', { ...lease, uid, resourceVersion: version(time) });
  });
  timeline.every(5 * MINUTE, start + random.between(0, 5 * MINUTE), (time) => {
    if (!node.present) return false;
    world.ask(time, kubelet, 'get', 'nodes', { name, query: 'resourceVersion=0&timeout=10s' });
    world.ask(time + 20_000, kubelet, 'patch', 'nodes/status', { name, query: 'timeout=10s' });
  });
  const options = { alive, ...(from !== undefined && { from }) };
  follow(world, kubelet, 'nodes', {
    ...options,
    name,
    selector: `fieldSelector=metadata.name%3D${name}`,
  });
  follow(world, kubelet, 'pods', { ...options, selector: `fieldSelector=spec.nodeName%3D${name}` });
  for (const kind of ['services', 'csidrivers']) {
    follow(world, kubelet, kind, options);
  }
  reviews(world, node, start);
}

/** Who scrapes a kubelet shows a token: kubelet asks whose it is, and whether that account may. */
function reviews(world: World, node: Node, start: Micros): void {
  const { random, timeline } = world;
  const scrapers = [
    'system:serviceaccount:monitoring:prometheus-k8s',
    'system:serviceaccount:kube-system:metrics-server',
  ];
  for (const user of scrapers) {
    timeline.every(5 * MINUTE, start + random.between(0, 5 * MINUTE), (time) => {
      if (!node.present) return false;
      world.ask(time, node.kubelet, 'create', 'tokenreviews', {});
      const resourceAttributes = {
        verb: 'get',
        version: 'v1',
        resource: 'nodes',
        subresource: 'metrics',
        name: node.name,
      };
      const kind = 'SubjectAccessReview';
      const apiVersion = 'authorization.k8s.io/v1';
      world.ask(time + 8000, node.kubelet, 'create', 'subjectaccessreviews', {
        requestObject: {
          kind,
          apiVersion,
          metadata: {},
          spec: {
            resourceAttributes,
            user,
            groups: ['system:serviceaccounts', 'system:authenticated'],
          },
          status: { allowed: false },
        },
      });
    });
  }
}
