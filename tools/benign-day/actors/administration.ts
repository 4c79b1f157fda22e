import type { JsonObject } from '../../../src/types.ts';
import { allowedGroup, DISCOVERY, MINUTE, SECOND } from '../../samples/cluster.ts';
import { person } from '../actor.ts';
import { workloadBody } from '../bodies.ts';
import { ask, failure, missing } from '../kinds.ts';
import { clock, type World, workload } from '../world.ts';

/** An administrator: a Helm chart with rights of its own, and a preview namespace that comes and goes. */
export function administration(world: World): void {
  const reason = allowedGroup('cluster-admin', 'oidc:platform-admins');
  const who = person('oidc:oscar@example.com', ['oidc:platform-admins'], reason, '10.30.0.71');
  world.timeline.at(clock(10, 50), (time) => {
    world.ask(time, who, 'list', 'nodes', { query: 'limit=500' });
    world.ask(time + MINUTE, who, 'list', 'pods', { query: 'limit=500' });
  });
  install(world, { ...who, agent: 'Helm/3.19.0' });
  preview(world, who);
}

/** helm install: the release's Secret, then each object, looked for first. */
function install(world: World, who: ReturnType<typeof person>): void {
  const [namespace, name] = ['tracing', 'tempo-operator'];
  const group = 'rbac.authorization.k8s.io';
  const rules = [
    {
      apiGroups: [''],
      resources: ['configmaps', 'services'],
      verbs: ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete'],
    },
    {
      apiGroups: ['apps'],
      resources: ['deployments', 'statefulsets'],
      verbs: ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete'],
    },
    { apiGroups: ['tempo.grafana.com'], resources: ['*'], verbs: ['*'] },
  ];
  const subjects = [{ kind: 'ServiceAccount', name, namespace }];
  const metadata = { name };
  const apiVersion = `${group}/v1`;
  const objects: readonly (readonly [
    kind: string,
    scope: 'cluster' | 'namespace',
    body: JsonObject,
  ])[] = [
    [
      'serviceaccounts',
      'namespace',
      { kind: 'ServiceAccount', apiVersion: 'v1', metadata: { name, namespace } },
    ],
    ['clusterroles', 'cluster', { kind: 'ClusterRole', apiVersion, metadata, rules }],
    [
      'clusterrolebindings',
      'cluster',
      {
        kind: 'ClusterRoleBinding',
        apiVersion,
        metadata,
        subjects,
        roleRef: { apiGroup: group, kind: 'ClusterRole', name },
      },
    ],
    [
      'services',
      'namespace',
      {
        kind: 'Service',
        apiVersion: 'v1',
        metadata: { name, namespace },
        spec: { type: 'ClusterIP', ports: [{ port: 443 }] },
      },
    ],
    [
      'deployments',
      'namespace',
      workloadBody(
        'Deployment',
        { namespace, account: name, app: name },
        { image: 'ghcr.io/grafana/tempo-operator/tempo-operator:v0.18.0' },
      ),
    ],
  ];
  world.timeline.at(clock(11, 20), (time) => {
    for (const path of ['/version', '/api', '/apis']) world.get(time, who, path, DISCOVERY);
    world.ask(time + SECOND, who, 'list', 'secrets', {
      namespace,
      query: `labelSelector=name%3D${name}%2Cowner%3Dhelm`,
    });
    const release = { namespace, name: `sh.helm.release.v1.${name}.v1` };
    world.ask(time + 2 * SECOND, who, 'create', 'secrets', release);
    for (const [index, [kind, scope, body]] of objects.entries()) {
      const more = { name, ...(scope === 'namespace' && { namespace }) };
      const at = time + (3 + index) * SECOND;
      world.ask(at, who, 'get', kind, { ...more, ...missing(kind, name) });
      world.ask(at + 300_000, who, 'create', kind, {
        ...more,
        requestObject: body,
        responseObject: body,
      });
    }
    world.ask(time + 20 * SECOND, who, 'update', 'secrets', release);
  });
}

