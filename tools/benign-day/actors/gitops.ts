import { DISCOVERY, HOUR, MINUTE, SECOND } from '../../samples/cluster.ts';
import type { User } from '../../samples/event.ts';
import { unversioned } from '../actor.ts';
import { type App, rollOut, service, TEAMS } from '../apps.ts';
import { workloadBody } from '../bodies.ts';
import { followAll, lead } from '../informers.ts';
import { clock, DAY, userOf, type World } from '../world.ts';

const CLUSTER_ADMIN = (binding: string, who: string) =>
  `RBAC: allowed by ClusterRoleBinding "${binding}" of ClusterRole "cluster-admin" to ServiceAccount "${who}"`;

/** Argo CD and Flux, who apply what is in Git. */
export function gitops(world: World, apps: readonly App[]): void {
  argo(world, apps);
  flux(world, apps);
}

function argo(world: World, apps: readonly App[]): void {
  const { timeline } = world;
  const name = 'argocd-application-controller';
  const controller = service(world, 'argocd', name, unversioned(name));
  followAll(
    world,
    controller,
    'pods services configmaps secrets serviceaccounts deployments replicasets statefulsets daemonsets jobs ' +
      'ingresses networkpolicies roles rolebindings clusterroles clusterrolebindings applications namespaces ' +
      'customresourcedefinitions horizontalpodautoscalers certificates',
  );
  const server = service(world, 'argocd', 'argocd-server', unversioned('argocd-server'));
  followAll(world, server, 'secrets configmaps applications appprojects', { namespace: 'argocd' });
  const repository = service(
    world,
    'argocd',
    'argocd-repo-server',
    unversioned('argocd-repo-server'),
  );
  followAll(world, repository, 'secrets configmaps', { namespace: 'argocd' });
  const mine = apps.filter(({ namespace }) => namespace !== 'payments' && namespace !== 'accounts');
  timeline.every(3 * MINUTE, DAY + MINUTE, (time) => {
    world.get(time, controller, '/openapi/v3', DISCOVERY);
    for (const app of mine) {
      const more = { namespace: 'argocd', name: app.name };
      world.ask(time + SECOND, controller, 'patch', 'applications', more);
    }
  });
  // Ten releases a day, each a server-side apply, then a rollout.
  for (let index = 0; index < 10; index++) {
    timeline.at(clock(8 + index, 13 + index), (time) => {
      const app = world.pick(mine);
      sync(world, time, controller, app);
    });
  }
}

function sync(world: World, time: number, controller: ReturnType<typeof service>, app: App): void {
  const { namespace, name, secrets, shape } = app;
  const body = workloadBody('Deployment', { namespace, account: name, app: name, secrets }, shape);
  const query = 'fieldManager=argocd-controller&force=true';
  const apply = (offset: number, what: string, dry: boolean) =>
    world.ask(time + offset * SECOND, controller, 'patch', what, {
      namespace,
      name,
      query: dry ? `dryRun=All&${query}` : query,
      requestObject: body,
      responseObject: body,
    });
  world.ask(time, controller, 'get', 'deployments', { namespace, name });
  apply(1, 'deployments', true);
  apply(2, 'services', false);
  apply(3, 'deployments', false);
  rollOut(world, time + 4 * SECOND, app);
}

