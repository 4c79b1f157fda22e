import { at, objectOf, textOf, textsOf } from '../../record/derived/json.ts';
import { eventPath } from '../../record/event-path.ts';
import type { Act } from '../act.ts';
import {
  ADMISSION_POLICIES,
  BINDINGS,
  CONFIDENTIAL,
  DELETIONS,
  ENTRIES,
  kindOf,
  READS,
  REVIEWS,
  ROLES,
  ROUTINE,
  WEBHOOKS,
  WORKLOADS,
} from '../kinds.ts';
import { recordOf } from '../record-of.ts';
import type { Phase } from '../report/timeline.ts';
import { isRisky } from './risky-pod.ts';

/** Paths that only tell that kube-apiserver is there. */
const ALIVE = /^\/(?:healthz|livez|readyz)(?:\/|$)/;
const DISCOVERY = /^\/(?:api|apis|openapi|swagger|version|\.well-known|openid)(?:[/.]|$)/;

/** Defences: who deletes or changes one blinds somebody. */
const DEFENCES: ReadonlySet<string> = new Set(['events', 'networkpolicies', 'auditsinks']);

const CANNOT_IMPERSONATE = /\bcannot impersonate\b/;

const MESSAGE = eventPath('responseStatus.message');
const IMPERSONATED_GROUPS = eventPath('impersonatedUser.groups');

/** The phase of a compromise that a request would belong to, from what it asks for; `made`: the trail made this object. */
export function phaseOf(act: Act, made: boolean): Phase {
  const phase = told(act, made);
  const { outcome, whose } = act;
  if (whose === 'own') return phase === 'recon' ? 'use' : phase;
  if (impersonatesAbove(act) && (phase === 'use' || phase === 'recon')) return 'escalation';
  if (act.as !== null && phase === 'use') return 'access';
  return phase === 'use' && outcome === 'denied' ? 'recon' : phase;
}

function told(act: Act, made: boolean): Phase {
  const { verb, resource, subresource, path } = act.evidence;
  if (resource === null) return pathPhase(path);
  const kind = kindOf(resource, subresource);
  if (REVIEWS.has(resource)) return 'recon';
  if (ENTRIES.has(kind) || WAYS.has(kind)) return 'access';
  if (kind === 'pods/eviction') return 'impact';
  if (verb === null) return 'use';
  if (READS.has(verb)) return readPhase(act, resource, verb);
  // A deletion of a collection answers with what it deletes, or would.
  if (act.dryRun) return verb === 'deletecollection' && resource === 'secrets' ? 'access' : 'recon';
  if (DELETIONS.has(verb)) return deletionPhase(resource, subresource, made);
  return writePhase(act, resource, subresource);
}

/** What else of a pod or an account is worth stealing. */
const WAYS: ReadonlySet<string> = new Set(['serviceaccounts/token', 'pods/log']);

function pathPhase(path: string | null): Phase {
  if (path === null || ALIVE.test(path)) return 'use';
  return DISCOVERY.test(path) ? 'recon' : 'use';
}

function readPhase(act: Act, resource: string, verb: string): Phase {
  if (CONFIDENTIAL.has(resource)) return 'access';
  if (ROUTINE.has(resource)) return 'use';
  return verb === 'get' && act.outcome !== 'denied' ? 'use' : 'recon';
}

function deletionPhase(resource: string, subresource: string | null, made: boolean): Phase {
  if (subresource === 'status') return 'use';
  if (made || DEFENCES.has(resource) || WEBHOOKS.has(resource)) return 'evasion';
  if (ADMISSION_POLICIES.has(resource)) return 'evasion';
  if (resource === 'certificatesigningrequests') return 'evasion';
  return ROUTINE.has(resource) ? 'use' : 'impact';
}

/** What writing a kind is for; others are ordinary. */
const WRITTEN: ReadonlyMap<string, Phase> = new Map<string, Phase>([
  ...['networkpolicies', 'auditsinks', ...ADMISSION_POLICIES].map(
    (one) => [one, 'evasion'] as const,
  ),
  ...[...BINDINGS, ...ROLES].map((one) => [one, 'escalation'] as const),
  ...[...WEBHOOKS].map((one) => [one, 'persistence'] as const),
  ...(
    'serviceaccounts secrets configmaps certificatesigningrequests apiservices customresourcedefinitions ' +
    'namespaces services ingresses persistentvolumes'
  )
    .split(' ')
    .map((one) => [one, 'persistence'] as const),
  ['nodes', 'impact'],
]);

/** Subresources that are more than a part of their object. */
const PARTS: ReadonlyMap<string, Phase> = new Map<string, Phase>([
  ['pods/ephemeralcontainers', 'persistence'],
  ['certificatesigningrequests/approval', 'persistence'],
  ['pods/binding', 'persistence'],
  ['namespaces/finalize', 'impact'],
]);

function writePhase(act: Act, resource: string, subresource: string | null): Phase {
  if (subresource === 'scale') return isScaledToNothing(act) ? 'impact' : 'use';
  if (subresource !== null) return PARTS.get(`${resource}/${subresource}`) ?? 'use';
  if (resource === 'pods' || WORKLOADS.has(resource)) return podsPhase(act);
  if (resource === 'namespaces' && weakensPodSecurity(act)) return 'evasion';
  if (resource === 'nodes' && act.evidence.verb === 'create') return 'persistence';
  return WRITTEN.get(resource) ?? 'use';
}

function podsPhase(act: Act): Phase {
  if (isRisky(act)) return 'escalation';
  return isScaledToNothing(act) ? 'impact' : 'persistence';
}

function isScaledToNothing(act: Act): boolean {
  if (act.evidence.verb === 'create') return false;
  return at(objectOf(at(act.object, 'spec')), 'replicas') === 0;
}

const ENFORCE = 'pod-security.kubernetes.io/enforce';

function weakensPodSecurity(act: Act): boolean {
  const labels = objectOf(at(objectOf(at(act.object, 'metadata')), 'labels'));
  return act.evidence.verb !== 'create' && at(labels, ENFORCE) === 'privileged';
}

/** Users and groups that may do nearly everything, by Kubernetes' own names. */
const ABOVE =
  /^(?:system:(?:masters|admin|node:.*|kube-.*|apiserver|serviceaccount:kube-system:.*)|.*:masters|kubernetes-admin|cluster-admin)$/;

function impersonatesAbove(act: Act): boolean {
  const record = recordOf(act);
  if (act.as === null) {
    if (act.outcome !== 'denied') return false;
    return CANNOT_IMPERSONATE.test(textOf(record.field(MESSAGE))?.slice(0, 2048) ?? '');
  }
  const groups = textsOf(record.field(IMPERSONATED_GROUPS));
  return ABOVE.test(act.as) || groups.includes('system:masters');
}
