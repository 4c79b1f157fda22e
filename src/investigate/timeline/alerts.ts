import type { Alert, Evidence } from '../../types.ts';
import { compare } from '../compare.ts';
import type { AlertRef, Step, Timeline } from '../report/timeline.ts';
import type { Steps } from './index.ts';

/** So many alerts are on a timeline; the others are the mildest and latest. */
const MOST = 1000;

const LEVELS = ['critical', 'high', 'medium', 'low', 'informational'];

/** The steps with the alerts that their events raised; of the account's own steps alone none is told. */
export function withAlerts({ steps, omitted }: Steps, alerts: readonly Alert[]): Timeline {
  const found = new Map<Step, string[]>();
  const byDeed = groupByDeed(steps);
  const told = alerts.filter((alert) => {
    const raised = new Set(alert.events.flatMap((event) => stepsOf(event, byDeed)));
    for (const step of raised) found.set(step, [...(found.get(step) ?? []), alert.id]);
    return [...raised].some((step) => step.whose === 'suspect');
  });
  const kept = shown(told);
  const ids = new Set(kept.map(({ id }) => id));
  return {
    steps: steps.map((step) => {
      const own = (found.get(step) ?? []).filter((id) => ids.has(id));
      return own.length === 0 ? step : { ...step, alerts: [...new Set(own)] };
    }),
    omitted,
    alerts: kept,
  };
}

function shown(alerts: readonly Alert[]): AlertRef[] {
  const worst = [...alerts].sort(
    (a, b) => LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level) || byTime(a, b),
  );
  return worst.slice(0, MOST).sort(byTime).map(refOf);
}

function byTime(a: Alert, b: Alert): number {
  return compare(a.firstSeen, b.firstSeen) || compare(a.id, b.id);
}

function refOf({ id, rule, level, firstSeen, count, message }: Alert): AlertRef {
  return { id, rule: rule.name, title: rule.title, level, time: firstSeen, count, message };
}

function groupByDeed(steps: readonly Step[]): ReadonlyMap<string, readonly Step[]> {
  const groups = new Map<string, Step[]>();
  for (const step of steps) {
    const { identity, as, verb, resource, subresource } = step;
    const key = JSON.stringify([identity, as, verb, resource, subresource]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [step]);
    else group.push(step);
  }
  return groups;
}

/** The steps that an event may be one of: alerts hold events by their fields. */
function stepsOf(event: Evidence, byDeed: ReadonlyMap<string, readonly Step[]>): readonly Step[] {
  const { user, impersonator, verb, resource, subresource } = event;
  const identity = impersonator ?? user ?? '?';
  const as = impersonator === null ? null : user;
  const group = byDeed.get(JSON.stringify([identity, as, verb, resource, subresource])) ?? [];
  return group.filter((step) => fits(event, step));
}

function fits(event: Evidence, step: Step): boolean {
  const { time, code, credentialId, name, path, namespace, resource } = event;
  if (time < step.first || time > step.last) return false;
  if (code !== null && step.codes.length < 10 && !step.codes.includes(code)) return false;
  if (credentialId !== null && step.whose === 'suspect' && credentialId !== step.credential)
    return false;
  const isNamed = (known: readonly string[], text: string | null) =>
    text === null || known.length >= 20 || known.includes(text);
  return (
    isNamed(step.namespaces, namespace) && isNamed(step.names, resource === null ? path : name)
  );
}
