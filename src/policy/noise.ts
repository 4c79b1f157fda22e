import type { PolicyRule } from './policy.ts';

/** A rule of a policy, and what it is for: a sentence. */
export interface Explained {
  readonly why: string;
  readonly rule: PolicyRule;
}

/** What the control plane and nodes do all day: half of a quiet cluster's log, and nothing that a rule is about. */

/** A rule that says nothing but that what fits it isn't logged. */
export const NONE: PolicyRule = {
  level: 'None',
  users: [],
  userGroups: [],
  verbs: [],
  resources: [],
  namespaces: [],
  nonResourceURLs: [],
  omitStages: [],
};

const of = (group: string, ...resources: string[]) => ({ group, resources, resourceNames: [] });
const LEASES = [of('coordination.k8s.io', 'leases')];
const EVENTS = [of('', 'events'), of('events.k8s.io', 'events')];
/** Kubelets list what they follow when they start; a thief lists it when it likes. */
const FOLLOWS = ['get', 'watch'];

/**
 * Rules that drop it. Each names who does it, so that a failed authentication, which has neither user nor group,
 * is never dropped; no ServiceAccount is.
 */
export const NOISE: readonly Explained[] = [
  {
    why: 'Heartbeats and leader elections.',
    rule: {
      ...NONE,
      users: ['system:apiserver', 'system:kube-controller-manager', 'system:kube-scheduler'],
      verbs: ['get', 'update'],
      resources: LEASES,
    },
  },
  {
    why: 'Heartbeats of nodes: node_leases_missing has nothing to see without them.',
    rule: {
      ...NONE,
      userGroups: ['system:nodes'],
      verbs: ['get', 'update'],
      resources: LEASES,
    },
  },
  {
    why: 'Kubernetes Events. Deleting them hides traces and stays in the log.',
    rule: {
      ...NONE,
      users: ['system:kube-controller-manager', 'system:kube-scheduler'],
      verbs: ['create', 'patch', 'update'],
      resources: EVENTS,
    },
  },
  {
    why: 'Kubernetes Events of nodes.',
    rule: {
      ...NONE,
      userGroups: ['system:nodes'],
      verbs: ['create', 'patch', 'update'],
      resources: EVENTS,
    },
  },
  {
    why: 'States that kubelets report.',
    rule: {
      ...NONE,
      userGroups: ['system:nodes'],
      verbs: ['patch', 'update'],
      resources: [of('', 'nodes/status', 'pods/status')],
    },
  },
  {
    why: 'What every node follows.',
    rule: {
      ...NONE,
      userGroups: ['system:nodes'],
      verbs: FOLLOWS,
      resources: [
        of('', 'nodes', 'services'),
        of('node.k8s.io', 'runtimeclasses'),
        of('storage.k8s.io', 'csidrivers', 'csinodes'),
      ],
    },
  },
  {
    why: 'kube-proxy, where it has a certificate of its own.',
    rule: {
      ...NONE,
      users: ['system:kube-proxy'],
      verbs: ['get', 'list', 'watch'],
      resources: [
        of('', 'endpoints', 'nodes', 'services'),
        of('discovery.k8s.io', 'endpointslices'),
      ],
    },
  },
  {
    why: 'Health probes.',
    rule: {
      ...NONE,
      users: ['system:anonymous'],
      verbs: ['get', 'head'],
      nonResourceURLs: ['/healthz*', '/livez*', '/readyz*'],
    },
  },
];
