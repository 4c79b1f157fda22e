import type { Micros } from '../../src/types.ts';
import { ABOUT_ITSELF, SECOND } from './cluster.ts';
import { type Line, linesOf } from './event.ts';
import type { Random } from './random.ts';
import type { Stolen } from './stolen.ts';

/** A whole access matrix: 12 verbs on 66 kinds in 39 namespaces, 30,888 questions in 278 seconds. */
const QUESTIONS = 12 * 66 * 39;

/** How far apart: 111 a second. */
const EVERY: Micros = 9000;

/**
 * The thief asks what the token may do, all of it, one SelfSubjectAccessReview at a time. The audit ids
 * are alike but for their last digits: as many random ones would be half of all the samples' bytes.
 */
export function burst(random: Random, stolen: Stolen, start: Micros): Line[] {
  const prefix = random.uuid().slice(0, 24);
  return Array.from({ length: QUESTIONS }, (_, number) => {
    const time = start + 417 + number * EVERY;
    return linesOf({
      at: time,
      took: 2000,
      verb: 'create',
      target: { group: 'authorization.k8s.io', resource: 'selfsubjectaccessreviews' },
      code: 201,
      reason: ABOUT_ITSELF,
      annotations: stolen.staleness(time - (time % SECOND)),
      user: stolen.user(time),
      ip: stolen.ip,
      agent: 'python-requests/2.32.5',
      auditID: prefix + number.toString(16).padStart(12, '0'),
    });
  }).flat();
}