/** A preview environment: a namespace with what the controllers put into every one, and its end. */
function preview(world: World, who: ReturnType<typeof person>): void {
  const namespace = 'preview-731';
  const body = {
    kind: 'Namespace',
    apiVersion: 'v1',
    metadata: { name: namespace, labels: { 'pod-security.kubernetes.io/enforce': 'restricted' } },
  };
  world.timeline.at(clock(9, 12), (time) => {
    world.ask(time, who, 'create', 'namespaces', { name: namespace, requestObject: body });
    const made = {
      kind: 'ServiceAccount',
      apiVersion: 'v1',
      metadata: { name: 'default', namespace },
    };
    world.ask(
      time + 50_000,
      world.controller('service-account-controller'),
      'create',
      'serviceaccounts',
      { namespace, name: 'default', requestObject: made },
    );
    world.ask(time + 60_000, world.controller('root-ca-cert-publisher'), 'create', 'configmaps', {
      namespace,
      name: 'kube-root-ca.crt',
    });
  });
  world.timeline.at(clock(17, 20), (time) => {
    world.ask(time, who, 'delete', 'namespaces', { name: namespace });
    const controller = world.controller('namespace-controller');
    const kinds =
      'configmaps secrets serviceaccounts services pods endpoints events deployments replicasets statefulsets daemonsets jobs cronjobs ' +
      'ingresses networkpolicies roles rolebindings leases endpointslices persistentvolumeclaims resourcequotas limitranges';
    for (const [index, kind] of kinds.split(' ').entries()) {
      world.ask(time + SECOND + index * 40_000, controller, 'deletecollection', kind, {
        namespace,
      });
      world.ask(time + SECOND + index * 40_000 + 9000, controller, 'list', kind, { namespace });
    }
    world.ask(time + 7 * SECOND, controller, 'update', 'namespaces/finalize', { name: namespace });
  });
}

/** What admission and quotas refuse, though RBAC allows it; and what priority and fairness sends away. */
export function refusals(world: World): void {
  const { timeline } = world;
  const denied =
    'admission webhook "validate.kyverno.svc-fail" denied the request: \n\nresource Deployment/media/media-api was blocked due to the following policies \n\n' +
    "disallow-latest-tag:\n  require-image-tag: 'validation error: An image tag is required.'\n";
  const ben = person(
    'oidc:lena@example.com',
    ['oidc:media-developers'],
    'RBAC: allowed by RoleBinding "developers/media" of ClusterRole "edit" to Group "oidc:media-developers"',
    '10.30.0.31',
  );
  timeline.at(clock(13, 50), (time) => {
    const namespace = 'media';
    const body = workloadBody(
      'Deployment',
      { namespace, account: 'media-api', app: 'media-api' },
      { image: 'registry.example.com/media/api' },
    );
    const more = {
      namespace,
      name: 'media-api',
      requestObject: body,
      ...failure(403, 'Forbidden', denied),
    };
    world.ask(time, ben, 'patch', 'deployments', more);
    world.ask(time + 2 * MINUTE, ben, 'patch', 'deployments', more);
  });
  timeline.every(30 * MINUTE, clock(9), (time) => {
    const replicas = world.controller('replicaset-controller');
    const message =
      'pods "search-worker-6c8f9d-" is forbidden: exceeded quota: team, requested: requests.cpu=100m, used: requests.cpu=40, limited: requests.cpu=40';
    world.ask(time, replicas, 'create', 'pods', {
      namespace: 'search',
      ...failure(403, 'Forbidden', message),
    });
  });
  const busy = workload(world, 'media', 'media-worker', 'OpenAPI-Generator/34.1.0/python');
  timeline.every(3 * SECOND, clock(15, 10), (time) => {
    if (time > clock(15, 11)) return false;
    const message = 'too many requests, please try again later';
    world.send(
      time,
      busy,
      ask('list', 'pods', { namespace: 'media', ...failure(429, 'TooManyRequests', message) }),
    );
  });
}

/** Load balancers and kubelets ask whether kube-apiserver is well; nobody logs in for that. */
export function probes(world: World): void {
  const user = { username: 'system:anonymous', groups: ['system:unauthenticated'] };
  const reason = allowedGroup('system:public-info-viewer', 'system:unauthenticated');
  const probe = (ip: string, agent: string, path: string, seconds: number) => {
    const who = { ip, agent, reason, user: () => user };
    world.timeline.every(seconds * SECOND, clock(0), (time) => world.get(time, who, path, reason));
  };
  probe('10.0.0.4', 'ELB-HealthChecker/2.0', '/healthz', 10);
  probe('10.0.0.5', 'ELB-HealthChecker/2.0', '/healthz', 10);
  probe('10.0.0.10', 'kube-probe/1.34', '/livez', 10);
  probe('10.0.0.10', 'kube-probe/1.34', '/readyz', 5);
}
