import { DISCOVERY, HOUR, MINUTE, SECOND } from '../../samples/cluster.ts';
import { unversioned } from '../actor.ts';
import { service, TEAMS } from '../apps.ts';
import { followAll, lead } from '../informers.ts';
import { clock, DAY, type World } from '../world.ts';

/** The ingress controller, the nightly backup, and operators with the OLM that keeps them current. */
export function operations(world: World): void {
  ingress(world);
  velero(world);
  olm(world);
  storage(world);
}

function ingress(world: World): void {
  for (let index = 0; index < 2; index++) {
    const controller = service(
      world,
      'ingress-nginx',
      'ingress-nginx',
      unversioned('nginx-ingress-controller'),
      { app: 'ingress-nginx-controller' },
    );
    followAll(
      world,
      controller,
      'secrets services endpointslices ingresses configmaps ingressclasses',
    );
    if (index === 0)
      lead(world, controller, 'ingress-nginx', 'ingress-nginx-leader', { period: 7500 * 1000 });
    world.timeline.every(MINUTE, DAY + index * SECOND, (time) => {
      const namespace = world.pick(TEAMS);
      world.ask(time, controller, 'update', 'ingresses/status', { namespace, name: namespace });
    });
  }
}

function velero(world: World): void {
  const reason =
    'RBAC: allowed by ClusterRoleBinding "velero-server" of ClusterRole "cluster-admin" to ServiceAccount "velero-server/velero"';
  const server = service(world, 'velero', 'velero-server', unversioned('velero-server'), {
    app: 'velero',
    reason,
  });
  followAll(world, server, 'backups schedules podvolumebackups', { namespace: 'velero' });
  world.timeline.every(5 * MINUTE, DAY + 3 * MINUTE, (time) => {
    world.ask(time, server, 'get', 'secrets', { namespace: 'velero', name: 'cloud-credentials' });
  });
  const kinds =
    'configmaps secrets services serviceaccounts pods persistentvolumeclaims deployments replicasets statefulsets jobs ' +
    'cronjobs ingresses networkpolicies roles rolebindings certificates externalsecrets';
  world.timeline.at(clock(1, 30), (time) => {
    world.get(time, server, '/api', DISCOVERY);
    world.get(time, server, '/apis', DISCOVERY);
    let step = 1;
    for (const kind of ['clusterroles', 'clusterrolebindings', 'customresourcedefinitions']) {
      world.ask(time + step++ * SECOND, server, 'list', kind, { query: 'limit=500' });
    }
    for (const namespace of TEAMS) {
      for (const kind of kinds.split(' ')) {
        world.ask(time + step++ * 200_000 + SECOND, server, 'list', kind, {
          namespace,
          query: 'limit=500',
        });
      }
    }
    world.ask(time + 3 * MINUTE, server, 'patch', 'backups', {
      namespace: 'velero',
      name: 'nightly-20261118013000',
    });
  });
  // Backups older than a month go.
  world.timeline.at(clock(2, 30), (time) => {
    const name = 'nightly-20261018013000';
    world.ask(time, server, 'delete', 'backups', { namespace: 'velero', name });
  });
}

