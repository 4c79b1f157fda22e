import { WRITES } from '../../kinds.ts';
import type { EventAct } from '../event-act.ts';
import type { Trail } from '../trail.ts';

/** Looks at an allowed act of a suspect for what it leads to. */
export type Link = (act: EventAct, trail: Trail) => void;

/** Verb, resource and subresource of an act, as `create serviceaccounts/token`. */
export function deedOf({ evidence }: EventAct): string {
  const { verb, resource, subresource } = evidence;
  return `${verb ?? ''} ${resource ?? ''}${subresource === null ? '' : `/${subresource}`}`;
}

/** Whether an act wrote an object of one of these resources itself, and did so in earnest. */
export function wrote(act: EventAct, resources: ReadonlySet<string>): boolean {
  const { verb, resource, subresource } = act.evidence;
  return (
    verb !== null &&
    WRITES.has(verb) &&
    resource !== null &&
    resources.has(resource) &&
    subresource === null &&
    !act.dryRun
  );
}
