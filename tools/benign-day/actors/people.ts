import type { Micros } from '../../../src/types.ts';
import {
  ABOUT_ITSELF,
  allowedGroup,
  DISCOVERY,
  HOUR,
  MINUTE,
  SECOND,
} from '../../samples/cluster.ts';
import { type Actor, person } from '../actor.ts';
import { type App, replacePod, rollOut, TEAMS } from '../apps.ts';
import { workloadBody } from '../bodies.ts';
import { ask, failure, missing } from '../kinds.ts';
import { clock, type World } from '../world.ts';

/** Where people come from: the company's VPN. */
const OFFICE = '10.30.0.';

/** Developers of the teams, with what a developer may in the team's namespace. */
export function developers(world: World, apps: readonly App[]): void {
  const names = [
    'amira',
    'ben',
    'chen',
    'dana',
    'emil',
    'farah',
    'goran',
    'hana',
    'ivan',
    'jun',
    'kofi',
    'lena',
  ];
  for (const [index, name] of names.entries()) {
    const team = TEAMS[index % TEAMS.length] ?? 'shop';
    const group = `oidc:${team}-developers`;
    const reason = `RBAC: allowed by RoleBinding "developers/${team}" of ClusterRole "edit" to Group "${group}"`;
    const who = person(
      `oidc:${name}@example.com`,
      [group, 'oidc:developers'],
      reason,
      `${OFFICE}${20 + index}`,
    );
    const mine = apps.filter((app) => app.namespace === team);
    for (let time = clock(8, 30) + world.random.between(0, HOUR); time < clock(18); ) {
      const at = time;
      world.timeline.at(at, () => session(world, at, who, mine));
      time += world.random.between(10 * MINUTE, 50 * MINUTE);
    }
  }
}

/** A few commands of kubectl. */
function session(world: World, time: Micros, who: Actor, apps: readonly App[]): void {
  const app = world.pick(apps);
  const { namespace, name } = app;
  const pod = world.pick(app.pods).spec.name;
  if (world.random.next() < 0.3) {
    for (const path of ['/api', '/apis']) world.get(time, who, path, DISCOVERY, { took: 3000 });
  }
  const at = time + 3 * SECOND;
  const commands = [
    () => world.ask(at, who, 'list', 'pods', { namespace, query: 'limit=500' }),
    () => world.ask(at, who, 'get', 'deployments', { namespace, name }),
    () => describe(world, at, who, namespace, pod),
    () =>
      world.ask(at, who, 'get', 'pods/log', {
        namespace,
        name: pod,
        query: `container=${name}&tailLines=200`,
      }),
    () => world.ask(at, who, 'get', 'configmaps', { namespace, name }),
    () => world.ask(at, who, 'list', 'events', { namespace, query: 'limit=500' }),
    () => world.ask(at, who, 'watch', 'pods', { namespace, query: 'watch=true', open: 4 * MINUTE }),
    () =>
      world.ask(at, who, 'get', 'pods', { namespace, name: 'api-0', ...missing('pods', 'api-0') }),
  ];
  world.pick(commands)();
  const luck = world.random.next();
  if (luck > 0.9 && luck < 0.93) change(world, at + MINUTE, who, app, pod);
  // The environment that the application gets, to see what is wrong with it.
  if (luck > 0.97)
    world.ask(at + MINUTE, who, 'get', 'secrets', { namespace, name: `${name}-env` });
  if (luck < 0.08) canI(world, at + MINUTE, who, namespace);
  else if (luck < 0.12) portForward(world, at + MINUTE, who, namespace, pod);
  else if (luck < 0.16) restart(world, at + MINUTE, who, app);
  else if (luck < 0.18) notAllowed(world, at + MINUTE, who);
}

/** kubectl describe. */
function describe(world: World, time: Micros, who: Actor, namespace: string, name: string): void {
  world.ask(time, who, 'get', 'pods', { namespace, name });
  const query = `fieldSelector=involvedObject.name%3D${name}&limit=500`;
  world.ask(time + 200_000, who, 'list', 'events', { namespace, query });
}

/** kubectl auth can-i. */
function canI(world: World, time: Micros, who: Actor, namespace: string): void {
  const resourceAttributes = {
    namespace,
    verb: 'delete',
    group: 'apps',
    version: '*',
    resource: 'deployments',
  };
  world.ask(time, who, 'create', 'selfsubjectaccessreviews', {
    reason: ABOUT_ITSELF,
    requestObject: {
      kind: 'SelfSubjectAccessReview',
      apiVersion: 'authorization.k8s.io/v1',
      metadata: {},
      spec: { resourceAttributes },
      status: { allowed: false },
    },
  });
}

