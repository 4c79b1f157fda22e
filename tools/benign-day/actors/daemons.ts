import type { Micros } from '../../../src/types.ts';
import { HOUR, MINUTE } from '../../samples/cluster.ts';
import { allowedAccount, unversioned, VERSION } from '../actor.ts';
import { startPod } from '../apps.ts';
import type { Shape } from '../bodies.ts';
import { follow } from '../informers.ts';
import { runPod } from '../kubelet.ts';
import type { Node, Pod } from '../nodes.ts';
import { DAY, type World } from '../world.ts';

interface Daemon {
  readonly namespace: string;
  readonly account: string;
  readonly agent: string;
  readonly shape: Shape;
  readonly hostNetwork?: boolean;
  readonly follows: string;
}

/** What runs on every node. */
const DAEMONS: readonly Daemon[] = [
  {
    namespace: 'kube-system',
    account: 'cilium',
    agent: `cilium-agent/1.18.3 39c4e4e 2026-10-21T14:41:54+00:00 go version go1.24.7 linux/amd64`,
    hostNetwork: true,
    follows: 'ciliumendpoints ciliumidentities ciliumnetworkpolicies pods',
    shape: {
      everywhere: true,
      image: 'quay.io/cilium/cilium:v1.18.3',
      hostPaths: [
        '/sys/fs/bpf',
        '/var/run/cilium',
        '/opt/cni/bin',
        '/etc/cni/net.d',
        '/lib/modules',
        '/proc/sys/net',
      ],
      capabilities: [
        'CHOWN',
        'KILL',
        'NET_ADMIN',
        'NET_RAW',
        'IPC_LOCK',
        'SYS_MODULE',
        'SYS_ADMIN',
        'SYS_RESOURCE',
      ],
    },
  },
  {
    namespace: 'kube-system',
    account: 'kube-proxy',
    agent: `kube-proxy/${VERSION}`,
    hostNetwork: true,
    follows: 'endpointslices services',
    shape: {
      everywhere: true,
      image: 'registry.k8s.io/kube-proxy:v1.34.1',
      hostPaths: ['/run/xtables.lock', '/lib/modules'],
      privileged: true,
    },
  },
  {
    namespace: 'kube-system',
    account: 'ebs-csi-node-sa',
    agent: unversioned('aws-ebs-csi-driver'),
    hostNetwork: true,
    follows: '',
    shape: {
      everywhere: true,
      image: 'public.ecr.aws/ebs-csi-driver/aws-ebs-csi-driver:v1.50.1',
      hostPaths: ['/var/lib/kubelet', '/var/lib/kubelet/plugins_registry/', '/dev'],
      privileged: true,
    },
  },
  {
    namespace: 'monitoring',
    account: 'node-exporter',
    agent: unversioned('kube-rbac-proxy'),
    hostNetwork: true,
    follows: '',
    shape: {
      everywhere: true,
      image: 'quay.io/prometheus/node-exporter:v1.9.1',
      hostPaths: ['/sys', '/'],
      hostPID: true,
    },
  },
  {
    namespace: 'logging',
    account: 'fluent-bit',
    agent: 'Fluent-Bit',
    follows: '',
    shape: { image: 'cr.fluentbit.io/fluent/fluent-bit:4.1.1', hostPaths: ['/var/log'] },
  },
];

/** The DaemonSets' pods on a node that was there before the day, or joins it. */
export function runDaemons(world: World, node: Node, from?: Micros): void {
  for (const daemon of DAEMONS) {
    const { namespace, account, agent, hostNetwork = false } = daemon;
    const name = `${account}-${world.random.suffix(5)}`;
    const reason = allowedAccount(namespace, account);
    const pod = world.pod({ namespace, account, name, agent, reason, hostNetwork }, node);
    if (from === undefined) runPod(world, pod);
    else {
      const [owner, ownerName, controller] = ['DaemonSet', account, 'daemon-set-controller'];
      startPod(world, from, pod, { controller, owner, ownerName, shape: daemon.shape });
    }
    const alive = () => pod.running && node.present;
    const options = { alive, ...(from !== undefined && { from: from + 9_000_000 }) };
    for (const kind of daemon.follows.split(' ').filter(Boolean)) {
      const selector = kind === 'pods' ? `fieldSelector=spec.nodeName%3D${node.name}` : undefined;
      follow(world, pod, kind, { ...options, ...(selector !== undefined && { selector }) });
    }
    habits(world, pod, from ?? DAY, alive);
  }
}

/** What each of them does besides. */
function habits(world: World, pod: Pod, start: Micros, alive: () => boolean): void {
  const { account } = pod.spec;
  const { random, timeline } = world;
  const { name } = pod.node;
  const often = (period: Micros, act: (time: Micros) => void) =>
    timeline.every(
      period,
      start + random.between(0, period),
      (time) => alive() && (act(time), true),
    );
  if (account === 'cilium') {
    often(20 * MINUTE, (time) => {
      world.ask(time, pod, 'get', 'ciliumnodes', { name });
      world.ask(time + 30_000, pod, 'patch', 'ciliumnodes', { name });
      world.ask(time + 60_000, pod, 'patch', 'nodes/status', { name });
    });
    const namespace = 'cilium-secrets';
    follow(world, pod, 'secrets', {
      namespace,
      alive,
      reason: `RBAC: allowed by RoleBinding "cilium-tlsinterception-secrets/${namespace}" of Role "cilium-tlsinterception-secrets" to ServiceAccount "cilium/kube-system"`,
      ...(start !== DAY && { from: start + 10_000_000 }),
    });
  }
  if (account === 'ebs-csi-node-sa') {
    often(HOUR, (time) => {
      world.ask(time, pod, 'get', 'csinodes', { name });
      world.ask(time + 9000, pod, 'get', 'nodes', { name });
    });
  }
  if (account === 'fluent-bit') {
    often(10 * MINUTE, (time) => {
      const other = [...pod.node.pods][0]?.spec;
      if (other === undefined) return;
      world.ask(time, pod, 'get', 'pods', { namespace: other.namespace, name: other.name });
    });
  }
  if (account === 'node-exporter') {
    often(10 * MINUTE, (time) => {
      world.ask(time, pod, 'create', 'tokenreviews');
      world.ask(time + 5000, pod, 'create', 'subjectaccessreviews', {
        requestObject: {
          kind: 'SubjectAccessReview',
          apiVersion: 'authorization.k8s.io/v1',
          metadata: {},
          spec: {
            nonResourceAttributes: { path: '/metrics', verb: 'get' },
            user: 'system:serviceaccount:monitoring:prometheus-k8s',
          },
          status: { allowed: false },
        },
      });
    });
  }
}
