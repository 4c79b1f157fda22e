import type { JsonObject } from '../../../src/types.ts';
import { SECOND } from '../../samples/cluster.ts';
import { allowedAccount, unversioned } from '../actor.ts';
import { service, startPod } from '../apps.ts';
import { type Shape, workloadBody } from '../bodies.ts';
import { endPod } from '../kubelet.ts';
import { clock, type World } from '../world.ts';

const RBAC = 'rbac.authorization.k8s.io';

/** What releases of infrastructure look like: node agents, roles, an operator's new version. */
export function releases(world: World): void {
  nodeExporter(world);
  application(world);
  operator(world);
}

/** Flux brings a new node-exporter: it sees all of a node, and every node's pod is replaced. */
function nodeExporter(world: World): void {
  const [namespace, account] = ['monitoring', 'node-exporter'];
  const shape: Shape = {
    image: 'quay.io/prometheus/node-exporter:v1.10.0',
    hostPaths: ['/sys', '/'],
    hostPID: true,
    everywhere: true,
  };
  const spec = { namespace, account, app: account, hostNetwork: true };
  const requestObject = workloadBody('DaemonSet', spec, shape);
  const reason =
    'RBAC: allowed by ClusterRoleBinding "cluster-reconciler-flux-system" of ClusterRole "cluster-admin" to ServiceAccount "helm-controller/flux-system"';
  const helm = service(world, 'flux-system', 'helm-controller', unversioned('helm-controller'), {
    reason,
  });
  world.timeline.at(clock(13, 5), (time) => {
    const release = { namespace, name: 'sh.helm.release.v1.node-exporter.v4' };
    world.ask(time, helm, 'create', 'secrets', release);
    const object = { namespace, name: account, requestObject, responseObject: requestObject };
    world.ask(time + SECOND, helm, 'patch', 'daemonsets', {
      ...object,
      query: 'dryRun=All&fieldManager=helm',
    });
    world.ask(time + 2 * SECOND, helm, 'patch', 'daemonsets', object);
    world.ask(time + 9 * SECOND, helm, 'update', 'secrets', release);
    const sets = world.controller('daemon-set-controller');
    world.ask(time + 3 * SECOND, sets, 'create', 'controllerrevisions', {
      namespace,
      name: `${account}-7c`,
    });
    const old = world.nodes.flatMap((node) =>
      [...node.pods].filter((pod) => pod.spec.account === account),
    );
    for (const [index, pod] of old.entries()) {
      const at = time + (10 + index * 20) * SECOND;
      world.ask(at, sets, 'delete', 'pods', { namespace, name: pod.spec.name });
      world.timeline.at(at + 5 * SECOND, (now) => {
        endPod(world, pod, now);
        const name = `${account}-${world.random.suffix(5)}`;
        const next = world.pod({ ...pod.spec, name }, pod.node);
        const by = {
          controller: 'daemon-set-controller',
          owner: 'DaemonSet',
          ownerName: account,
          shape,
        };
        startPod(world, now + 5 * SECOND, next, by);
      });
    }
  });
}

