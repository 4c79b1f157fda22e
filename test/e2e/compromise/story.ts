import { setTimeout as sleep } from 'node:timers/promises';
import type { Cluster } from '../cluster/index.ts';
import { NEIGHBOUR, PODS, SUCCESSOR, VICTIM } from './cast.ts';
import { credentialId } from './credential-id.ts';
import { createHand, type Hand } from './hand.ts';
import { gitOps, pipeline, scanner } from './innocents/automation.ts';
import { nodes } from './innocents/nodes.ts';
import { createPeople, type People, people } from './innocents/people.ts';
import { workloads } from './innocents/workloads.ts';
import { type Loop, meanwhile } from './loops.ts';
import { core, RBAC } from './paths.ts';
import { createScene, type Scene, type Step } from './scene.ts';
import { ACCESS } from './steps/access.ts';
import { AFTERWARDS, COMES_BACK, ENDING, LAST_USE } from './steps/ending.ts';
import { ESCALATION } from './steps/escalation.ts';
import { ADDRESSES, thief } from './steps/masks.ts';
import { PERSISTENCE } from './steps/persistence.ts';
import { RECON } from './steps/recon.ts';
import type { Call, TrueStep, Truth } from './truth.ts';
import { createWorld, keyOf, run, type World } from './world.ts';

const ALL: readonly Step[] = [
  ...RECON,
  ...ACCESS,
  ...ESCALATION,
  ...PERSISTENCE,
  ...ENDING,
  ...COMES_BACK,
  ...LAST_USE,
  ...AFTERWARDS,
];

/** Milliseconds that the attacker thinks between two steps. */
const PAUSE = 700;

/** As long as the attacker isn't there yet. */
const HISTORY = 9000;

/** An apiserver trusts what it looked up about a token for ten seconds. */
const TRUST = 11_500;

/**
 * Plays the compromise on a cluster with its controllers, in about a minute, among all those who
 * do the same kinds of things innocently. Gives what happened. Rejects when the apiserver answers anything
 * unexpected, to whomever.
 */
export async function compromise(cluster: Cluster): Promise<Truth<Call>> {
  await using world = await createWorld(cluster);
  const team = await createPeople(world);
  const loops: Loop[] = [
    ...workloads(world),
    ...nodes(world),
    gitOps(world),
    await pipeline(world),
    await scanner(world),
    ...(await people(world, team)),
  ];
  const begins = new Date().toISOString();
  const scene = createScene(world);
  const steps: TrueStep<Call>[] = [];
  const act = async (todo: readonly Step[]) => {
    for (const step of todo) {
      steps.push(await carriedOut(step, scene));
      await sleep(PAUSE);
    }
  };
  await meanwhile(loops, async () => {
    // Every pod has its second token by the time that one is stolen.
    for (const pod of PODS) await world.rotate(pod);
    await sleep(HISTORY);
    const stolen = world.tokens.get(keyOf(VICTIM)) ?? '';
    scene.wear('thief', thief(stolen), {
      by: null,
      kind: 'bound',
      pod: keyOf(VICTIM),
      issuedBy: `system:node:${VICTIM.node}`,
      dead: true,
      afterEnd: { accepted: true, refused: 2 },
    });
    await act([...RECON, ...ACCESS]);
    // The pod itself goes on with its third.
    for (const pod of [VICTIM, NEIGHBOUR]) await world.rotate(pod);
    await act([...ESCALATION, ...PERSISTENCE, ...ENDING, ...COMES_BACK]);
    await replaceVictim(world, team.alice);
    await sleep(PAUSE * 4);
    await act(LAST_USE);
    await lookAround(team);
    await sleep(TRUST);
    await act(AFTERWARDS);
  });
  return truthOf(scene, steps, begins);
}

async function carriedOut(step: Step, scene: Scene): Promise<TrueStep<Call>> {
  const { id, phases, title, as, denied = false } = step;
  step.prepare?.(scene);
  const mask = scene.masks.get(as);
  if (mask === undefined) throw new Error(`${id}: nobody is ${as} yet`);
  const calls: Call[] = [];
  const hand = createHand(scene.world.cluster, mask.who, (call) => calls.push(call));
  try {
    await step.run(hand, scene);
  } catch (error) {
    throw new Error(`${id}: ${(error as Error).message}`, { cause: error });
  }
  return {
    id,
    phases,
    title,
    user: mask.user,
    impersonator: mask.impersonator ?? null,
    credential: mask.user === null ? null : credentialId(mask.who),
    from: mask.who.from,
    agent: mask.who.userAgent,
    allowed: !denied,
    calls,
  };
}

/** An administrator deletes the pod whose token was stolen; another takes its place. */
async function replaceVictim(world: World, alice: Hand): Promise<void> {
  world.tokens.delete(keyOf(VICTIM));
  await alice.delete(200, core(VICTIM.namespace, `pods/${VICTIM.name}`));
  await world.reap(VICTIM);
  await run(world, SUCCESSOR, alice);
}

/** What the attacker left is looked at, and used, by people who have nothing to do with it. */
async function lookAround({ alice, bob }: People): Promise<void> {
  await alice.get(200, `${RBAC}/clusterrolebindings/ops-admins`);
  await alice.get(200, core('kube-system', 'secrets/registry-cache'));
  await alice.patch(200, core('shop', 'configmaps/feature-flags'), { data: { colour: 'red' } });
  await bob.get(200, core('shop', 'secrets/vault-unseal'));
}

function truthOf(scene: Scene, steps: readonly TrueStep<Call>[], begins: string): Truth<Call> {
  const { world, masks, links, credentials } = scene;
  const all = <T>(of: (step: Step) => readonly T[] | undefined): T[] =>
    ALL.flatMap((step) => of(step) ?? []);
  const removed = all((step) => step.removed);
  const isRemoved = ({ resource, namespace, name }: (typeof removed)[number]) =>
    removed.some(
      (it) => it.resource === resource && it.namespace === namespace && it.name === name,
    );
  const first = masks.get('thief');
  const stolen = (first && credentialId(first.who)) ?? '';
  const own = world.innocents.all.find(({ from }) => from === VICTIM.from);
  return {
    subject: {
      serviceAccount: `${VICTIM.namespace}:${VICTIM.account}`,
      credential: stolen,
      pod: keyOf(VICTIM),
      address: first?.who.from ?? '',
      agent: first?.who.userAgent ?? '',
      siblings: (own?.credentials ?? []).filter((id) => id !== stolen),
    },
    begins,
    steps,
    taken: all((step) => step.taken),
    left: all((step) => step.left).filter((it) => !isRemoved(it)),
    removed,
    destroyed: all((step) => step.destroyed),
    offspring: all((step) => step.offspring),
    acted: [...new Set(steps.map(({ user }) => user).filter((user) => user !== null))],
    links: [...links, ...all((step) => step.links)],
    credentials,
    innocents: world.innocents.all,
    addresses: ADDRESSES,
    context: world.context,
  };
}
