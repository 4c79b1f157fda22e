import type { Micros } from '../../src/types.ts';
import { HOUR } from '../samples/cluster.ts';
import { administration, probes, refusals } from './actors/administration.ts';
import { controlPlane } from './actors/control-plane.ts';
import { runDaemons } from './actors/daemons.ts';
import { delivery } from './actors/delivery.ts';
import { gitops } from './actors/gitops.ts';
import { jobs } from './actors/jobs.ts';
import { observers } from './actors/observers.ts';
import { operations } from './actors/operations.ts';
import { developers, onCall } from './actors/people.ts';
import { policyEngines } from './actors/policy-engines.ts';
import { releases } from './actors/releases.ts';
import { scaling } from './actors/scaling.ts';
import { secretKeepers } from './actors/secret-keepers.ts';
import { createApps } from './apps.ts';
import { runKubelet } from './kubelet.ts';
import { createWorld, DAY } from './world.ts';

/** Which part of the day is wanted. */
export interface Part {
  /** Since midnight; the whole day by default. */
  readonly from?: Micros;
  readonly to?: Micros;
}

/**
 * The audit log of a busy, healthy cluster's day: docs/benign-day.md says who is in it. Lines without their
 * line ends, in the order in which kube-apiserver writes them, a minute's at a time; the same seed is the
 * same log. A part is what the whole day has at that time.
 */
export function* benignDay(
  seed: number,
  { from = 0, to = 24 * HOUR }: Part = {},
): Generator<string[]> {
  const world = createWorld(seed);
  for (let index = 0; index < 50; index++) world.addNode();
  for (const node of world.nodes) {
    runKubelet(world, node);
    runDaemons(world, node);
  }
  const apps = createApps(world);
  controlPlane(world);
  observers(world);
  gitops(world, apps);
  secretKeepers(world);
  policyEngines(world);
  operations(world);
  releases(world);
  scaling(world, apps);
  jobs(world);
  developers(world, apps);
  onCall(world, apps);
  administration(world);
  refusals(world);
  delivery(world, apps);
  probes(world);
  let time = 0;
  for (const lines of world.timeline.run(DAY, DAY + to)) {
    if (time >= from) yield lines;
    time += 60_000_000;
  }
}
