import {
  ABOUT_ITSELF,
  allowedBy,
  allowedGroup,
  type Client,
  type Cluster,
  DISCOVERY,
  forbidden,
  HOUR,
  rotations,
  SECOND,
  tokenRequest,
} from './cluster.ts';
import { at, DAY, object, type Stage, version } from './day.ts';
import type { Target } from './event.ts';

/** An ordinary day's scenes: what pods, pipelines and people ask of the API. */

/** kubelet asks for new tokens for the pods whose ServiceAccounts call the API. */
export function tokensRotate({ log, pods }: Stage): void {
  for (const pod of [pods.flux, pods.ingress, pods.velero]) {
    for (const time of rotations(pod, DAY, DAY + 24 * HOUR)) {
      log.send(time, pod.node, tokenRequest(pod, time));
    }
  }
}

/** Every two hours: discovery, a dry run of each object to see what differs, and nothing to change. */
export function fluxReconciles({ log, pods: { flux } }: Stage): void {
  const reason = allowedBy('flux-system', 'kustomize-controller', 'cluster');
  const query = 'dryRun=All&fieldManager=kustomize-controller&force=true';
  for (let hour = 1; hour < 24; hour += 2) {
    const start = at(hour, 7);
    log.send(start, flux, { verb: 'get', target: { path: '/apis' }, reason: DISCOVERY });
    const deployment = {
      group: 'apps',
      resource: 'deployments',
      namespace: 'shop',
      name: 'cart',
      query,
    };
    log.send(start + SECOND, flux, object(deployment, 'patch', { reason }));
    const binding = {
      group: 'rbac.authorization.k8s.io',
      resource: 'rolebindings',
      namespace: 'shop',
      name: 'cart',
      query,
    };
    log.send(start + 2 * SECOND, flux, object(binding, 'patch', { reason }));
  }
}

/** kubelet reads the Secrets that its pods mount, by name: a list and a watch with a fieldSelector. */
export function podReadsItsSecrets({ log, cluster, pods }: Stage): void {
  const [, second] = cluster.nodes;
  const target = { resource: 'secrets', namespace: 'shop', name: 'cart-db' };
  const selector = 'fieldSelector=metadata.name%3Dcart-db';
  const start = at(10, 14, 5);
  log.send(
    start,
    second,
    object({ ...target, query: `${selector}&limit=500&resourceVersion=0` }, 'list', { reason: '' }),
  );
  const query = `allowWatchBookmarks=true&${selector}&resourceVersion=${version(start)}&timeout=8m12s&timeoutSeconds=492&watch=true`;
  log.send(
    start + SECOND,
    second,
    object({ ...target, query }, 'watch', { reason: '', open: 492 * SECOND }),
  );
  // The ingress controller reads the certificates that ingresses name, one by one.
  const reason = allowedBy('ingress-nginx', 'ingress-nginx', 'cluster');
  for (const name of ['shop-example-com-tls', 'admin-example-com-tls']) {
    const certificate = { resource: 'secrets', namespace: 'shop', name };
    log.send(at(3, 21), pods.ingress, object(certificate, 'get', { reason }));
  }
}

/** The nightly backup reads the Secrets of the namespace that it saves. */
export function backup({ log, pods: { velero } }: Stage): void {
  const reason = allowedBy('velero', 'velero', 'cluster');
  const start = at(2, 15);
  log.send(start, velero, { verb: 'get', target: { path: '/api' }, reason: DISCOVERY });
  const kinds: Target[] = [
    { resource: 'configmaps' },
    { resource: 'services' },
    { resource: 'secrets' },
    { group: 'apps', resource: 'deployments' },
    { group: 'networking.k8s.io', resource: 'ingresses' },
  ];
  for (const [step, kind] of kinds.entries()) {
    const target = { ...kind, namespace: 'shop', query: 'limit=500' };
    log.send(start + (step + 1) * SECOND, velero, object(target, 'list', { reason }));
  }
}

