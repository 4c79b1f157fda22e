import { PODS, type PodPart, SUCCESSOR } from '../cast.ts';
import type { Hand } from '../hand.ts';
import type { Loop } from '../loops.ts';
import { core, userOf } from '../paths.ts';
import { keyOf, type World } from '../world.ts';

/** Gives a pod's hand, with the token that it has now; `undefined` while the pod isn't there. */
export function handOf(world: World, pod: PodPart): () => Hand | undefined {
  const user = userOf(`${pod.namespace}:${pod.account}`);
  let known: string | undefined;
  let hand: Hand | undefined;
  return () => {
    const token = world.tokens.get(keyOf(pod));
    if (token !== known) {
      const { from, agent } = pod;
      hand = token === undefined ? undefined : world.hand(user, { token, from, userAgent: agent });
      known = token;
    }
    return hand;
  };
}

/** What the programs in the pods do all the time. */
export function workloads(world: World): Loop[] {
  return [...PODS, SUCCESSOR]
    .filter(({ reads }) => reads.length > 0)
    .map((pod, index) => {
      const hand = handOf(world, pod);
      return {
        every: 600 + 50 * index,
        async run(turn) {
          const what = pod.reads[turn % pod.reads.length] ?? '';
          await hand()?.get(200, core(pod.namespace, what));
        },
      };
    });
}