function olm(world: World): void {
  const { timeline } = world;
  const account = 'olm-operator-serviceaccount';
  const reason =
    'RBAC: allowed by ClusterRoleBinding "olm-operator-binding-olm" of ClusterRole "system:controller:operator-lifecycle-manager" to ServiceAccount "olm-operator-serviceaccount/olm"';
  const operator = service(world, 'olm', account, 'olm/v0.0.0 (linux/amd64) kubernetes/$Format', {
    app: 'olm-operator',
    reason,
  });
  const catalog = service(
    world,
    'olm',
    account,
    'catalog/v0.0.0 (linux/amd64) kubernetes/$Format',
    { app: 'catalog-operator', reason },
  );
  followAll(
    world,
    operator,
    'clusterserviceversions deployments roles rolebindings clusterroles clusterrolebindings serviceaccounts services namespaces secrets',
  );
  followAll(
    world,
    catalog,
    'subscriptions installplans catalogsources pods configmaps serviceaccounts',
  );
  timeline.every(10 * MINUTE, DAY + 2 * MINUTE, (time) => {
    const name = world.pick(['strimzi', 'cloudnative-pg']);
    world.ask(time, operator, 'update', 'clusterserviceversions/status', {
      namespace: 'operators',
      name,
    });
    world.ask(time + SECOND, catalog, 'update', 'catalogsources/status', {
      namespace: 'olm',
      name: 'operatorhubio-catalog',
    });
  });
  // The catalog is pulled anew: a pod that lists it comes, the old one goes.
  timeline.every(HOUR, DAY + 25 * MINUTE, (time) => {
    const pod = { namespace: 'olm', name: `operatorhubio-catalog-${world.random.suffix(5)}` };
    world.ask(time, catalog, 'create', 'pods', {
      namespace: 'olm',
      requestObject: {
        kind: 'Pod',
        apiVersion: 'v1',
        metadata: { generateName: 'operatorhubio-catalog-', namespace: 'olm' },
        spec: {
          serviceAccountName: 'operatorhubio-catalog',
          containers: [
            {
              name: 'registry-server',
              image: 'quay.io/operatorhubio/catalog:latest',
              securityContext: { readOnlyRootFilesystem: false },
            },
          ],
          nodeSelector: { 'kubernetes.io/os': 'linux' },
        },
      },
    });
    world.ask(time + 30 * SECOND, catalog, 'delete', 'pods', pod);
  });
  operators(world);
}

/** Two operators: databases and queues of the teams. */
function operators(world: World): void {
  const { timeline } = world;
  const postgres = service(world, 'cnpg-system', 'cnpg-manager', unversioned('manager'), {
    app: 'cnpg-controller-manager',
  });
  followAll(
    world,
    postgres,
    'pods secrets configmaps services persistentvolumeclaims jobs poddisruptionbudgets',
  );
  lead(world, postgres, 'cnpg-system', 'db9c8771.cnpg.io', { period: 5 * SECOND });
  timeline.every(MINUTE, DAY + 20 * SECOND, (time) => {
    const namespace = world.pick(TEAMS);
    world.ask(time, postgres, 'get', 'secrets', { namespace, name: `${namespace}-db-superuser` });
    world.ask(time + SECOND, postgres, 'patch', 'pods', { namespace, name: `${namespace}-db-1` });
  });
  const kafka = service(
    world,
    'operators',
    'strimzi-cluster-operator',
    'strimzi-cluster-operator/0.48.0',
  );
  followAll(world, kafka, 'pods configmaps services');
  timeline.every(2 * MINUTE, DAY + 50 * SECOND, (time) => {
    const namespace = 'orders';
    for (const name of [
      'orders-kafka-clients-ca',
      'orders-kafka-cluster-ca',
      'orders-kafka-cluster-ca-cert',
      'orders-kafka-cluster-operator-certs',
    ]) {
      world.ask(time, kafka, 'get', 'secrets', { namespace, name });
    }
    world.ask(time + SECOND, kafka, 'patch', 'secrets', {
      namespace,
      name: 'orders-kafka-brokers',
    });
  });
  lead(world, kafka, 'operators', 'strimzi-cluster-operator', { period: 10 * SECOND });
}

/** The CSI controller, which makes and attaches volumes. */
function storage(world: World): void {
  const csi = service(
    world,
    'kube-system',
    'ebs-csi-controller-sa',
    unversioned('csi-provisioner'),
  );
  followAll(
    world,
    csi,
    'persistentvolumes persistentvolumeclaims storageclasses csinodes nodes volumeattachments',
  );
  lead(world, csi, 'kube-system', 'ebs-csi-aws-com', { period: 5 * SECOND });
  world.timeline.every(2 * HOUR, DAY + 40 * MINUTE, (time) => {
    const name = `pvc-${world.random.uuid()}`;
    world.ask(time, csi, 'create', 'persistentvolumes', {
      name,
      requestObject: {
        kind: 'PersistentVolume',
        apiVersion: 'v1',
        metadata: { name },
        spec: {
          capacity: { storage: '20Gi' },
          csi: { driver: 'ebs.csi.aws.com', volumeHandle: 'vol-0a1b2c3d4e5f60718' },
          storageClassName: 'gp3',
        },
      },
    });
  });
}
