import type { RuleInfo } from '../types.ts';

/** The rules of `audit-log-gap.ts`. */

const COMMON = {
  author: 'satrap contributors',
  status: 'experimental',
  references: ['https://kubernetes.io/docs/tasks/debug/debug-cluster/audit/'],
} as const;

/** Nothing at all. */
export const LOG_GAP: RuleInfo = {
  ...COMMON,
  id: '1fdfb0ed-fac4-486f-99e3-1a1c7d623bf7',
  name: 'audit_log_gap',
  title: 'Gap in the Audit Log',
  level: 'high',
  description:
    'A log that had no pause for an hour has nothing for five minutes or more, then goes on. What happened in ' +
    'between was either not logged or taken out.\n\n' +
    'What to do next: see whether kube-apiserver was restarted at the beginning or the end of the gap ' +
    '(kubectl get pods -n kube-system -l component=kube-apiserver) and whether its flags or its audit policy ' +
    'changed. If it ran all the time, look at the audit log on the control-plane node itself: files that are ' +
    'missing from the rotated ones, a full disk, or a shipper that stood still. A gap in a file that was ' +
    'written without one is tampering: secure the node before anything else.\n\n' +
    'Counted: requests of ServiceAccounts and for leases, in event time, whatever file they come from; ' +
    'ten of them must follow the gap. A log with longer pauses than half a minute in the hour before is left ' +
    'alone.',
  tags: [
    'attack.defense-evasion',
    'attack.t1562.008',
    'attack.t1070',
    'satrap.h12',
    'noise.occasional',
  ],
  falsepositives: [
    'Control planes of one kube-apiserver during an upgrade',
    'Analysis of log files that don’t follow each other, or of which one is missing',
    'A log shipper that lost what it should have delivered',
  ],
};

/** No leases. */
export const LEASES_MISSING: RuleInfo = {
  ...COMMON,
  id: 'c6b9fa2f-a8fc-4ea0-a0bd-e51fa836c8b5',
  name: 'node_leases_missing',
  title: 'Node Leases Missing From the Audit Log',
  level: 'medium',
  description:
    'The nodes’ leases, renewed every ten seconds by each kubelet and logged for an hour without a pause, are ' +
    'missing for five minutes or more while other events go on. Either no node is alive, or the audit policy ' +
    'changed, or something filters the log.\n\n' +
    'What to do next: see whether nodes are Ready (kubectl get nodes). If they are, compare the audit policy of ' +
    'each kube-apiserver with the one in its repository, and find out who wrote it and when: what else does it ' +
    'leave out now? Then look at what filters the log on its way here.\n\n' +
    'Counted: requests of nodes for leases, against requests of ServiceAccounts and of others for leases, ' +
    'in event time. Where the policy never logged leases, this ' +
    'rule is silent.',
  tags: ['attack.defense-evasion', 'attack.t1562.008', 'satrap.h12', 'noise.occasional'],
  falsepositives: [
    'An audit policy that was changed on purpose to leave leases out',
    'Clusters of one or two nodes whose nodes are restarted',
  ],
};
