import type { Act } from '../act.ts';
import {
  ADMISSION_POLICIES,
  BINDINGS,
  REVIEWS,
  ROLES,
  ROUTINE,
  WEBHOOKS,
  WORKLOADS,
  WRITES,
} from '../kinds.ts';
import type { LeftBehind } from '../report/left-behind.ts';

/** Why it matters that an object of a kind is still there. */
const DANGERS: ReadonlyMap<string, LeftBehind['danger']> = new Map<string, LeftBehind['danger']>([
  ...[...BINDINGS, ...ROLES].map((one) => [one, 'rights'] as const),
  ...['serviceaccounts', 'secrets', 'certificatesigningrequests'].map(
    (one) => [one, 'credential'] as const,
  ),
  ...['pods', ...WORKLOADS].map((one) => [one, 'code'] as const),
  ...['apiservices', 'customresourcedefinitions', 'endpoints', 'services', 'ingresses'].map(
    (one) => [one, 'interception'] as const,
  ),
  ...[...WEBHOOKS, ...ADMISSION_POLICIES].map((one) => [one, 'interception'] as const),
]);

/** Why it matters that what an act wrote is still there. */
export function dangerOf({ evidence, group }: Act): LeftBehind['danger'] {
  const { resource } = evidence;
  // A custom resource may have any name.
  const isBuiltIn = group === '' || group.endsWith('.k8s.io') || !group.includes('.');
  return (isBuiltIn ? DANGERS.get(resource ?? '') : undefined) ?? 'other';
}

/** Subresources by which an object itself is changed. */
const PARTS: ReadonlySet<string> = new Set([
  'pods/ephemeralcontainers',
  'pods/resize',
  'certificatesigningrequests/approval',
]);

/** Whether an act wrote something that stays. */
export function isWrite(act: Act): boolean {
  const { verb, resource, subresource } = act.evidence;
  if (verb === null || resource === null || !WRITES.has(verb) || act.dryRun) return false;
  if (act.outcome !== 'allowed' && act.outcome !== 'unknown') return false;
  if (REVIEWS.has(resource) || (ROUTINE.has(resource) && resource !== 'endpoints')) return false;
  if (subresource === null) return true;
  return subresource === 'scale' || PARTS.has(`${resource}/${subresource}`);
}

/** Whether an act deleted one object. */
export function isDeletion({ evidence, outcome, dryRun }: Act): boolean {
  const { verb, resource, subresource } = evidence;
  if (outcome !== 'allowed' || dryRun) return false;
  if (verb === 'create' && resource === 'pods' && subresource === 'eviction') return true;
  return (verb === 'delete' || verb === 'deletecollection') && subresource === null;
}

/** What kube-controller-manager and kubelets write into objects of others undoes nothing. */
const CONTROLLERS =
  /^system:(?:kube-controller-manager|kube-scheduler|apiserver|node:.*|serviceaccount:kube-system:(?:[a-z0-9-]+-controller|generic-garbage-collector|root-ca-cert-publisher|resourcequota-controller))$/;

/** Whether a user is one of Kubernetes' own controllers. */
export function isController(identity: string): boolean {
  return CONTROLLERS.test(identity);
}
