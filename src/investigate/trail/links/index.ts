import type { EventAct } from '../event-act.ts';
import type { Trail } from '../trail.ts';
import { certificates } from './certificates.ts';
import { entered } from './entered.ts';
import { granted } from './granted.ts';
import { impersonated } from './impersonated.ts';
import type { Link } from './link.ts';
import { madePods } from './made-pods.ts';
import { minted } from './minted.ts';
import { readSecrets } from './read-secrets.ts';

/** All ways on. */
const LINKS: readonly Link[] = [
  minted,
  impersonated,
  madePods,
  entered,
  readSecrets,
  certificates,
  granted,
];

/** Follows an act of a suspect to whom it leads. */
export function follow(act: EventAct, trail: Trail): void {
  if (act.outcome !== 'allowed' && act.outcome !== 'unknown') return;
  trail.objects.note(act);
  for (const link of LINKS) link(act, trail);
}
