import { DISCOVERY, HOUR, MINUTE, SECOND } from '../../samples/cluster.ts';
import { VERSION, withCertificate } from '../actor.ts';
import { followAll, lead } from '../informers.ts';
import { conflict } from '../kinds.ts';
import { CONTROL_PLANE, clock, DAY, type World } from '../world.ts';

const EVERYTHING =
  'pods nodes services endpoints configmaps secrets serviceaccounts namespaces resourcequotas limitranges ' +
  'persistentvolumes persistentvolumeclaims deployments replicasets statefulsets daemonsets jobs cronjobs ' +
  'endpointslices ingresses networkpolicies roles rolebindings clusterroles clusterrolebindings leases ' +
  'poddisruptionbudgets horizontalpodautoscalers certificatesigningrequests customresourcedefinitions apiservices';

const CONTROLLERS = [
  'replicaset-controller',
  'deployment-controller',
  'daemon-set-controller',
  'statefulset-controller',
  'job-controller',
  'cronjob-controller',
  'endpointslice-controller',
  'endpoint-controller',
  'namespace-controller',
  'generic-garbage-collector',
  'root-ca-cert-publisher',
  'service-account-controller',
  'certificate-controller',
  'clusterrole-aggregation-controller',
  'resourcequota-controller',
  'ttl-after-finished-controller',
  'node-controller',
  'ttl-controller',
  'pod-garbage-collector',
  'horizontal-pod-autoscaler',
  'disruption-controller',
  'legacy-service-account-token-cleaner',
] as const;

/** kube-apiserver, kube-controller-manager and kube-scheduler. */
export function controlPlane(world: World): void {
  const { apiserver, manager, scheduler } = world;
  const informers = { ...manager, agent: `kube-controller-manager/${VERSION}/shared-informers` };
  followAll(world, informers, EVERYTHING);
  followAll(
    world,
    scheduler,
    'pods nodes services namespaces persistentvolumes persistentvolumeclaims storageclasses csinodes',
  );
  followAll(
    world,
    apiserver,
    'secrets configmaps namespaces serviceaccounts roles rolebindings clusterroles clusterrolebindings ' +
      'mutatingwebhookconfigurations validatingwebhookconfigurations customresourcedefinitions nodes pods',
  );
  const election = { ...manager, agent: `kube-controller-manager/${VERSION}/leader-election` };
  lead(world, election, 'kube-system', 'kube-controller-manager', { period: 2 * SECOND });
  const second = { ...scheduler, agent: `kube-scheduler/${VERSION}/leader-election` };
  lead(world, second, 'kube-system', 'kube-scheduler', { period: 2 * SECOND });
  lead(world, apiserver, 'kube-system', 'apiserver-4dqzl7xw3v', { period: 10 * SECOND });
  world.timeline.every(MINUTE, DAY, (time) => {
    world.ask(time, apiserver, 'list', 'services', { query: 'limit=500' });
    world.ask(time, apiserver, 'get', 'namespaces', { name: 'default' });
  });
  tokensOfControllers(world);
  housekeeping(world);
  cloud(world);
}

/** kube-controller-manager asks for the tokens that its controllers use. */
function tokensOfControllers(world: World): void {
  for (const name of CONTROLLERS) {
    world.timeline.every(48 * MINUTE, DAY + world.random.between(0, 48 * MINUTE), (time) => {
      world.ask(time, world.manager, 'create', 'serviceaccounts/token', {
        namespace: 'kube-system',
        name,
        annotations: {
          'authentication.kubernetes.io/issued-credential-id': `JTI=${world.random.uuid()}`,
        },
        requestObject: {
          kind: 'TokenRequest',
          apiVersion: 'authentication.k8s.io/v1',
          metadata: {},
          spec: { audiences: null, expirationSeconds: 3600, boundObjectRef: null },
          status: { token: '', expirationTimestamp: null },
        },
      });
    });
  }
}

/** What controllers do without being asked: discovery, quotas, old tokens, conflicts now and then. */
function housekeeping(world: World): void {
  const { random, timeline } = world;
  const discoverers = [
    'generic-garbage-collector',
    'resourcequota-controller',
    'namespace-controller',
  ];
  for (const name of discoverers) {
    timeline.every(30 * SECOND, DAY + random.between(0, 30 * SECOND), (time) => {
      for (const path of ['/api', '/apis'])
        world.get(time, world.controller(name), path, DISCOVERY);
    });
  }
  timeline.every(5 * MINUTE, DAY + MINUTE, (time) => {
    const namespace = world.pick(['shop', 'payments', 'search']);
    const name = 'team';
    const quota = world.controller('resourcequota-controller');
    world.ask(time, quota, 'update', 'resourcequotas/status', { namespace, name });
    const deployments = world.controller('deployment-controller');
    const late = {
      namespace,
      name: `${namespace}-api`,
      ...conflict('deployments.apps', `${namespace}-api`),
    };
    world.ask(time, deployments, 'update', 'deployments/status', late);
  });
  const cleaner = world.controller('legacy-service-account-token-cleaner');
  timeline.at(clock(3), (time) => {
    world.ask(time, cleaner, 'patch', 'secrets', {
      namespace: 'ci',
      name: 'old-runner-token-7wq4m',
    });
    world.ask(time + HOUR, cleaner, 'delete', 'secrets', {
      namespace: 'ci',
      name: 'older-token-x82kd',
    });
  });
}

/** The cloud's controller manager, with a certificate-less identity of its own. */
function cloud(world: World): void {
  const name = 'cloud-controller-manager';
  const actor = withCertificate(world.random, 'system:cloud-controller-manager', {
    ip: CONTROL_PLANE,
    agent: `aws-cloud-controller-manager/${VERSION}/${name}`,
    reason:
      'RBAC: allowed by ClusterRoleBinding "system:cloud-controller-manager" of ClusterRole "system:cloud-controller-manager" to User "system:cloud-controller-manager"',
  });
  followAll(world, actor, 'nodes services');
  lead(world, actor, 'kube-system', name);
  world.timeline.every(5 * MINUTE, DAY + 2 * MINUTE, (time) => {
    world.ask(time, actor, 'list', 'nodes', { query: 'resourceVersion=0' });
  });
}
