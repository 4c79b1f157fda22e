import type { Answer, Caller, Identity } from '../cluster/caller.ts';
import { eventually, type World } from './world.ts';

/** The address that a stolen token is used from; pods and people come from 127.0.0.1. */
export const THIEF = '127.0.0.66';

/** Enough for the alert: more than 100 a second for 5 minutes. */
export const BURST = 30_100;

const CART = 'system:serviceaccount:shop:cart';
const OPERATOR = 'system:serviceaccount:ci:operator';

const RBAC = '/apis/rbac.authorization.k8s.io/v1';
const AUTHORIZATION = '/apis/authorization.k8s.io/v1';

const binding = (name: string, role: string, kind = 'RoleBinding') => ({
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind,
  metadata: { name },
  subjects: [{ kind: 'ServiceAccount', namespace: 'shop', name: 'default' }],
  roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: role },
});

/** One thing that happens, and the answers that the apiserver must give. */
interface Step {
  readonly title: string;
  run(world: World, as: (who: Identity) => Caller): Promise<void>;
}

const STEPS: readonly Step[] = [
  {
    title: 'a stolen token is tried out',
    async run({ cartToken }, as) {
      const thief = as({ token: cartToken, from: THIEF });
      expectCode(200, await thief.get('/version'), await thief.get('/apis'));
      const review = `${AUTHORIZATION}/selfsubjectrulesreviews`;
      expectCode(201, await thief.send('POST', review, { spec: { namespace: 'shop' } }));
      expectCode(403, await thief.get('/api/v1/pods'), await thief.get('/api/v1/secrets'));
    },
  },
  {
    title: 'it lists the Secrets of its namespace',
    async run({ cartToken }, as) {
      const thief = as({ token: cartToken, from: THIEF });
      expectCode(200, await thief.get('/api/v1/namespaces/shop/secrets'));
    },
  },
  {
    title: 'the pod itself watches them',
    async run({ cartToken }, as) {
      const pod = as({ token: cartToken, userAgent: 'cart/1.4.2' });
      const path = '/api/v1/namespaces/shop/secrets?watch=true&timeoutSeconds=1';
      expectCode(200, await pod.get(path));
    },
  },
  {
    title: 'a legacy token lists all Secrets',
    async run({ legacyToken }, as) {
      const thief = as({ token: legacyToken, from: THIEF });
      expectCode(200, await thief.get('/api/v1/secrets?limit=500'));
    },
  },
  {
    title: "the namespace's default account lists pods",
    async run({ defaultToken }, as) {
      const pod = as({ token: defaultToken });
      expectCode(200, await pod.get('/version'), await pod.get('/api/v1/namespaces/shop/pods'));
      expectCode(403, await pod.get('/api/v1/namespaces/kube-system/pods'));
    },
  },
  {
    title: 'bindings are created, applied and replaced by a ServiceAccount',
    async run({ legacyToken }, as) {
      const deployer = as({ token: legacyToken, userAgent: 'deploy/2.0' });
      const path = `${RBAC}/namespaces/shop/rolebindings`;
      expectCode(201, await deployer.send('POST', `${path}?dryRun=All`, binding('dry', 'view')));
      expectCode(201, await deployer.send('POST', path, binding('viewer', 'view')));
      const apply = `${path}/applied?fieldManager=deploy`;
      const type = 'application/apply-patch+yaml';
      expectCode(201, await deployer.send('PATCH', apply, binding('applied', 'view'), type));
      expectCode(
        200,
        await deployer.send('PUT', `${path}/viewer`, {
          ...binding('viewer', 'view'),
          subjects: [],
        }),
      );
      expectCode(403, await deployer.send('POST', path, binding('climb', 'cluster-admin')));
    },
  },
  {
    title: 'one ServiceAccount acts as another',
    async run({ legacyToken }, as) {
      const deployer = as({ token: legacyToken, from: THIEF, impersonate: OPERATOR });
      const body = binding('metrics-reader', 'cluster-admin', 'ClusterRoleBinding');
      expectCode(201, await deployer.send('POST', `${RBAC}/clusterrolebindings`, body));
    },
  },
  {
    title: 'a person acts as a ServiceAccount',
    async run({ alice }, as) {
      const path = '/api/v1/namespaces/shop/secrets';
      expectCode(200, await as({ credentials: alice, impersonate: CART }).get(path));
    },
  },
  {
    title: 'exec, refused and not',
    async run({ alice, cartToken }, as) {
      const path = '/api/v1/namespaces/shop/pods/cart-0/exec?command=id&container=cart&stdout=true';
      const thief = as({ token: cartToken, from: THIEF });
      expectCode(403, { code: await thief.upgrade(path, 'spdy'), text: 'exec' });
      const person = as({ credentials: alice, userAgent: 'kubectl/v1.36.3' });
      expectCode(101, { code: await person.upgrade(path, 'spdy'), text: 'exec' });
      expectCode(101, { code: await person.upgrade(path, 'websocket'), text: 'exec' });
    },
  },
  {
    title: 'a token is used that its pod should have replaced',
    async run({ cluster, cart, pod }, as) {
      const now = Math.floor(Date.now() / 1000);
      const token = cluster.tokenKeys.sign({
        namespace: 'shop',
        serviceAccount: cart,
        pod,
        issued: now - 7200,
        warnAfter: now - 3593,
        expires: now + 31_536_000,
      });
      const thief = as({ token, from: THIEF });
      expectCode(200, await thief.get('/api/v1/namespaces/shop/secrets/db-password'));
    },
  },
  {
    title: 'tokens that are none, or not any more',
    async run({ cluster, cart }, as) {
      const now = Math.floor(Date.now() / 1000);
      const claims = { namespace: 'shop', serviceAccount: cart, issued: now - 7200 };
      const expired = cluster.tokenKeys.sign({ ...claims, expires: now - 3600 });
      const path = '/api/v1/namespaces/shop/secrets';
      expectCode(401, await as({ token: expired }).get(path));
      expectCode(401, await as({ token: 'guessed' }).get(path));
      expectCode(403, await as({}).get(path));
    },
  },
];

