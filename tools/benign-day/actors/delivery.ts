import { DISCOVERY, MINUTE, SECOND } from '../../samples/cluster.ts';
import { VERSION } from '../actor.ts';
import type { App } from '../apps.ts';
import { rollOut } from '../apps.ts';
import { workloadBody } from '../bodies.ts';
import { endPod, runPod } from '../kubelet.ts';
import { clock, type World, workload } from '../world.ts';

/** The pipeline: each deployment is a job's pod, with kubectl and the ServiceAccount ci:deployer. */
export function delivery(world: World, apps: readonly App[]): void {
  for (let index = 0; index < 16; index++) {
    world.timeline.at(clock(8, 45) + index * 35 * MINUTE, (time) => {
      deploy(world, time, world.pick(apps.filter(({ namespace }) => namespace === 'media')));
    });
  }
}

function deploy(world: World, time: number, app: App): void {
  const { namespace, name, secrets, shape } = app;
  const reason = `RBAC: allowed by RoleBinding "deployer/${namespace}" of ClusterRole "edit" to ServiceAccount "deployer/ci"`;
  const pod = workload(world, 'ci', 'deployer', `kubectl/${VERSION}`, { app: 'deploy', reason });
  runPod(world, pod, time);
  const body = workloadBody('Deployment', { namespace, account: name, app: name, secrets }, shape);
  for (const path of ['/api', '/apis', '/openapi/v3'])
    world.get(time + 5 * SECOND, pod, path, DISCOVERY);
  for (const kind of ['configmaps', 'services', 'deployments']) {
    world.ask(time + 6 * SECOND, pod, 'get', kind, { namespace, name });
    world.ask(time + 7 * SECOND, pod, 'patch', kind, {
      namespace,
      name,
      query: 'fieldManager=kubectl-client-side-apply&fieldValidation=Strict',
      requestObject: kind === 'deployments' ? { spec: { template: body['spec'] ?? {} } } : {},
      responseObject: kind === 'deployments' ? body : {},
    });
  }
  rollOut(world, time + 8 * SECOND, app);
  const selector = `fieldSelector=metadata.name%3D${name}&watch=true`;
  world.ask(time + 9 * SECOND, pod, 'watch', 'deployments', {
    namespace,
    name,
    query: selector,
    open: 2 * MINUTE,
  });
  world.timeline.at(time + 3 * MINUTE, (at) => endPod(world, pod, at));
}
