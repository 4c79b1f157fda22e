import type { Credential } from '../report/credential.ts';

/** Whether a credential has ended with what it was bound to; what may be gone is looked after as if it were there. */
export function isGone({ ended }: Pick<Credential, 'ended'>): boolean {
  return ended !== null && ended.confidence !== 'possible';
}
