import type { Report } from '../../../../src/investigate/report/index.ts';
import type { LeftBehind } from '../../../../src/investigate/report/left-behind.ts';
import type { Left, Thing, Truth } from '../truth.ts';
import { attackOf } from './attack.ts';
import { type Section, section } from './section.ts';

/** Whether it is that object, as far as the log has its name. */
export function isThing({ object }: LeftBehind, thing: Thing): boolean {
  return (
    object.resource === thing.resource &&
    object.namespace === thing.namespace &&
    (object.name === null || object.name === thing.name)
  );
}

/** Whether a claim is this: the same object, made or changed, and still there. */
export function isLeft(claim: LeftBehind, left: Left): boolean {
  return isThing(claim, left) && claim.deed === left.deed && claim.state !== 'deleted';
}

/** Whether the claim is right. What controllers made of what was left may be said, and needn't. */
export function isRightLeft(claim: LeftBehind, truth: Truth): boolean {
  if (claim.state === 'deleted') return truth.removed.some((thing) => isThing(claim, thing));
  const isOffspring = truth.offspring.some(
    ({ resource, namespace, name }) =>
      claim.object.resource === resource &&
      claim.object.namespace === namespace &&
      claim.object.name?.startsWith(name),
  );
  return isOffspring || truth.left.some((left) => isLeft(claim, left));
}

/** What is there because of the attacker, and nothing that is not, or that others made. */
export function scoreLeft(report: Report, truth: Truth): Section {
  const attack = attackOf(report, truth, { context: true });
  const suspect = report.leftBehind.filter(({ whose }) => whose === 'suspect');
  const truths = truth.left.map((left) => ({
    text: `${left.deed} ${left.resource} ${left.namespace ?? ''}/${left.name}`,
    ok: suspect.some((claim) => isLeft(claim, left)),
  }));
  const claims = suspect.map((claim) => {
    const { object, deed, state, what, proof } = claim;
    const name = `${object.resource} ${object.namespace ?? ''}/${object.name ?? '?'}`;
    const strangers = attack.strangers(proof);
    return {
      text: `${deed} ${name}, ${state}: ${what} [${strangers.join('; ')}]`,
      ok: isRightLeft(claim, truth) && strangers.length === 0,
    };
  });
  return section('left behind', truths, claims);
}
