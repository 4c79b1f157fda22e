import type { Confidence, Proof } from '../report/common.ts';
import type { Credential } from '../report/credential.ts';
import type { Identities } from '../report/identity.ts';
import type { LeftBehind } from '../report/left-behind.ts';
import type { Origin } from '../report/origin.ts';
import type { Subject } from '../report/subject.ts';
import type { Taken } from '../report/taken.ts';
import type { Timeline } from '../report/timeline.ts';

/** How much of the log was read; `part`: an input could not be, `nothing`: no event was in the period asked about. */
export type HowMuch = 'all' | 'part' | 'nothing';

/** The parts of a report that a verdict is made of. */
export interface Known {
  readonly subject: Pick<Subject, 'found' | 'asked' | 'identities'>;
  readonly credentials: readonly Credential[];
  readonly origins: readonly Origin[];
  readonly timeline: Timeline;
  readonly taken: readonly Taken[];
  readonly leftBehind: readonly LeftBehind[];
  readonly identities: Identities;
}

/** What a verdict is given on. */
export interface Case extends Known {
  readonly read: HowMuch;
}

/** Identities on the trail that something was done as: with their own credentials, or by impersonation. */
export function actedAs({ identities, timeline }: Known): ReadonlySet<string> {
  const impersonated = timeline.steps.filter(
    ({ whose, outcome }) => whose === 'suspect' && outcome === 'allowed',
  );
  const known = new Set(identities.nodes.map(({ id }) => id));
  return new Set([
    ...identities.nodes.filter(({ acted }) => acted).map(({ id }) => id),
    ...impersonated.flatMap(({ as }) => (as !== null && known.has(as) ? [as] : [])),
  ]);
}

/** How much a reason says by itself: 3 speaks for itself, 2 asks for an explanation, 1 is odd. */
export type Weight = 1 | 2 | 3;

/** A reason before it has an id. */
export interface Reason {
  /** What it says: that somebody else has the credential, that something was done, or that neither is so. */
  readonly says: 'possession' | 'deed' | 'against';
  readonly text: string;
  readonly weight: Weight;
  readonly confidence: Confidence;
  readonly proof: Proof | null;
}
