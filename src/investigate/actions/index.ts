import { contentId } from '../content-id.ts';
import { ACTION_KINDS, type Action } from '../report/action.ts';
import type { Verdict } from '../report/verdict.ts';
import { possession } from '../verdict/possession.ts';
import type { Known } from '../verdict/reason.ts';
import { contain } from './contain.ts';
import type { Planner } from './draft.ts';
import { remove } from './remove.ts';
import { review, reviewUnproven } from './review.ts';
import { revoke } from './revoke.ts';
import { rotate } from './rotate.ts';

/** More commands than these belong into a script that somebody writes. */
const MOST_ABOUT = 5000;

const PLANNERS: Readonly<Record<Action['kind'], Planner>> = {
  contain,
  revoke,
  remove,
  rotate,
  review,
};

/** How bad it is, and how sure that is. */
type Judged = Pick<Verdict, 'verdict' | 'confidence'>;

/**
 * What to do, in the order of the runbook; nothing where nothing suspect was done, and only what to look at where
 * nothing shows that anything was stolen. satrap does none of it.
 */
export function actionsOf(known: Known, judged: Judged): Action[] {
  const drafts = isTheft(known, judged)
    ? ACTION_KINDS.flatMap((kind) => PLANNERS[kind](known))
    : reviewUnproven(known);
  return drafts.map((draft) => ({
    id: contentId('action', draft.kind, draft.title, draft.about),
    ...draft,
    about: draft.about.slice(0, MOST_ABOUT),
  }));
}

/** To delete what is in use takes more than that it may be odd. */
function isTheft(known: Known, { verdict, confidence }: Judged): boolean {
  if (verdict === 'nothing found' || verdict === 'unusual') return false;
  return confidence !== 'possible' || possession(known).length > 0;
}
