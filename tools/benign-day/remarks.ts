/** Why each alert above low that the benign day raises is right, by rule and user. */
const REMARKS: Readonly<Record<string, string>> = {
  'sa_uses_cluster_admin system:serviceaccount:velero:velero-server':
    'Velero as its chart installs it is cluster-admin, so that whoever takes its token is. Once in 30 days; the site says in a filter that it knows',
  'sa_lists_secrets system:serviceaccount:velero:velero-server':
    'the same backup reads every Secret of the namespaces that it saves; how else a thief with this token would look. One filter with account, verb and namespaces',
  'sa_reads_many_kinds system:serviceaccount:velero:velero-server':
    'the nightly backup takes stock of the whole cluster, as a thief would',
  'sa_used_by_hand system:serviceaccount:ci:deployer':
    'the pipeline deploys with kubectl, as a thief would. Once in 30 days for the account and the tool',
  'role_with_dangerous_rights system:serviceaccount:olm:olm-operator-serviceaccount':
    'the new version of an operator may read and write the Secrets of all namespaces: somebody should have approved that update',
  'pod_exec oidc:nina@example.com':
    'a shell in an application, by whoever is on call. In a day without incidents it is worth a question',
  'sensitive_host_path system:serviceaccount:flux-system:helm-controller':
    'a new node-exporter sees all of every node (`/`), by way of Git: right once, after that a filter with account, namespace and name',
  'host_network_pod system:serviceaccount:flux-system:helm-controller':
    'the same release: it listens on the nodes’ own network',
  'host_pid_pod system:serviceaccount:flux-system:helm-controller':
    'the same release: it sees the nodes’ processes',
  'node_changed oidc:nina@example.com':
    'cordon and uncordon by hand: maintenance that the team should know of',
};

/** What docs/benign-day.md says to an alert; `undefined` where nothing was thought of. */
export function remarkOn(rule: string, user: string | null): string | undefined {
  return REMARKS[`${rule} ${user ?? ''}`];
}
