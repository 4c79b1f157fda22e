import type { Report } from '../../../../src/investigate/report/index.ts';
import type { Taken } from '../../../../src/investigate/report/taken.ts';
import type { Taken as TrueTaken, Truth } from '../truth.ts';
import { attackOf } from './attack.ts';
import { type Section, section } from './section.ts';

const READS = new Set(['secret', 'configmap']);

/**
 * Whether a report's claim is this: the same object, or the same scope, in the same way. Where bodies are logged,
 * a list of ConfigMaps may be told by the names in its answer.
 */
export function isTaken(claim: Taken, { kind, namespace, name, how }: TrueTaken): boolean {
  if (claim.kind !== kind || claim.object.namespace !== namespace) return false;
  const named =
    claim.object.name === name ||
    (name === null && kind === 'configmap') ||
    (name !== null && claim.selector?.includes(`metadata.name=${name}`) === true);
  return named && (!READS.has(kind) || claim.how.some((one) => one.startsWith(how)));
}

/** Whether the claim is right: it is one of these, or names what lies in a scope that was read. */
export function isRightTaken(claim: Taken, truth: Truth): boolean {
  const { kind, object } = claim;
  const inScope = truth.taken.some(
    (one) => one.kind === kind && one.name === null && one.namespace === object.namespace,
  );
  return truth.taken.some((one) => isTaken(claim, one)) || (object.name !== null && inScope);
}

/** What was read or may have been, and tokens, logs and pods that were got at. */
export function scoreTaken(report: Report, truth: Truth): Section {
  const attack = attackOf(report, truth, { context: true });
  const suspect = report.taken.filter(({ whose }) => whose === 'suspect');
  const truths = truth.taken
    .filter(({ may }) => !may)
    .map((one) => ({
      text: `${one.how} ${one.kind} ${one.namespace}/${one.name ?? '*'}`,
      ok: suspect.some((claim) => isTaken(claim, one)),
    }));
  const claims = suspect.map((claim) => ({
    text: `${claim.text} [${attack.strangers(claim.proof).join('; ')}]`,
    ok: isRightTaken(claim, truth) && attack.strangers(claim.proof).length === 0,
  }));
  return section('taken', truths, claims);
}