/** Argo CD applies what a team's new application consists of, its rights included. */
function application(world: World): void {
  const [namespace, name] = ['search', 'search-suggest'];
  const argo = 'argocd-application-controller';
  const controller = service(world, 'argocd', argo, unversioned(argo), { app: argo });
  const metadata = { name, namespace };
  const rules = [
    { apiGroups: [''], resources: ['configmaps'], resourceNames: [name], verbs: ['get', 'watch'] },
  ];
  const subjects = [{ kind: 'ServiceAccount', name, namespace }];
  const roleRef = { apiGroup: RBAC, kind: 'Role', name };
  const spec = { namespace, account: name, app: name };
  const shape = { image: 'registry.example.com/search/suggest:2026.11.18' };
  const objects: readonly (readonly [string, JsonObject])[] = [
    ['serviceaccounts', { kind: 'ServiceAccount', apiVersion: 'v1', metadata }],
    ['configmaps', {}],
    ['roles', { kind: 'Role', apiVersion: `${RBAC}/v1`, metadata, rules }],
    [
      'rolebindings',
      { kind: 'RoleBinding', apiVersion: `${RBAC}/v1`, metadata, subjects, roleRef },
    ],
    [
      'services',
      {
        kind: 'Service',
        apiVersion: 'v1',
        metadata,
        spec: { type: 'ClusterIP', ports: [{ port: 80 }] },
      },
    ],
    [
      'networkpolicies',
      {
        kind: 'NetworkPolicy',
        apiVersion: 'networking.k8s.io/v1',
        metadata,
        spec: { podSelector: {} },
      },
    ],
    [
      'ingresses',
      {
        kind: 'Ingress',
        apiVersion: 'networking.k8s.io/v1',
        metadata,
        spec: { tls: [{ hosts: ['suggest.example.com'], secretName: `${name}-tls` }] },
      },
    ],
    ['deployments', workloadBody('Deployment', spec, shape)],
    ['cronjobs', workloadBody('CronJob', spec, shape)],
  ];
  world.timeline.at(clock(14, 25), (time) => {
    for (const [index, [kind, body]] of objects.entries()) {
      const query = 'fieldManager=argocd-controller&force=true';
      const both = { requestObject: body, responseObject: body };
      world.ask(time + index * SECOND, controller, 'patch', kind, {
        namespace,
        name,
        query,
        code: 201,
        ...both,
      });
    }
  });
}

/** OLM replaces an operator: new rights, a new Deployment, and the old version goes. */
function operator(world: World): void {
  const [namespace, name] = ['operators', 'strimzi-cluster-operator-v0.49.0'];
  const reason = allowedAccount('olm', 'olm-operator-serviceaccount');
  const agent = unversioned('olm');
  const olm = service(world, 'olm', 'olm-operator-serviceaccount', agent, {
    app: 'olm-operator',
    reason,
  });
  const metadata = { name };
  const rules = [
    { apiGroups: ['kafka.strimzi.io'], resources: ['*'], verbs: ['*'] },
    {
      apiGroups: [''],
      resources: ['pods', 'services', 'configmaps', 'secrets'],
      verbs: ['get', 'list', 'watch', 'create', 'patch', 'delete'],
    },
  ];
  const role = { kind: 'ClusterRole', apiVersion: `${RBAC}/v1`, metadata, rules };
  const binding = {
    kind: 'ClusterRoleBinding',
    apiVersion: `${RBAC}/v1`,
    metadata,
    subjects: [{ kind: 'ServiceAccount', name: 'strimzi-cluster-operator', namespace }],
    roleRef: { apiGroup: RBAC, kind: 'ClusterRole', name },
  };
  const shape = { image: 'quay.io/strimzi/operator:0.49.0' };
  const account = 'strimzi-cluster-operator';
  world.timeline.at(clock(6, 12), (time) => {
    const both = (body: JsonObject) => ({ requestObject: body, responseObject: body });
    world.ask(time, olm, 'create', 'clusterserviceversions', { namespace, name });
    world.ask(time + SECOND, olm, 'create', 'clusterroles', { name, ...both(role) });
    world.ask(time + 2 * SECOND, olm, 'create', 'clusterrolebindings', { name, ...both(binding) });
    const body = workloadBody('Deployment', { namespace, account, app: account }, shape);
    world.ask(time + 3 * SECOND, olm, 'update', 'deployments', {
      namespace,
      name: account,
      ...both(body),
    });
    const old = 'strimzi-cluster-operator-v0.48.0';
    const garbage = world.controller('generic-garbage-collector');
    world.ask(time + 60 * SECOND, olm, 'delete', 'clusterserviceversions', {
      namespace,
      name: old,
    });
    world.ask(time + 62 * SECOND, garbage, 'delete', 'clusterroles', { name: old });
    world.ask(time + 63 * SECOND, garbage, 'delete', 'clusterrolebindings', { name: old });
  });
}
