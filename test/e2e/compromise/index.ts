import { readLines } from '../analysis.ts';
import type { Binaries } from '../binaries.ts';
import { startCluster } from '../cluster/index.ts';
import { EVERYTHING } from './levels.ts';
import { compromise } from './story.ts';
import type { Call, Truth } from './truth.ts';

/** What was played, and what kube-apiserver logged of it. */
export interface Played {
  readonly truth: Truth<Call>;
  /** From the set-up on, as they were written. */
  readonly lines: readonly string[];
}

/** Plays the compromise on a cluster of its own, logged by this policy; takes about a minute. */
export async function play(binaries: Binaries, policy: string = EVERYTHING): Promise<Played> {
  await using cluster = await startCluster({ binaries, audit: { policy } });
  const truth = await compromise(cluster);
  await cluster.finish();
  return { truth, lines: await readLines(cluster.apiserver.auditLog) };
}
