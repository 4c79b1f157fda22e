import type { Micros } from '../../src/types.ts';
import { type Cluster, type Draft, HOUR, MINUTE, type Pod, SECOND } from './cluster.ts';
import type { Target } from './event.ts';
import type { Log } from './log.ts';
import type { Random } from './random.ts';

/** Midnight of Thursday, 2026-11-19. */
export const DAY: Micros = Date.UTC(2026, 10, 19) * 1000;

/** What the scenes of an ordinary day need: where they write, who is there, and what makes names. */
export interface Stage {
  readonly log: Log;
  readonly cluster: Cluster;
  readonly random: Random;
  readonly pods: Record<'flux' | 'ingress' | 'velero' | 'report', Pod>;
}

/** The time of that day. */
export function at(hour: number, minute: number, second = 0): Micros {
  return DAY + hour * HOUR + minute * MINUTE + second * SECOND;
}

/** A request for an object. */
export function object(target: Target, verb: string, more: Partial<Draft> = {}): Draft {
  const created = verb === 'create' ? { code: 201 } : {};
  return { verb, target, ...created, ...more };
}

/** A resourceVersion for that time. */
export function version(time: Micros): string {
  return String(4_180_000 + Math.floor((time - DAY) / (8 * SECOND)));
}
