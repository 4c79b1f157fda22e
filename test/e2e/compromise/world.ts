import type { Identity } from '../cluster/caller.ts';
import type { Cluster } from '../cluster/index.ts';
import { type Kubelet, startKubelet } from '../cluster/kubelet.ts';
import { eventually } from '../scenario/world.ts';
import { FREE_TOKEN, podSpec } from './bodies.ts';
import { NODES, PODS, type PodPart } from './cast.ts';
import { createHand, type Hand } from './hand.ts';
import { createInnocents, type Innocents } from './innocents.ts';
import { core } from './paths.ts';
import { furnish, register } from './set-up.ts';
import type { Call } from './truth.ts';

/** A pod, as far as its kubelet goes. */
export type Place = Pick<PodPart, 'namespace' | 'name' | 'account' | 'node'>;

/** The cluster before and during the compromise, and everybody in it who is innocent. */
export interface World extends AsyncDisposable {
  readonly cluster: Cluster;
  readonly innocents: Innocents;
  /** May do everything, and set it all up with a certificate that isn't used afterwards. */
  readonly installer: Hand;
  readonly scheduler: Hand;
  readonly kubelets: Readonly<Record<PodPart['node'], Hand>>;
  /** The token that each pod has now, by `NAMESPACE/NAME`; a pod that is gone has none. */
  readonly tokens: Map<string, string>;
  /** Audit ids of what others did and belongs to the story. */
  readonly context: string[];
  /** A hand of somebody innocent. */
  hand(user: string, who: Identity, note?: (call: Call) => void): Hand;
  /** A hand of somebody innocent who has a client certificate. */
  person(user: string, from: string, userAgent: string, ...groups: string[]): Promise<Hand>;
  /** Places a pod that was created on its node, whose kubelet requests its token; gives that. */
  place(pod: Place): Promise<string>;
  /** Requests a token for a pod as its kubelet does, for the pod to use from now on. */
  rotate(pod: Place): Promise<string>;
  /** Removes a pod that was asked to end, as its kubelet does. */
  reap(pod: Place): Promise<void>;
}

export const keyOf = ({ namespace, name }: Pick<Place, 'namespace' | 'name'>): string =>
  `${namespace}/${name}`;

const VERSION = 'v1.36.3 (linux/amd64) kubernetes/8af6c4c';
const NODE_GROUP = 'system:nodes';

/** Sets everything up, up to the moment when all pods run and have their first tokens. */
export async function createWorld(cluster: Cluster): Promise<World> {
  const kubelet = await startKubelet(cluster.authority);
  try {
    const world = await createHands(cluster, kubelet);
    await furnish(world.installer);
    await register(world.kubelets, kubelet.port);
    for (const pod of PODS) await run(world, pod);
    return world;
  } catch (error) {
    await kubelet[Symbol.asyncDispose]();
    throw error;
  }
}

async function createHands(cluster: Cluster, kubelet: Kubelet): Promise<World> {
  const innocents = createInnocents();
  const context: string[] = [];
  const hand: World['hand'] = (user, who, note = () => {}) => {
    innocents.add(user, who);
    return createHand(cluster, who, note);
  };
  const person: World['person'] = async (user, from, userAgent, ...groups) =>
    hand(user, { credentials: await cluster.authority.client(user, groups), from, userAgent });
  const nodeHand = async (name: PodPart['node'], note?: (call: Call) => void) => {
    const user = `system:node:${name}`;
    const credentials = await cluster.authority.client(user, [NODE_GROUP]);
    return hand(user, { credentials, from: NODES[name], userAgent: `kubelet/${VERSION}` }, note);
  };
  const [one, two] = ['worker-1', 'worker-2'] as const;
  const kubelets = { [one]: await nodeHand(one), [two]: await nodeHand(two) };
  const note = ({ auditID }: Call) => context.push(auditID);
  const issuers = { [one]: await nodeHand(one, note), [two]: await nodeHand(two, note) };
  const scheduler = await person(
    'system:kube-scheduler',
    '127.0.0.1',
    `kube-scheduler/${VERSION}/scheduler`,
  );
  const tokens = new Map<string, string>();
  const rotate = async (pod: Place) => {
    const token = await tokenFor(issuers[pod.node], pod);
    tokens.set(keyOf(pod), token);
    return token;
  };
  return {
    cluster,
    innocents,
    installer: await person(
      'installer@example.com',
      '127.0.0.30',
      'kubectl/v1.36.3',
      'system:masters',
    ),
    scheduler,
    kubelets,
    tokens,
    context,
    hand,
    person,
    rotate,
    async place(pod) {
      const { namespace, name, node } = pod;
      await scheduler.post(201, core(namespace, `pods/${name}/binding`), {
        metadata: { name },
        target: { apiVersion: 'v1', kind: 'Node', name: node },
      });
      const token = await rotate(pod);
      await kubelets[node].patch(200, core(namespace, `pods/${name}/status`), {
        status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] },
      });
      return token;
    },
    async reap({ namespace, name, node }) {
      await kubelets[node].delete(200, core(namespace, `pods/${name}?gracePeriodSeconds=0`));
    },
    [Symbol.asyncDispose]: () => kubelet[Symbol.asyncDispose](),
  };
}

/** As kubelet does: 3,607 seconds and no audience of its own, which makes the apiserver extend it to a year. */
async function tokenFor(issuer: Hand, pod: Place): Promise<string> {
  const { namespace, name, account } = pod;
  // The node authorizer learns of the pod a moment later; it is the same pod's uid all the while.
  const { metadata } = await eventually(
    async () =>
      JSON.parse(await issuer.get(200, core(namespace, `pods/${name}`))) as {
        metadata: { uid: string };
      },
  );
  const text = await issuer.post(201, core(namespace, `serviceaccounts/${account}/token`), {
    ...FREE_TOKEN,
    spec: {
      audiences: [],
      expirationSeconds: 3607,
      boundObjectRef: { apiVersion: 'v1', kind: 'Pod', name, uid: metadata.uid },
    },
  });
  return tokenIn(text);
}

/** The token in the answer to a TokenRequest. */
export function tokenIn(text: string): string {
  return (JSON.parse(text) as { status: { token: string } }).status.token;
}

/** Has a pod created by who sets things up, placed and run. */
export async function run(world: World, pod: PodPart, by: Hand = world.installer): Promise<void> {
  const { namespace, name, account } = pod;
  const body = { metadata: { name }, spec: podSpec(account, `registry.example/${account}:1`) };
  await by.post(201, core(namespace, 'pods'), body);
  await world.place(pod);
}
