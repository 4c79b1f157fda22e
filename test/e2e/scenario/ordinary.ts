import {
  AppsV1Api,
  BatchV1Api,
  CoordinationV1Api,
  CoreV1Api,
  type CoreV1Event,
  PolicyV1Api,
  RbacAuthorizationV1Api,
  type V1Deployment,
  type V1Job,
  type V1Pod,
  type V1PodTemplateSpec,
} from '@kubernetes/client-node';
import type { Cluster } from '../cluster/index.ts';
import { eventually } from './world.ts';

const NAMESPACE = 'web';

const pods = (app: string, image: string, account?: string): V1PodTemplateSpec => ({
  metadata: { labels: { app } },
  spec: {
    ...(account && { serviceAccountName: account }),
    containers: [{ name: app, image }],
    ...(app === 'report' && { restartPolicy: 'Never' }),
  },
});

const deployment = (image: string, replicas: number): V1Deployment => ({
  metadata: { name: 'frontend' },
  spec: {
    replicas,
    selector: { matchLabels: { app: 'frontend' } },
    template: pods('frontend', image, 'frontend'),
  },
});

const job: V1Job = {
  metadata: { name: 'report' },
  spec: { completions: 2, parallelism: 2, template: pods('report', 'shop.example/report:1') },
};

/**
 * An hour of an ordinary cluster in half a minute: a namespace comes, its deployment is rolled out, scaled
 * and rolled again, a job completes, a workload reads its settings and holds its lease, a person looks
 * around, and the namespace goes with all that is in it. kube-controller-manager is real; scheduler and
 * kubelet are played, with their own certificates and calls.
 */
export async function ordinaryDay(cluster: Cluster): Promise<void> {
  const bob = cluster.config(await cluster.authority.client('bob@example.com', ['system:masters']));
  const core = bob.makeApiClient(CoreV1Api);
  const apps = bob.makeApiClient(AppsV1Api);
  const play = await createPlayers(cluster);
  await install(core, bob.makeApiClient(RbacAuthorizationV1Api), bob.makeApiClient(PolicyV1Api));

  const namespace = NAMESPACE;
  await apps.createNamespacedDeployment({ namespace, body: deployment('shop.example/web:1', 3) });
  await play.run('frontend', 3, 'Running');
  await play.workload('frontend');
  await available(apps, 3);
  await apps.replaceNamespacedDeployment({
    namespace,
    name: 'frontend',
    body: deployment('shop.example/web:2', 5),
  });
  await play.run('frontend', 5, 'Running', 'shop.example/web:2');
  await available(apps, 5);
  await scale(apps, 1);

  const batch = bob.makeApiClient(BatchV1Api);
  await batch.createNamespacedJob({ namespace, body: job });
  await play.run('report', 2, 'Succeeded');
  await eventually(async () => {
    const { status } = await batch.readNamespacedJob({ namespace, name: 'report' });
    if (status?.succeeded !== 2) throw new Error('the job does not complete');
  });
  await batch.deleteNamespacedJob({ namespace, name: 'report', propagationPolicy: 'Background' });

  await lookAround(core);
  await leave(core, apps, play);
}

async function install(
  core: CoreV1Api,
  rbac: RbacAuthorizationV1Api,
  policy: PolicyV1Api,
): Promise<void> {
  const namespace = NAMESPACE;
  await core.createNode({ body: { metadata: { name: 'worker-1' } } });
  await core.createNamespace({ body: { metadata: { name: namespace } } });
  await eventually(() => core.readNamespacedServiceAccount({ namespace, name: 'default' }));
  await core.createNamespacedServiceAccount({
    namespace,
    body: { metadata: { name: 'frontend' } },
  });
  await core.createNamespacedConfigMap({
    namespace,
    body: { metadata: { name: 'settings' }, data: { colour: 'blue' } },
  });
  await core.createNamespacedSecret({
    namespace,
    body: { metadata: { name: 'tls' }, stringData: { value: 'not a secret' } },
  });
  await core.createNamespacedService({
    namespace,
    body: {
      metadata: { name: 'frontend' },
      spec: { selector: { app: 'frontend' }, ports: [{ port: 80 }] },
    },
  });
  await core.createNamespacedResourceQuota({
    namespace,
    body: { metadata: { name: 'small' }, spec: { hard: { pods: '20' } } },
  });
  await policy.createNamespacedPodDisruptionBudget({
    namespace,
    body: {
      metadata: { name: 'frontend' },
      spec: { minAvailable: 1, selector: { matchLabels: { app: 'frontend' } } },
    },
  });
  const rules = [
    { apiGroups: [''], resources: ['configmaps'], verbs: ['get', 'list', 'watch'] },
    { apiGroups: [''], resources: ['secrets'], resourceNames: ['tls'], verbs: ['get'] },
    {
      apiGroups: ['coordination.k8s.io'],
      resources: ['leases'],
      verbs: ['get', 'create', 'update'],
    },
  ];
  await rbac.createNamespacedRole({ namespace, body: { metadata: { name: 'frontend' }, rules } });
  await rbac.createNamespacedRoleBinding({
    namespace,
    body: {
      metadata: { name: 'frontend' },
      subjects: [{ kind: 'ServiceAccount', name: 'frontend', namespace }],
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'frontend' },
    },
  });
}

/** What scheduler, kubelet and a workload do. */
interface Players {
  /** Waits for so many pods of an app, places them, and reports the phase that they reach. */
  run(app: string, count: number, phase: 'Running' | 'Succeeded', image?: string): Promise<void>;
  /** A pod of an app reads settings and its own Secret, watches, and takes a lease. */
  workload(app: string): Promise<void>;
  /** Removes the pods that were asked to end. */
  reap(): Promise<void>;
}

