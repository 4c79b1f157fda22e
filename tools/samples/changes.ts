import type { Micros } from '../../src/types.ts';
import { people } from './clients.ts';
import { allowedBy, allowedController, allowedGroup, type Node, SECOND } from './cluster.ts';
import { at, object, type Stage, version } from './day.ts';

/** An ordinary day's scenes: what changes in the cluster, and what the controllers make of it. */

/** A CronJob every four hours: created, scheduled, run, gone. */
export function jobsRun({ log, cluster, random }: Stage): void {
  const [, , node] = cluster.nodes;
  const crons = cluster.controller('cronjob-controller');
  const jobs = cluster.controller('job-controller');
  for (let hour = 0; hour < 24; hour += 4) {
    const start = at(hour, 30);
    const name = `prune-images-${29_393_000 + hour * 60}`;
    const job = { group: 'batch', resource: 'jobs', namespace: 'tools', name };
    log.send(
      start,
      crons,
      object(job, 'create', { reason: allowedController('cronjob-controller') }),
    );
    const pod = { resource: 'pods', namespace: 'tools' };
    const byJobs = { reason: allowedController('job-controller') };
    log.send(start + SECOND, jobs, object(pod, 'create', byJobs));
    runPod({ log, cluster }, start + 2 * SECOND, node, 'tools', `${name}-${random.suffix(5)}`);
    const status = {
      ...job,
      subresource: 'status',
      uid: random.uuid(),
      resourceVersion: version(start),
    };
    log.send(start + 90 * SECOND, jobs, object(status, 'update', byJobs));
  }
}

/** The scheduler binds a pod, its kubelet reports it. */
function runPod(
  { log, cluster }: Pick<Stage, 'log' | 'cluster'>,
  start: Micros,
  node: Node,
  namespace: string,
  name: string,
): void {
  const pod = { resource: 'pods', namespace, name };
  const byScheduler = allowedBySystem('system:kube-scheduler');
  log.send(
    start,
    cluster.scheduler,
    object({ ...pod, subresource: 'binding' }, 'create', { reason: byScheduler }),
  );
  const status = { ...pod, subresource: 'status' };
  log.send(start + 3 * SECOND, node, object(status, 'patch', { reason: '' }));
}

function allowedBySystem(name: string): string {
  return `RBAC: allowed by ClusterRoleBinding "${name}" of ClusterRole "${name}" to User "${name}"`;
}

/** A new version: Flux applies it, the controllers replace the pod. */
export function release(
  { log, cluster, random, pods }: Stage,
  start: Micros,
  namespace: string,
  name: string,
): void {
  const deployments = cluster.controller('deployment-controller');
  const replicas = cluster.controller('replicaset-controller');
  const slices = cluster.controller('endpointslice-controller');
  const [, node] = cluster.nodes;
  const set = `${name}-${random.suffix(9)}`;
  const pod = `${set}-${random.suffix(5)}`;
  const query = 'fieldManager=kustomize-controller&force=true';
  const deployment = { group: 'apps', resource: 'deployments', namespace, name };
  const byFlux = { reason: allowedBy('flux-system', 'kustomize-controller', 'cluster') };
  const byDeployments = { reason: allowedController('deployment-controller') };
  const byReplicas = { reason: allowedController('replicaset-controller') };
  log.send(start, pods.flux, object({ ...deployment, query }, 'patch', byFlux));
  const replicaSet = { group: 'apps', resource: 'replicasets', namespace, name: set };
  log.send(start + SECOND, deployments, object(replicaSet, 'create', byDeployments));
  log.send(
    start + 2 * SECOND,
    replicas,
    object({ resource: 'pods', namespace }, 'create', byReplicas),
  );
  runPod({ log, cluster }, start + 3 * SECOND, node, namespace, pod);
  const slice = {
    group: 'discovery.k8s.io',
    resource: 'endpointslices',
    namespace,
    name: `${name}-${random.suffix(5)}`,
    uid: random.uuid(),
    resourceVersion: version(start),
  };
  const bySlices = { reason: allowedController('endpointslice-controller') };
  log.send(start + 12 * SECOND, slices, object(slice, 'update', bySlices));
  const old = `${name}-${random.suffix(9)}-${random.suffix(5)}`;
  const gone = { resource: 'pods', namespace, name: old };
  log.send(start + 14 * SECOND, replicas, object(gone, 'delete', byReplicas));
  log.send(start + 46 * SECOND, node, object(gone, 'delete', { reason: '' }));
}

/** The afternoon's release brings a Role and a RoleBinding along. */
export function releaseWithBinding({ log, pods: { flux } }: Stage): void {
  const reason = allowedBy('flux-system', 'kustomize-controller', 'cluster');
  const query = 'fieldManager=kustomize-controller&force=true';
  const group = 'rbac.authorization.k8s.io';
  const more = { reason, code: 201 };
  const role = { group, resource: 'roles', namespace: 'shop', name: 'checkout', query };
  log.send(at(15, 40, 50), flux, object(role, 'patch', more));
  const binding = { group, resource: 'rolebindings', namespace: 'shop', name: 'checkout', query };
  log.send(at(15, 40, 51), flux, object(binding, 'patch', more));
}

/** A preview environment is deleted: the namespace controller empties it, the garbage collector tidies. */
export function namespaceGoes({ log, cluster }: Stage): void {
  const bob = people(cluster).bob;
  const namespace = 'preview-418';
  const start = at(16, 2);
  const byBob = { reason: allowedGroup('shop-developers', 'shop-developers') };
  log.send(
    start,
    bob,
    object({ resource: 'namespaces', namespace, name: namespace }, 'delete', byBob),
  );
  const namespaces = cluster.controller('namespace-controller');
  const byNamespaces = { reason: allowedController('namespace-controller') };
  for (const [step, resource] of ['configmaps', 'secrets', 'serviceaccounts'].entries()) {
    const time = start + (step + 1) * SECOND;
    log.send(time, namespaces, object({ resource, namespace }, 'deletecollection', byNamespaces));
    log.send(time, namespaces, object({ resource, namespace }, 'list', byNamespaces));
  }
  const garbage = cluster.controller('generic-garbage-collector');
  const binding = {
    group: 'rbac.authorization.k8s.io',
    resource: 'rolebindings',
    namespace,
    name: 'preview',
  };
  const byGarbage = { reason: allowedController('generic-garbage-collector') };
  log.send(start + 2 * SECOND, garbage, object(binding, 'patch', byGarbage));
  const finalize = { resource: 'namespaces', namespace, name: namespace, subresource: 'finalize' };
  log.send(start + 6 * SECOND, namespaces, object(finalize, 'update', byNamespaces));
}
