import { evidenceIn } from '../record/evidence.ts';
import type { Evidence, Finding, RuleInfo, Witness } from '../types.ts';

const READS = new Set(['get', 'list', 'watch', 'head', 'options']);

/** A finding of a rule that needs no memory: one event was enough. */
export function findingOf(rule: RuleInfo, witness: Witness): Finding {
  return {
    rule,
    time: witness.time,
    key: causeOf(evidenceIn(witness)),
    count: 1,
    firstSeen: witness.time,
    lastSeen: witness.time,
    witnesses: [witness],
  };
}

/**
 * What makes two events of one rule repeats of each other: same actor, same address, both denied or
 * neither, and for writes the same act on the same object. What was written is a clean-up list and is
 * told apart; what was read, whatever it was, is one look around.
 */
function causeOf(evidence: Evidence): Finding['key'] {
  const { user, impersonator, verb, resource, subresource, namespace, sourceIP, code } = evidence;
  const actor = [user, impersonator, sourceIP, code === 401 || code === 403];
  if (verb === null || READS.has(verb)) return actor;
  return [...actor, verb, resource, subresource, namespace, evidence.name ?? evidence.path];
}