async function createPlayers(cluster: Cluster): Promise<Players> {
  const { authority } = cluster;
  const namespace = NAMESPACE;
  const clientOf = async (user: string, ...groups: string[]) =>
    cluster.config(await authority.client(user, groups)).makeApiClient(CoreV1Api);
  const scheduler = await clientOf('system:kube-scheduler');
  const kubelet = await clientOf('system:node:worker-1', 'system:nodes');
  const podsOf = async (app: string, image?: string): Promise<V1Pod[]> => {
    const { items } = await scheduler.listNamespacedPod({ namespace, labelSelector: `app=${app}` });
    return items.filter(
      ({ metadata, spec }) =>
        metadata?.deletionTimestamp === undefined &&
        (image === undefined || spec?.containers[0]?.image === image),
    );
  };
  const place = async (pod: V1Pod, phase: string) => {
    const name = pod.metadata?.name ?? '';
    if (pod.spec?.nodeName !== undefined) return;
    const target = { apiVersion: 'v1', kind: 'Node', name: 'worker-1' };
    await scheduler.createNamespacedPodBinding({
      namespace,
      name,
      body: { metadata: { name }, target },
    });
    await kubelet.readNamespacedPod({ namespace, name });
    await tokenFor(kubelet, pod);
    await kubelet.createNamespacedEvent({ namespace, body: startedEvent(name) });
    await kubelet.patchNamespacedPodStatus({ namespace, name, body: statusPatch(phase) });
  };

  return {
    async run(app, count, phase, image) {
      await eventually(async () => {
        const found = await podsOf(app, image);
        for (const pod of found) await place(pod, phase);
        if (found.length < count) throw new Error(`${found.length} of ${count} pods of ${app}`);
      });
    },
    async workload(app) {
      const [pod] = await podsOf(app);
      const token = await tokenFor(kubelet, pod as V1Pod);
      const config = cluster.config({ token });
      const own = config.makeApiClient(CoreV1Api);
      await own.listNamespacedConfigMap({ namespace });
      // A watch is many documents, which this client reads only as a stream.
      const watch = `/api/v1/namespaces/${namespace}/configmaps?watch=true&timeoutSeconds=1`;
      await cluster.caller({ token, userAgent: 'frontend/1.0' }).get(watch);
      await own.readNamespacedSecret({ namespace, name: 'tls' });
      const metadata = { name: 'frontend-leader' };
      await config
        .makeApiClient(CoordinationV1Api)
        .createNamespacedLease({ namespace, body: { metadata, spec: { holderIdentity: 'me' } } });
    },
    async reap() {
      const { items } = await kubelet.listPodForAllNamespaces({
        fieldSelector: 'spec.nodeName=worker-1',
      });
      for (const { metadata } of items) {
        if (metadata?.deletionTimestamp === undefined) continue;
        const name = metadata.name ?? '';
        await kubelet.deleteNamespacedPod({ namespace, name, gracePeriodSeconds: 0 });
      }
    },
  };
}

async function tokenFor(kubelet: CoreV1Api, pod: V1Pod): Promise<string> {
  const { name = '', uid = '' } = pod.metadata ?? {};
  const answer = await eventually(() =>
    kubelet.createNamespacedServiceAccountToken({
      namespace: NAMESPACE,
      name: pod.spec?.serviceAccountName ?? 'default',
      body: {
        spec: {
          audiences: [],
          expirationSeconds: 3607,
          boundObjectRef: { apiVersion: 'v1', kind: 'Pod', name, uid },
        },
      },
    }),
  );
  return answer.status?.token ?? '';
}

const startedEvent = (name: string): CoreV1Event => ({
  metadata: { generateName: `${name}.` },
  involvedObject: { kind: 'Pod', namespace: NAMESPACE, name },
  reason: 'Started',
  type: 'Normal',
});

const statusPatch = (phase: string) => {
  const ready = phase === 'Running' ? 'True' : 'False';
  const conditions = ['Ready', 'ContainersReady'].map((type) => ({ type, status: ready }));
  return [{ op: 'replace', path: '/status', value: { phase, conditions } }];
};

async function available(apps: AppsV1Api, replicas: number): Promise<void> {
  await eventually(async () => {
    const { status } = await apps.readNamespacedDeployment({
      namespace: NAMESPACE,
      name: 'frontend',
    });
    const now = status?.updatedReplicas === replicas ? (status.availableReplicas ?? 0) : 0;
    if (now < replicas) throw new Error(`${now} of ${replicas} replicas are available`);
  });
}

async function scale(apps: AppsV1Api, replicas: number): Promise<void> {
  const body = [{ op: 'replace', path: '/spec/replicas', value: replicas }];
  await apps.patchNamespacedDeploymentScale({ namespace: NAMESPACE, name: 'frontend', body });
}

/** A person with all rights, who is nobody's ServiceAccount. */
async function lookAround(core: CoreV1Api): Promise<void> {
  await core.listNamespacedSecret({ namespace: NAMESPACE });
  await core.listSecretForAllNamespaces();
  await core.listPodForAllNamespaces();
  await core.listNode();
}

async function leave(core: CoreV1Api, apps: AppsV1Api, play: Players): Promise<void> {
  const namespace = NAMESPACE;
  await apps.deleteNamespacedDeployment({
    namespace,
    name: 'frontend',
    propagationPolicy: 'Foreground',
  });
  await core.deleteNamespace({ name: namespace });
  await eventually(async () => {
    await play.reap();
    const { items } = await core.listNamespace();
    if (items.some(({ metadata }) => metadata?.name === namespace)) {
      throw new Error('the namespace does not go');
    }
  });
}
