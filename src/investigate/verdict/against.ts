import { proofOf } from '../proofs.ts';
import type { Known, Reason } from './reason.ts';

/** What says that it is not so, or not so bad. */

const HOUR = 3600;

/** All reasons of this kind. */
export function against(known: Known): Reason[] {
  return [...nothingAllowed(known), ...nothingElsewhere(known), ...untold(known), ...gone(known)];
}

function reason(text: string, confidence: Reason['confidence'], proof: Reason['proof']): Reason {
  return { says: 'against', text, weight: 1, confidence, proof };
}

function nothingAllowed({ timeline }: Known): Reason[] {
  const steps = timeline.steps.filter(({ whose }) => whose === 'suspect');
  if (steps.length === 0 || timeline.omitted > 0) return [];
  if (steps.some(({ outcome }) => outcome === 'allowed' || outcome === 'unknown')) return [];
  const proof = proofOf(steps.map((step) => step.proof));
  return [reason('nothing that it asked for was allowed', 'certain', proof)];
}

/** The places are what tells a thief from the account; without a second place there may be none. */
function nothingElsewhere({ origins }: Known): Reason[] {
  const departs = origins.some(
    ({ departures, together }) => departures.length > 0 || together.length > 0,
  );
  if (departs || origins.length === 0) return [];
  return [
    reason(
      'nothing was done from a place or with a program that this log shows to be new',
      'likely',
      null,
    ),
  ];
}

function untold({ origins }: Known): Reason[] {
  const departures = origins.flatMap((one) => one.departures);
  const short = departures.filter(({ historySeconds }) => historySeconds < HOUR);
  if (short.length === 0 || short.length < departures.length) return [];
  const text =
    'less than an hour of its own history is in this log: what is new in it may be ordinary';
  return [reason(text, 'possible', proofOf(short.map(({ proof }) => proof)))];
}

function gone({ leftBehind }: Known): Reason[] {
  const own = leftBehind.filter(({ whose }) => whose === 'suspect');
  if (own.length === 0 || own.some(({ state }) => state !== 'deleted')) return [];
  const proof = proofOf(own.map(({ ended }) => ended?.proof ?? null));
  return [reason('all that it made was deleted since', 'certain', proof)];
}
