import type { Micros } from '../../src/types.ts';
import { type Client, type Cluster, type Pod, rotations, SECOND } from './cluster.ts';
import type { Log } from './log.ts';
import type { Random } from './random.ts';

/** Who is there, and where it is written. */
export interface Stage {
  /** The time of the story's day. */
  at(hour: number, minute: number, second?: number): Micros;
  readonly log: Log;
  readonly cluster: Cluster;
  readonly random: Random;
  readonly checkout: Pod;
  readonly ingress: Pod;
  readonly flux: Pod;
  readonly alice: Client;
}

/** A token in the wrong hands: always the same one, however often its pod gets a new one. */
export interface Stolen extends Client {
  readonly account: string;
  /** kube-apiserver's note that the pod should have stopped using this token by now. */
  staleness(at: Micros): Record<string, string>;
}

/** Where the thief is. */
export const ELSEWHERE = '198.51.100.23';

/** kubelet asks for tokens of 3607 seconds; they are taken for a year, with a warning from then on. */
const WARN_AFTER = 3607 * SECOND;

/** The token that the pod had at the time. */
export function stealToken({ checkout, at }: Stage, time: Micros): Stolen {
  const user = checkout.user(time);
  const written = rotations(checkout, at(10, 0), time).at(-1) ?? time;
  return {
    ip: ELSEWHERE,
    agent: 'curl/8.14.1',
    account: user.username,
    user: () => user,
    staleness(now) {
      const seconds = Math.floor((now - written - WARN_AFTER) / SECOND);
      if (seconds <= 0) return {};
      const note = `subject: ${user.username}, seconds after warning threshold: ${seconds}`;
      return { 'authentication.k8s.io/stale-token': note };
    },
  };
}