const TOKEN_DEATH: Step = {
  title: 'the pod is deleted, and its token with it',
  async run({ core, cartToken }, as) {
    await core.deleteNamespacedPod({ namespace: 'shop', name: 'cart-0', gracePeriodSeconds: 0 });
    const thief = as({ token: cartToken, from: THIEF });
    // What a lookup found is good for ten more seconds.
    await eventually(async () => expectCode(401, await thief.get('/api/v1/namespaces/shop/pods')));
  },
};

/** Any number of requests, as fast as they go. */
const burstStep = (requests: number): Step => ({
  title: 'a ServiceAccount far above 100 requests a second',
  run: ({ loaderToken }, as) =>
    as({ token: loaderToken, userAgent: 'loader/0.1' }).burst('/version', requests, 16),
});

/** How much of it there is. */
export interface Extent {
  /** Requests at its end, as fast as they go: `BURST` takes about 20 seconds and makes 30 MB of log. */
  readonly burst: number;
  /** Delete the stolen token's pod, and wait the ten seconds that an apiserver trusts what it looked up. */
  readonly tokenDeath?: boolean;
}

const stepsOf = ({ burst, tokenDeath = false }: Extent) => [
  ...STEPS,
  ...(tokenDeath ? [TOKEN_DEATH] : []),
  burstStep(burst),
];

/** Carries it out, in a few seconds and the burst. Rejects when the apiserver answers anything unexpected. */
export async function attack(world: World, extent: Extent): Promise<void> {
  const as = (who: Identity) => world.cluster.caller(who);
  for (const step of stepsOf(extent)) {
    try {
      await step.run(world, as);
    } catch (error) {
      throw new Error(`${step.title}: ${(error as Error).message}`, { cause: error });
    }
  }
}

function expectCode(code: number, ...answers: readonly Answer[]): void {
  for (const answer of answers) {
    if (answer.code !== code) {
      throw new Error(`expected ${code}, got ${answer.code}: ${answer.text.slice(0, 300)}`);
    }
  }
}
