import { eventually } from '../../scenario/world.ts';
import { binding, cronJob, deployment, FREE_TOKEN, webhook } from '../bodies.ts';
import { OUTSIDERS, PODS, type PodPart } from '../cast.ts';
import { inTurn, type Loop } from '../loops.ts';
import { ADMISSION, core, grouped, RBAC, userOf } from '../paths.ts';
import { tokenIn, type World } from '../world.ts';
import { handOf } from './workloads.ts';

const DEPLOYMENTS = grouped('apps/v1', 'shop', 'deployments');

/** GitOps: it binds, impersonates, leaves webhooks and jobs, and tidies up, as an attacker would. */
export function gitOps(world: World): Loop {
  const pod = PODS.find(({ account }) => account === 'flux') as PodPart;
  const hand = handOf(world, pod);
  const asDeployer = () =>
    world.hand(userOf('flux-system:flux'), {
      token: world.tokens.get('flux-system/flux-0') ?? '',
      from: pod.from,
      userAgent: pod.agent,
      impersonate: userOf('shop:deployer'),
    });
  const bindings = (namespace: string) => `${RBAC}/namespaces/${namespace}/rolebindings`;
  const extra = binding('runner-extra', 'view', 'ops:runner');
  const patch = { metadata: { labels: { revision: '2' } } };
  return inTurn(
    2600,
    [
      () => hand()?.post(201, bindings('shop'), binding('team-view', 'view', 'group:team')),
      () => hand()?.post(201, bindings('payments'), extra),
      () =>
        asDeployer().post(201, DEPLOYMENTS, deployment('cart', 'cart', 'registry.example/cart:1')),
      () =>
        hand()?.post(201, `${ADMISSION}/validatingwebhookconfigurations`, webhook('flux-policy')),
      () =>
        hand()?.post(
          201,
          grouped('batch/v1', 'shop', 'cronjobs'),
          cronJob('report', 'cart', 'registry.example/report:1'),
        ),
      () => hand()?.patch(200, `${bindings('shop')}/team-view`, patch),
      () => hand()?.delete(200, `${bindings('payments')}/runner-extra`),
      () => hand()?.get(200, `${RBAC}/clusterrolebindings?limit=500`),
    ].map((deed) => async () => void (await deed())),
  );
}

/** A pipeline outside of the cluster: lists its own Secrets, deploys, has a token made for its builder. */
export async function pipeline(world: World): Promise<Loop> {
  const token = tokenIn(
    await world.installer.post(201, core('ci', 'serviceaccounts/deployer/token'), FREE_TOKEN),
  );
  const deployer = outsider(world, 'deployer', token);
  const image = {
    spec: { template: { spec: { containers: [{ name: 'main', image: 'cart:2' }] } } },
  };
  const build = async () => {
    const own = tokenIn(
      await deployer.post(201, core('ci', 'serviceaccounts/builder/token'), FREE_TOKEN),
    );
    const builder = outsider(world, 'builder', own);
    await builder.get(200, core('ci', 'configmaps/build-settings'));
  };
  return inTurn(3500, [
    () => deployer.get(200, core('ci', 'secrets')),
    build,
    () => deployer.get(200, DEPLOYMENTS),
    () => deployer.get(200, core('ci', 'secrets/registry-login')),
    () =>
      deployer.patch(200, `${DEPLOYMENTS}/cart`, image, 'application/strategic-merge-patch+json'),
    build,
  ]);
}

/** A scanner that still uses the token from a Secret. */
export async function scanner(world: World): Promise<Loop> {
  const annotations = { 'kubernetes.io/service-account.name': 'scanner' };
  const type = 'kubernetes.io/service-account-token';
  const metadata = { name: 'scanner-token', annotations };
  await world.installer.post(201, core('ci', 'secrets'), { metadata, type });
  const token = await eventually(async () => {
    const text = await world.installer.get(200, core('ci', 'secrets/scanner-token'));
    return legacyTokenIn(text);
  });
  const hand = outsider(world, 'scanner', token);
  return { every: 4000, run: async () => void (await hand.get(200, '/api/v1/pods?limit=500')) };
}

/** The token in a Secret; throws while there is none. */
export function legacyTokenIn(text: string): string {
  const { data } = JSON.parse(text) as { data?: { token?: string } };
  if (data?.token === undefined) throw new Error('kube-controller-manager fills in no token');
  return Buffer.from(data.token, 'base64').toString();
}

function outsider(world: World, name: 'deployer' | 'builder' | 'scanner', token: string) {
  const { account, from, agent } = OUTSIDERS[name];
  return world.hand(userOf(account), { token, from, userAgent: agent });
}
