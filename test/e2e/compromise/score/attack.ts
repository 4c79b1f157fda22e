import type { Proof } from '../../../../src/investigate/report/common.ts';
import type { Report } from '../../../../src/investigate/report/index.ts';
import type { Truth } from '../truth.ts';

/** Which of the events that a report shows are the attacker's own. */
export interface Attack {
  /** What a proof cites that isn't the attacker's, as `USER@ADDRESS verb resource`. */
  strangers(proof: Proof): string[];
  /** Audit ids that a proof cites. */
  ids(proof: Proof): Set<string>;
}

/** `context`: whether what others did and belongs to the story may be cited, too. */
export function attackOf(report: Report, truth: Truth, { context = false } = {}): Attack {
  const own = truth.steps.flatMap(({ calls }) => calls.map(({ auditID }) => auditID));
  const known = new Set(context ? [...own, ...truth.context] : own);
  const cited = ({ events }: Proof) => events.flatMap((id) => report.evidence[id] ?? []);
  return {
    ids: (proof) => new Set(cited(proof).map(({ auditID }) => auditID ?? '')),
    strangers: (proof) =>
      cited(proof)
        .filter(({ auditID }) => !known.has(auditID ?? ''))
        .map(({ user, sourceIP, verb, resource }) => `${user}@${sourceIP} ${verb} ${resource}`),
  };
}

/** Who authenticated; `?` where nobody did. */
export function callerOf(step: Truth['steps'][number]): string {
  return step.impersonator ?? step.user ?? '?';
}
