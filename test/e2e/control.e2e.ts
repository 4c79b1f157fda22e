import { dirname } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { LEVELS } from '../../src/types.ts';
import { type Analysis, analyze, readEvents } from './analysis.ts';
import { type Cluster, startCluster } from './cluster/index.ts';
import { ordinaryDay } from './scenario/ordinary.ts';

let cluster: Cluster;
let analysis: Analysis;
let deeds: Set<string>;

beforeAll(async () => {
  cluster = await startCluster({ binaries: inject('binaries') });
  await ordinaryDay(cluster);
  await cluster.finish();
  const { auditLog } = cluster.apiserver;
  analysis = await analyze([dirname(auditLog)]);
  deeds = new Set((await readEvents(auditLog)).map(deedOf));
});

afterAll(() => cluster?.[Symbol.asyncDispose]());

function deedOf(event: Record<string, unknown>): string {
  const { username = '' } = event.user as { username?: string };
  const { resource = '' } = (event.objectRef ?? {}) as { resource?: string };
  return `${username.replace(/^system:serviceaccount:/, '')} ${String(event.verb)} ${resource}`;
}

/** What is right to say of it: all about one person with all rights. */
const LOUD = [
  // His certificate is in system:masters, where one with rights of his own would do.
  'medium default_admin_used bob@example.com ×1',
  // He creates the node, for no kubelet runs that would register itself.
  'medium node_created_for_another bob@example.com ×1',
  // The workload's role reads a Secret; the rule doesn't look at resourceNames, which narrow it to one.
  'medium role_with_dangerous_rights bob@example.com ×1',
  // He lists all Secrets, values included.
  'high secrets_listed_all_namespaces bob@example.com ×1',
];

describe('an ordinary day of a real control plane', () => {
  it('raises nothing above low but what a person with all rights does', () => {
    const loud = analysis.alerts
      .filter(({ level }) => LEVELS.indexOf(level) > LEVELS.indexOf('low'))
      .map(({ level, rule, user, count }) => `${level} ${rule.name} ${user} ×${count}`);
    expect(loud.sort()).toEqual(LOUD.toSorted());
    expect(analysis.rejects).toBe(0);
  });

  it.each([
    'kube-system:deployment-controller create replicasets',
    'kube-system:replicaset-controller create pods',
    'kube-system:replicaset-controller delete pods',
    'kube-system:job-controller create pods',
    'kube-system:generic-garbage-collector delete replicasets',
    // What a rule leaves out by name, and why: it lists what is left in a namespace that goes.
    'kube-system:namespace-controller list secrets',
    'kube-system:namespace-controller deletecollection rolebindings',
    'system:kube-controller-manager watch secrets',
    'system:apiserver create clusterrolebindings',
    'system:node:worker-1 create serviceaccounts',
    'bob@example.com list secrets',
    'bob@example.com create rolebindings',
    'web:frontend get secrets',
    'web:frontend watch configmaps',
    'web:frontend create leases',
  ])('though there was: %s', (deed) => {
    expect(deeds).toContain(deed);
  });
});
