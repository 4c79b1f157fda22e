import { DISCOVERY, MINUTE, SECOND } from '../../samples/cluster.ts';
import { unversioned } from '../actor.ts';
import { service } from '../apps.ts';
import { followAll, lead } from '../informers.ts';
import { clock, DAY, type World } from '../world.ts';

const KINDS =
  'pods nodes services configmaps secrets namespaces deployments replicasets statefulsets daemonsets jobs cronjobs ' +
  'ingresses networkpolicies poddisruptionbudgets horizontalpodautoscalers persistentvolumes persistentvolumeclaims ' +
  'resourcequotas limitranges storageclasses certificatesigningrequests leases mutatingwebhookconfigurations';

/** Who measures the cluster: Prometheus and what it asks, metrics-server, DNS, Grafana's sidecar. */
export function observers(world: World): void {
  const state = service(
    world,
    'monitoring',
    'kube-state-metrics',
    `kube-state-metrics/v2.17.0 (linux/amd64)`,
  );
  followAll(world, state, KINDS);
  // It is restarted at noon, and lists everything again.
  const again = service(
    world,
    'monitoring',
    'kube-state-metrics',
    `kube-state-metrics/v2.17.0 (linux/amd64)`,
  );
  world.timeline.at(clock(12), (time) => world.get(time, again, '/version', DISCOVERY));
  followAll(world, again, KINDS, { from: clock(12, 0, 5) });
  prometheus(world);
  const metrics = service(
    world,
    'kube-system',
    'metrics-server',
    `metrics-server/v0.8.0 (linux/amd64) kubernetes/$Format`,
  );
  followAll(world, metrics, 'nodes pods configmaps');
  world.timeline.every(10 * SECOND, DAY + SECOND, (time) => {
    // Who asks the aggregated API of metrics-server is reviewed by it.
    world.ask(time, metrics, 'create', 'subjectaccessreviews', {
      requestObject: {
        kind: 'SubjectAccessReview',
        apiVersion: 'authorization.k8s.io/v1',
        metadata: {},
        spec: {
          resourceAttributes: {
            verb: 'list',
            group: 'metrics.k8s.io',
            version: 'v1beta1',
            resource: 'pods',
            namespace: 'shop',
          },
          user: 'system:serviceaccount:kube-system:horizontal-pod-autoscaler',
          groups: ['system:serviceaccounts', 'system:authenticated'],
        },
        status: { allowed: false },
      },
    });
  });
  for (let index = 0; index < 2; index++) {
    followAll(
      world,
      service(world, 'kube-system', 'coredns', `coredns/v1.12.4 (linux/amd64) kubernetes/$Format`),
      'endpointslices services namespaces',
    );
  }
  const grafana = service(world, 'monitoring', 'grafana', 'OpenAPI-Generator/33.1.0/python');
  // Dashboards are in ConfigMaps; the chart's own setting would have it read Secrets too.
  followAll(world, grafana, 'configmaps', { namespace: 'monitoring' });
}

function prometheus(world: World): void {
  const { timeline } = world;
  const server = service(world, 'monitoring', 'prometheus-k8s', 'Prometheus/3.7.1', {
    app: 'prometheus-k8s',
  });
  for (const namespace of ['default', 'kube-system', 'monitoring', 'shop', 'payments']) {
    followAll(world, server, 'pods services endpointslices', { namespace });
  }
  timeline.every(30 * SECOND, DAY + 7 * SECOND, (time) => {
    world.get(time, server, '/metrics', server.reason);
  });
  const operator = service(world, 'monitoring', 'prometheus-operator', 'PrometheusOperator/0.86.1');
  followAll(
    world,
    operator,
    'secrets configmaps prometheuses servicemonitors prometheusrules statefulsets namespaces',
  );
  timeline.every(20 * MINUTE, DAY + 5 * MINUTE, (time) => {
    const secret = { namespace: 'monitoring', name: 'prometheus-k8s' };
    world.ask(time, operator, 'get', 'secrets', secret);
    world.ask(time + SECOND, operator, 'update', 'secrets', secret);
    world.ask(time + 2 * SECOND, operator, 'get', 'statefulsets', secret);
  });
  const adapter = service(world, 'monitoring', 'prometheus-adapter', unversioned('adapter'));
  followAll(world, adapter, 'nodes pods configmaps');
  timeline.every(MINUTE, DAY + 11 * SECOND, (time) => world.get(time, adapter, '/apis', DISCOVERY));
  lead(world, operator, 'monitoring', 'prometheus-operator', { period: 10 * SECOND });
}
