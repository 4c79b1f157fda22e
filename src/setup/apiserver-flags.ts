import { stringify } from 'yaml';

/** A kube-apiserver flag that we recommend, and why. */
export interface ApiserverFlag {
  readonly name: string;
  readonly value: string;
  readonly why: string;
}

/** Where the log backend writes on a control-plane node. */
const LOG_FOLDER = '/var/log/kubernetes/audit';

/** kube-apiserver's flags for a node that has the files of `setup webhook` in this folder. */
export function apiserverFlags(folder: string): ApiserverFlag[] {
  const flag = (name: string, value: string, why: string) => ({ name, value, why });
  return [
    flag('audit-policy-file', `${folder}/audit-policy.yaml`, 'without a policy nothing is logged'),
    flag(
      'audit-webhook-config-file',
      `${folder}/webhook-kubeconfig.yaml`,
      'where satrap is and how to prove who is sending; read once, at start',
    ),
    flag(
      'audit-webhook-mode',
      'batch',
      'sends in the background; the blocking modes would hold up API calls while satrap is away',
    ),
    flag(
      'audit-webhook-batch-max-wait',
      '1s',
      'the default of 30s is how late an alert would be in a quiet cluster; the limits left at their ' +
        'defaults (batches of 400 events, 10 a second, a buffer of 10,000) are right',
    ),
    flag(
      'audit-webhook-truncate-enabled',
      'true',
      'without it one huge request makes a batch that is too big to be taken, and all of it is lost',
    ),
    flag(
      'audit-webhook-truncate-max-event-size',
      '163840',
      'bytes; a bigger event loses its bodies; 160 KiB is as much as 400 events of it fit into 64 MiB, ' +
        'the default of 100 KiB cuts large pods',
    ),
    flag(
      'audit-log-path',
      `${LOG_FOLDER}/audit.log`,
      'a backup: after 80 to 98 seconds without an answer a batch is dropped, and this has what was in ' +
        'it (satrap analyze)',
    ),
    flag('audit-log-maxsize', '100', 'MB, then a new file'),
    flag('audit-log-maxbackup', '10', 'old files; with the current one at most 1.1 GB'),
    flag('audit-log-maxage', '7', 'days'),
  ];
}

/** The flags one a line, each with its reason as a comment. */
export function flagsText(flags: readonly ApiserverFlag[]): string {
  const lines = flags.map(({ name, value, why }) => `${comment(why)}\n--${name}=${value}\n`);
  const head = 'Flags of kube-apiserver, the same on every control-plane node.';
  return [`${comment(head)}\n`, ...lines].join('\n');
}

/** The flags and the folders they need as kubeadm's `ClusterConfiguration` (v1beta4: kubeadm 1.31 and newer). */
export function kubeadmConfiguration(flags: readonly ApiserverFlag[], folder: string): string {
  const configuration = {
    apiVersion: 'kubeadm.k8s.io/v1beta4',
    kind: 'ClusterConfiguration',
    apiServer: {
      extraArgs: flags.map(({ name, value }) => ({ name, value })),
      extraVolumes: [
        volume('satrap', folder, true, 'Directory'),
        volume('audit-log', LOG_FOLDER, false, 'DirectoryOrCreate'),
      ],
    },
  };
  const head =
    "Merge this apiServer section into the cluster's own ClusterConfiguration. For kubeadm before 1.31 " +
    '(v1beta3) write extraArgs as a map: name: "value".';
  return `${comment(head)}\n${stringify(configuration, { lineWidth: 0, defaultStringType: 'QUOTE_DOUBLE', defaultKeyType: 'PLAIN' })}`;
}

function volume(name: string, path: string, readOnly: boolean, pathType: string) {
  return { name, hostPath: path, mountPath: path, readOnly, pathType };
}

/** Text as comment lines of at most about 100 characters. */
function comment(text: string): string {
  return text.replace(/(.{1,96})(?:\s+|$)/g, '# $1\n').trimEnd();
}