function flux(world: World, apps: readonly App[]): void {
  const { timeline } = world;
  const agent = (name: string) => unversioned(name);
  const kustomize = {
    ...service(world, 'flux-system', 'kustomize-controller', agent('kustomize-controller')),
    reason: CLUSTER_ADMIN('cluster-reconciler-flux-system', 'kustomize-controller/flux-system'),
  };
  const helm = {
    ...service(world, 'flux-system', 'helm-controller', agent('helm-controller')),
    reason: CLUSTER_ADMIN('cluster-reconciler-flux-system', 'helm-controller/flux-system'),
  };
  const sources = service(world, 'flux-system', 'source-controller', agent('source-controller'));
  followAll(world, sources, 'gitrepositories helmrepositories');
  followAll(world, kustomize, 'kustomizations gitrepositories secrets configmaps');
  followAll(world, helm, 'helmreleases helmrepositories secrets configmaps');
  for (const who of [kustomize, helm, sources]) {
    lead(world, who, 'flux-system', `${who.spec.account}-leader-election`, { period: 10 * SECOND });
  }
  const teams = TEAMS.filter((team) => team === 'payments' || team === 'accounts');
  for (const namespace of teams) {
    const impersonatedUser: User = userOf(world, namespace, 'flux-tenant');
    const reason = `RBAC: allowed by RoleBinding "flux-tenant/${namespace}" of ClusterRole "admin" to ServiceAccount "flux-tenant/${namespace}"`;
    timeline.every(10 * MINUTE, DAY + world.random.between(0, 10 * MINUTE), (time) => {
      const query = 'dryRun=All&fieldManager=kustomize-controller&force=true';
      world.ask(time, kustomize, 'get', 'serviceaccounts', { namespace, name: 'flux-tenant' });
      for (const app of apps.filter((one) => one.namespace === namespace)) {
        const { name, secrets, shape } = app;
        const body = workloadBody(
          'Deployment',
          { namespace, account: name, app: name, secrets },
          shape,
        );
        const both = { requestObject: body, responseObject: body };
        const more = { namespace, name, query, reason, impersonatedUser };
        world.ask(time + SECOND, kustomize, 'patch', 'deployments', { ...more, ...both });
        world.ask(time + SECOND, kustomize, 'patch', 'configmaps', more);
        world.ask(time + SECOND, kustomize, 'patch', 'secrets', { ...more, name: `${name}-env` });
      }
      world.ask(time + 3 * SECOND, kustomize, 'patch', 'kustomizations/status', {
        namespace: 'flux-system',
        name: namespace,
      });
    });
    for (const hour of [10, 14, 16]) {
      timeline.at(clock(hour, 41), (time) => {
        const app = world.pick(apps.filter((one) => one.namespace === namespace));
        const { name, secrets, shape } = app;
        const body = workloadBody(
          'Deployment',
          { namespace, account: name, app: name, secrets },
          shape,
        );
        const query = 'fieldManager=kustomize-controller&force=true';
        const more = { namespace, name, query, reason, impersonatedUser };
        world.ask(time, kustomize, 'patch', 'deployments', {
          ...more,
          requestObject: body,
          responseObject: body,
        });
        rollOut(world, time + SECOND, app);
      });
    }
  }
  helmReleases(world, helm);
}

/** helm-controller reads the releases that it made, and makes new ones. */
function helmReleases(world: World, helm: ReturnType<typeof service>): void {
  const releases = [
    'monitoring/kube-prometheus',
    'ingress-nginx/ingress-nginx',
    'logging/fluent-bit',
  ];
  for (const [index, release] of releases.entries()) {
    const [namespace = '', name = ''] = release.split('/');
    const query = `labelSelector=name%3D${name}%2Cowner%3Dhelm`;
    world.timeline.every(30 * MINUTE, DAY + (index + 4) * MINUTE, (time) => {
      world.ask(time, helm, 'list', 'secrets', { namespace, query });
      world.ask(time + SECOND, helm, 'patch', 'helmreleases/status', { namespace, name });
    });
  }
  world.timeline.at(clock(11, 5), (time) => {
    const namespace = 'logging';
    const of = (number: number) => ({
      namespace,
      name: `sh.helm.release.v1.fluent-bit.v${number}`,
    });
    world.ask(time, helm, 'create', 'secrets', of(12));
    world.ask(time + 4 * SECOND, helm, 'patch', 'configmaps', { namespace, name: 'fluent-bit' });
    world.ask(time + 9 * SECOND, helm, 'update', 'secrets', of(12));
    world.ask(time + HOUR, helm, 'delete', 'secrets', of(2));
  });
}
