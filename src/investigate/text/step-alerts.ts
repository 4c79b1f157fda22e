import { LEVELS } from '../../types.ts';
import type { AlertRef, Step, Timeline } from '../report/timeline.ts';

/**
 * Which alerts are told below which step, by the step's id, the gravest first. Each is told once: one that took
 * several phases below the last of its steps, where its story is complete, any other below its first.
 */
export function alertsBySteps({ steps, alerts }: Timeline): ReadonlyMap<string, AlertRef[]> {
  const homes = new Map<string, Step>();
  const phases = new Map<string, string>();
  for (const step of steps) {
    if (step.whose !== 'suspect') continue;
    for (const id of step.alerts) {
      if (!homes.has(id) || phases.get(id) !== step.phase) homes.set(id, step);
      phases.set(id, step.phase);
    }
  }
  const told = new Map<string, AlertRef[]>();
  for (const alert of alerts.toSorted(gravestFirst)) {
    const home = homes.get(alert.id);
    if (home === undefined) continue;
    told.set(home.id, [...(told.get(home.id) ?? []), alert]);
  }
  return told;
}

/** How grave the gravest of some alerts is: 0 where there is none. */
export function gravity(alerts: readonly AlertRef[] = []): number {
  return Math.max(0, ...alerts.map(({ level }) => LEVELS.indexOf(level) + 1));
}

function gravestFirst(a: AlertRef, b: AlertRef): number {
  return LEVELS.indexOf(b.level) - LEVELS.indexOf(a.level);
}
