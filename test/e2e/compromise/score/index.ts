/**
 * How well a report tells what happened. Each section has its recall, how much of the truth is found, and its
 * precision, how much of what is said is true.
 */
import type { Report } from '../../../../src/investigate/report/index.ts';
import type { Truth } from '../truth.ts';
import { scoreActions } from './actions.ts';
import { scoreCredentials, scoreFacts } from './credentials.ts';
import { scoreIdentities, scoreLinks } from './identities.ts';
import { scoreInnocents } from './innocents.ts';
import { scoreLeft } from './left.ts';
import { scoreOrigins } from './origins.ts';
import type { Section } from './section.ts';
import { scorePhases, scoreSteps } from './steps.ts';
import { scoreTaken } from './taken.ts';

export { type Section, table } from './section.ts';

export function score(report: Report, truth: Truth): Section[] {
  return [
    scoreSteps,
    scorePhases,
    scoreTaken,
    scoreLeft,
    scoreIdentities,
    scoreLinks,
    scoreCredentials,
    scoreFacts,
    scoreOrigins,
    scoreActions,
    scoreInnocents,
  ].map((scoreOne) => scoreOne(report, truth));
}
