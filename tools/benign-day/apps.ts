import type { Micros } from '../../src/types.ts';
import { SECOND } from '../samples/cluster.ts';
import { podBody, type Shape, workloadBody } from './bodies.ts';
import { endPod, runPod, status } from './kubelet.ts';
import type { Node, Pod, PodSpec } from './nodes.ts';
import { version, type World, workload } from './world.ts';

/** A Deployment of a team, and where its pods are. */
export interface App {
  readonly namespace: string;
  readonly name: string;
  readonly shape: Shape;
  readonly secrets: readonly string[];
  readonly configmaps: readonly string[];
  replicaSet: string;
  pods: Pod[];
}

export const TEAMS = ['shop', 'payments', 'search', 'orders', 'accounts', 'media'] as const;

/** Six teams with five applications each, three pods of each, most of which never call the API. */
export function createApps(world: World): App[] {
  const names = ['web', 'api', 'worker', 'cache', 'gateway'];
  return TEAMS.flatMap((namespace) =>
    names.map((name) => {
      const app: App = {
        namespace,
        name: `${namespace}-${name}`,
        shape: { image: `registry.example.com/${namespace}/${name}:2026.11.17` },
        secrets: name === 'cache' ? [] : [`${namespace}-${name}-env`],
        configmaps: name === 'gateway' ? [`${namespace}-${name}`] : [],
        replicaSet: `${namespace}-${name}-${world.random.suffix(9)}`,
        pods: [],
      };
      app.pods = [0, 1, 2].map(() => place(world, app));
      for (const pod of app.pods) runPod(world, pod);
      return app;
    }),
  );
}

/** A new pod of the application, on some node. */
function place(world: World, app: App, node?: Node): Pod {
  const { namespace, name, replicaSet, secrets, configmaps } = app;
  const suffix = world.random.suffix(5);
  const present = world.nodes.filter((one) => one.present);
  const spec: PodSpec = {
    namespace,
    account: name,
    name: `${replicaSet}-${suffix}`,
    agent: '',
    reason: '',
    app: name,
    secrets,
    configmaps,
  };
  return world.pod(spec, node ?? world.pick(present));
}

/** What admission notes of a pod: which policy held, and that a webhook looked at it. */
const ADMITTED = {
  'mutation.webhook.admission.k8s.io/round_0_index_0':
    '{"configuration":"kyverno-resource-mutating-webhook-cfg","webhook":"mutate.kyverno.svc-fail","mutated":false}',
  'pod-security.kubernetes.io/enforce-policy': 'privileged:latest',
};

/** What an owner's controller, the scheduler and a kubelet do for a pod that is new. */
export function startPod(
  world: World,
  time: Micros,
  pod: Pod,
  by: { controller: string; owner: string; ownerName: string; shape: Shape },
): void {
  const { namespace, name } = pod.spec;
  const creator = world.controller(by.controller);
  const requestObject = podBody(pod.spec, by.shape, by.owner, by.ownerName);
  world.ask(time, creator, 'create', 'pods', { namespace, requestObject, annotations: ADMITTED });
  world.ask(time + 20_000, creator, 'create', 'events', { namespace });
  world.ask(time + 40_000, world.scheduler, 'create', 'pods/binding', { namespace, name });
  world.ask(time + 60_000, world.scheduler, 'create', 'events.events.k8s.io', { namespace });
  runPod(world, pod, time + 100_000);
  world.timeline.at(time + SECOND, (at) => {
    status(world, pod, at);
    world.ask(at, pod.node.kubelet, 'create', 'events', { namespace });
    status(world, pod, at + 6 * SECOND);
  });
}

/** One pod of the application is replaced, for whatever reason. */
export function replacePod(world: World, time: Micros, app: App, old: Pod, away = false): void {
  const { namespace } = app;
  const replicas = world.controller('replicaset-controller');
  if (!away) {
    const { name } = old.spec;
    world.ask(time, replicas, 'delete', 'pods', { namespace, name });
  }
  const pod = place(world, app);
  const shape = app.shape;
  const by = {
    controller: 'replicaset-controller',
    owner: 'ReplicaSet',
    ownerName: app.replicaSet,
    shape,
  };
  startPod(world, time + SECOND, pod, by);
  app.pods = [...app.pods.filter((one) => one !== old), pod];
  world.timeline.at(time + 12 * SECOND, (at) => {
    slices(world, at, app);
    endPod(world, old, at + 20 * SECOND);
  });
}

/** The controllers update what says where the application is, and what it consists of. */
export function slices(world: World, time: Micros, app: App): void {
  const { namespace, name } = app;
  const more = {
    namespace,
    name: `${name}-${app.replicaSet.slice(-5)}`,
    resourceVersion: version(time),
  };
  world.ask(time, world.controller('endpointslice-controller'), 'update', 'endpointslices', more);
  world.ask(time, world.controller('endpoint-controller'), 'update', 'endpoints', {
    ...more,
    name,
  });
  const set = { namespace, name: app.replicaSet, resourceVersion: version(time) };
  world.ask(time, world.controller('replicaset-controller'), 'update', 'replicasets/status', set);
  const whole = { namespace, name, resourceVersion: version(time) };
  world.ask(time, world.controller('deployment-controller'), 'update', 'deployments/status', whole);
}

/** A new version: a new ReplicaSet, one pod after the other, and the oldest ReplicaSet goes. */
export function rollOut(world: World, time: Micros, app: App): void {
  const { namespace, name, shape } = app;
  const deployments = world.controller('deployment-controller');
  app.replicaSet = `${name}-${world.random.suffix(9)}`;
  const spec = { namespace, account: name, app: name, secrets: app.secrets };
  const requestObject = workloadBody('ReplicaSet', spec, shape);
  const set = { namespace, name: app.replicaSet };
  world.ask(time, deployments, 'create', 'replicasets', { ...set, requestObject });
  for (const [index, pod] of app.pods.entries()) {
    replacePod(world, time + index * 40 * SECOND + SECOND, app, pod);
    const resourceVersion = version(time);
    world.ask(time + index * 40 * SECOND, deployments, 'update', 'replicasets', {
      ...set,
      resourceVersion,
      requestObject,
    });
  }
  const old = { namespace, name: `${name}-${world.random.suffix(9)}` };
  world.ask(time + 150 * SECOND, deployments, 'delete', 'replicasets', old);
}

/** A pod of cluster software that runs as one, with a client of its own. */
export function service(
  world: World,
  namespace: string,
  account: string,
  agent: string,
  more: Partial<PodSpec> = {},
): Pod {
  const pod = workload(world, namespace, account, agent, more);
  runPod(world, pod);
  return pod;
}
