import { HOUR, MINUTE, SECOND } from '../../samples/cluster.ts';
import { startPod } from '../apps.ts';
import { workloadBody } from '../bodies.ts';
import { endPod } from '../kubelet.ts';
import { clock, DAY, version, type World } from '../world.ts';

const CRONS = [
  { namespace: 'orders', name: 'orders-settle', period: 10 * MINUTE },
  { namespace: 'shop', name: 'shop-sitemap', period: 30 * MINUTE },
  { namespace: 'search', name: 'search-index', period: 15 * MINUTE },
  { namespace: 'payments', name: 'payments-report', period: HOUR },
];

/** CronJobs: created, run, finished, gone an hour later. */
export function jobs(world: World): void {
  const { timeline } = world;
  for (const { namespace, name, period } of CRONS) {
    const shape = { image: `registry.example.com/${namespace}/jobs:2026.11.17` };
    let number = 29_393_000;
    timeline.every(period, DAY + period, (time) => {
      const job = `${name}-${number++}`;
      const spec = { namespace, account: name, app: name };
      const requestObject = workloadBody('Job', spec, shape);
      world.ask(time, world.controller('cronjob-controller'), 'create', 'jobs', {
        namespace,
        name: job,
        requestObject,
      });
      world.ask(
        time + 30_000,
        world.controller('cronjob-controller'),
        'update',
        'cronjobs/status',
        { namespace, name },
      );
      const nodes = world.nodes.filter((node) => node.present);
      const pod = world.pod(
        { ...spec, name: `${job}-${world.random.suffix(5)}`, agent: '', reason: '' },
        world.pick(nodes),
      );
      startPod(world, time + SECOND, pod, {
        controller: 'job-controller',
        owner: 'Job',
        ownerName: job,
        shape,
      });
      timeline.at(time + 70 * SECOND, (at) => endPod(world, pod, at));
      const status = { namespace, name: job, resourceVersion: version(time) };
      world.ask(
        time + 72 * SECOND,
        world.controller('job-controller'),
        'update',
        'jobs/status',
        status,
      );
      const after = world.controller('ttl-after-finished-controller');
      world.ask(time + HOUR, after, 'get', 'jobs', status);
      world.ask(time + HOUR + 9000, after, 'delete', 'jobs', status);
      const garbage = world.controller('generic-garbage-collector');
      world.ask(time + HOUR + SECOND, garbage, 'get', 'pods', { namespace, name: pod.spec.name });
      world.ask(time + HOUR + SECOND + 9000, garbage, 'delete', 'pods', {
        namespace,
        name: pod.spec.name,
      });
    });
  }
  // Somebody's script outside, whose kubeconfig has expired: nobody is told who it was.
  const script = {
    ip: '10.20.4.31',
    agent: 'kubectl/v1.31.2 (linux/amd64) kubernetes/5864a46',
    reason: '',
    user: () => ({ username: '' }),
  };
  timeline.every(15 * MINUTE, clock(0, 5), (time) => {
    world.get(time, script, '/api/v1/namespaces/media/pods', '', {
      stage: 'ResponseStarted',
      verb: 'list',
      target: { resource: 'pods', namespace: 'media', query: 'limit=500' },
      code: 401,
      status: { status: 'Failure', message: 'Unauthorized', reason: 'Unauthorized' },
    });
  });
}