function portForward(
  world: World,
  time: Micros,
  who: Actor,
  namespace: string,
  name: string,
): void {
  const open = 7 * MINUTE;
  world.ask(time, who, 'get', 'pods/portforward', { namespace, name, code: 101, open });
}

/** kubectl rollout restart. */
function restart(world: World, time: Micros, who: Actor, app: App): void {
  const { namespace, name, secrets, shape } = app;
  const restartedAt = '2026-11-18T10:00:00Z';
  const metadata = { annotations: { 'kubectl.kubernetes.io/restartedAt': restartedAt } };
  world.ask(time, who, 'get', 'deployments', { namespace, name });
  world.ask(time + 300_000, who, 'patch', 'deployments', {
    namespace,
    name,
    query: 'fieldManager=kubectl-rollout',
    requestObject: { spec: { template: { metadata } } },
    responseObject: workloadBody(
      'Deployment',
      { namespace, account: name, app: name, secrets },
      shape,
    ),
  });
  rollOut(world, time + SECOND, app);
}

/** Somebody asks for what only others may see. */
function notAllowed(world: World, time: Micros, who: Actor): void {
  const { username } = who.user(time);
  const message = `nodes is forbidden: User "${username}" cannot list resource "nodes" in API group "" at the cluster scope`;
  world.send(
    time,
    who,
    ask('list', 'nodes', { query: 'limit=500', ...failure(403, 'Forbidden', message) }),
  );
}

/** On call: a look into a pod at noon, a node drained in the afternoon. */
export function onCall(world: World, apps: readonly App[]): void {
  const reason = allowedGroup('sre', 'oidc:sre');
  const who = person('oidc:nina@example.com', ['oidc:sre'], reason, `${OFFICE}61`);
  const { timeline } = world;
  timeline.at(clock(12, 20), (time) => {
    const app = world.pick(apps);
    const { namespace, name } = app;
    const pod = world.pick(app.pods).spec.name;
    world.ask(time, who, 'list', 'pods', { namespace, query: 'limit=500' });
    world.ask(time + 10 * SECOND, who, 'list', 'nodes', { query: 'limit=500' });
    world.ask(time + 30 * SECOND, who, 'list', 'pods.metrics.k8s.io', { namespace });
    const query = `command=sh&container=${name}&stdin=true&stdout=true&tty=true`;
    world.ask(time + MINUTE, who, 'get', 'pods', { namespace, name: pod });
    world.ask(time + MINUTE + SECOND, who, 'get', 'pods/exec', {
      namespace,
      name: pod,
      query,
      code: 101,
      open: 6 * MINUTE,
    });
  });
  timeline.at(clock(12, 45), (time) => {
    const [namespace, name] = ['kube-system', 'coredns-7c65d6cfc9-8xkzt'];
    world.ask(time, who, 'get', 'pods/log', { namespace, name, query: 'tailLines=100' });
  });
  timeline.at(clock(14, 10), (time) => drain(world, time, who, apps));
}

function drain(world: World, time: Micros, who: Actor, apps: readonly App[]): void {
  const node = world.nodes[16];
  if (node === undefined) return;
  const { name } = node;
  world.ask(time, who, 'get', 'nodes', { name });
  world.ask(time + 300_000, who, 'patch', 'nodes', { name });
  world.ask(time + SECOND, who, 'list', 'pods', {
    query: `fieldSelector=spec.nodeName%3D${name}&limit=500`,
  });
  const mine = apps.flatMap((app) =>
    app.pods.filter((pod) => pod.node === node).map((pod) => ({ app, pod })),
  );
  for (const [index, { app, pod }] of mine.entries()) {
    const { namespace } = app;
    const at = time + (3 + index) * SECOND;
    world.ask(at, who, 'create', 'pods/eviction', { namespace, name: pod.spec.name });
    replacePod(world, at + SECOND, app, pod, true);
    world.ask(at + 30 * SECOND, who, 'get', 'pods', {
      namespace,
      name: pod.spec.name,
      ...missing('pods', pod.spec.name),
    });
  }
  world.ask(time + 40 * MINUTE, who, 'patch', 'nodes', { name });
}

/** A pod deleted, a Deployment scaled, a CronJob run by hand, a ConfigMap edited. */
function change(world: World, time: Micros, who: Actor, app: App, pod: string): void {
  const { namespace, name } = app;
  const body = workloadBody('Job', { namespace, account: name, app: `${name}-manual` }, app.shape);
  world.pick([
    () => world.ask(time, who, 'delete', 'pods', { namespace, name: pod }),
    () => world.ask(time, who, 'patch', 'deployments/scale', { namespace, name }),
    () =>
      world.ask(time, who, 'create', 'jobs', {
        namespace,
        name: `${name}-manual`,
        requestObject: body,
      }),
    () => world.ask(time, who, 'patch', 'configmaps', { namespace, name }),
  ])();
}
