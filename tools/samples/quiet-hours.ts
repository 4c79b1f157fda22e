import type { Micros } from '../../src/types.ts';
import {
  allowedBy,
  allowedController,
  MINUTE,
  type Pod,
  rotations,
  SECOND,
  tokenRequest,
} from './cluster.ts';
import type { Target } from './event.ts';
import type { Stage } from './stolen.ts';

/** From 10:00 on: every workload does what it does every day. The spike detector learns from it. */
export function quietHours(stage: Stage): void {
  const [from, to] = [stage.at(10, 0), stage.at(14, 50)];
  checkoutServes(stage, from, stage.at(14, 36));
  ingressWatches(stage, from, to);
  fluxCompares(stage, from, to);
  controllerAsks(stage, from, to);
}

/** kubelet replaces a pod's token before it expires. */
function tokensRotate({ log }: Stage, pod: Pod, from: Micros, to: Micros): void {
  for (const time of rotations(pod, from, to)) log.send(time, pod.node, tokenRequest(pod, time));
}

/** The shop's checkout looks at its settings every minute, and where the ledger is every other. */
function checkoutServes(stage: Stage, from: Micros, to: Micros): void {
  const { log, checkout } = stage;
  const reason = allowedBy('payments', 'checkout', 'namespace');
  const namespace = 'payments';
  const settings: Target = { resource: 'configmaps', namespace, name: 'checkout-settings' };
  const query = 'labelSelector=kubernetes.io%2Fservice-name%3Dledger';
  const slices: Target = {
    group: 'discovery.k8s.io',
    resource: 'endpointslices',
    namespace,
    query,
  };
  tokensRotate(stage, checkout, from, to);
  for (let time = from; time < to; time += MINUTE) {
    log.send(time, checkout, { verb: 'get', target: settings, reason });
    if (time % (2 * MINUTE) !== 0) continue;
    log.send(time + 20 * SECOND, checkout, { verb: 'list', target: slices, reason });
  }
}

/** The ingress controller's watch ends after eight minutes and begins anew. */
function ingressWatches(stage: Stage, from: Micros, to: Micros): void {
  const { log, ingress } = stage;
  const reason = allowedBy('ingress-nginx', 'ingress-nginx', 'cluster');
  tokensRotate(stage, ingress, from, to);
  for (let time = from; time < to; time += 8 * MINUTE) {
    const version = String(4_400_000 + Math.floor((time - from) / SECOND));
    const query = `allowWatchBookmarks=true&resourceVersion=${version}&timeout=7m59s&timeoutSeconds=479&watch=true`;
    const target = { group: 'networking.k8s.io', resource: 'ingresses', query };
    log.send(time, ingress, { verb: 'watch', target, open: 479 * SECOND, reason });
  }
}

/** Flux finds out by dry runs that nothing differs from Git. */
function fluxCompares(stage: Stage, from: Micros, to: Micros): void {
  const { log, flux, random } = stage;
  const reason = allowedBy('flux-system', 'kustomize-controller', 'cluster');
  const query = 'dryRun=All&fieldManager=kustomize-controller&force=true';
  tokensRotate(stage, flux, from, to);
  for (let time = from; time < to; time += 10 * MINUTE) {
    const name = ['ledger', 'checkout', 'risk'][random.between(0, 2)] ?? '';
    const target = { group: 'apps', resource: 'deployments', namespace: 'payments', name, query };
    log.send(time + 5 * SECOND, flux, { verb: 'patch', target, reason });
  }
}

/** A controller of the control plane reads what kinds there are. */
function controllerAsks({ log, cluster }: Stage, from: Micros, to: Micros): void {
  const garbage = cluster.controller('generic-garbage-collector');
  const reason = allowedController('generic-garbage-collector');
  for (let time = from; time < to; time += 30 * MINUTE) {
    log.send(time, garbage, { verb: 'get', target: { path: '/apis' }, reason });
  }
}
