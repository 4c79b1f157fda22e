import type { Action } from '../report/action.ts';
import type { Known } from '../verdict/reason.ts';

/** An action before it has an id. */
export type Draft = Omit<Action, 'id'>;

/** Makes the actions of one kind. */
export type Planner = (known: Known) => Draft[];

/** Where a name can't be written for a shell. */
export const BY_HAND =
  'its name can not be written in a command: find it by its kind and the time when it was made';

/** A draft; says so where its commands could not be written. */
export function draft(told: Omit<Draft, 'note'> & { readonly note?: string | null }): Draft {
  return { note: null, ...told };
}