/** A job without a ServiceAccount of its own counts pods for a bill. */
export function report({ log, pods: { report: job } }: Stage): void {
  const start = at(6, 30);
  log.send(start, job, { verb: 'get', target: { path: '/version' }, reason: DISCOVERY });
  const reason =
    'RBAC: allowed by ClusterRoleBinding "usage-report" of ClusterRole "view" to ServiceAccount "default/tools"';
  for (const [step, namespace] of ['shop', 'shop', 'shop'].entries()) {
    const query = `limit=100${step === 0 ? '' : `&continue=eyJ2IjoibWV0YS5rOHMuaW8vdjEifQ${step}`}`;
    log.send(
      start + step * SECOND + SECOND,
      job,
      object({ resource: 'pods', namespace, query }, 'list', { reason }),
    );
  }
}

/** A pipeline outside of the cluster, set up years ago, with a token from a Secret. */
export function legacyPipeline({ log, cluster }: Stage): void {
  const account = cluster.account('ci', 'deployer');
  const client: Client = {
    ip: '203.0.113.60',
    agent: 'kubectl/v1.27.4 (linux/amd64) kubernetes/fa3d799',
    user: () => account,
  };
  const annotations = {
    'authentication.k8s.io/legacy-token': account.username,
    'authentication.k8s.io/legacy-token-manual-secret': 'deployer-token',
  };
  const reason = allowedBy('ci', 'deployer', 'cluster');
  for (const [hour, image] of [9, 13, 17].entries()) {
    const start = at(image, 5 + hour);
    log.send(start, client, {
      verb: 'get',
      target: { path: '/version' },
      reason: DISCOVERY,
      annotations,
    });
    const target = { group: 'apps', resource: 'deployments', namespace: 'staging', name: 'cart' };
    log.send(start + SECOND, client, object(target, 'get', { reason, annotations }));
    log.send(start + 2 * SECOND, client, object(target, 'patch', { reason, annotations }));
  }
}

export function people(cluster: Cluster): { readonly alice: Client; readonly bob: Client } {
  return {
    alice: cluster.person('alice@example.com', 'platform-admins', '203.0.113.14'),
    bob: cluster.person('bob@example.com', 'shop-developers', '203.0.113.14'),
  };
}

/** kubectl, with what it asks about itself, a look into a pod, and a refusal. */
export function peopleWork({ log, cluster }: Stage): void {
  const { alice, bob } = people(cluster);
  const byAlice = { reason: allowedGroup('cluster-admin', 'platform-admins') };
  const byBob = { reason: allowedGroup('shop-developers', 'shop-developers') };
  log.send(at(8, 52), alice, { verb: 'get', target: { path: '/version' }, reason: DISCOVERY });
  log.send(at(8, 52, 4), alice, object({ resource: 'nodes', query: 'limit=500' }, 'list', byAlice));
  log.send(at(8, 53), alice, object({ resource: 'pods', query: 'limit=500' }, 'list', byAlice));
  log.send(at(8, 57), alice, object({ resource: 'secrets', query: 'limit=500' }, 'list', byAlice));
  const pods = { resource: 'pods', namespace: 'shop' };
  for (let hour = 9; hour < 18; hour++) {
    log.send(at(hour, 20 + hour), bob, object({ ...pods, query: 'limit=500' }, 'list', byBob));
    log.send(
      at(hour, 21 + hour),
      bob,
      object({ ...pods, name: 'cart-7d9c6bb5f4-x2x8p' }, 'get', byBob),
    );
    const logs = {
      ...pods,
      name: 'cart-7d9c6bb5f4-x2x8p',
      subresource: 'log',
      query: 'container=cart',
    };
    log.send(at(hour, 22 + hour), bob, object(logs, 'get', byBob));
  }
  const review = { group: 'authorization.k8s.io', resource: 'selfsubjectaccessreviews' };
  log.send(at(11, 3), bob, object(review, 'create', { reason: ABOUT_ITSELF }));
  const secrets = { resource: 'secrets', namespace: 'shop', query: 'limit=500' };
  log.send(at(11, 4), bob, forbidden('bob@example.com', 'list', secrets));
  const exec = {
    ...pods,
    name: 'cart-7d9c6bb5f4-x2x8p',
    subresource: 'exec',
    query: 'command=df&command=-h&container=cart&stderr=true&stdout=true',
  };
  log.send(at(14, 9), alice, object(exec, 'get', { ...byAlice, code: 101, open: 2 * SECOND }));
}
