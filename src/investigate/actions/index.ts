import { contentId } from '../content-id.ts';
import { ACTION_KINDS, type Action } from '../report/action.ts';
import type { Known } from '../verdict/reason.ts';
import { contain } from './contain.ts';
import type { Planner } from './draft.ts';
import { remove } from './remove.ts';
import { review } from './review.ts';
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

/** What to do, in the order of the runbook; nothing where nothing suspect was done. satrap does none of it. */
export function actionsOf(known: Known): Action[] {
  return ACTION_KINDS.flatMap((kind) =>
    PLANNERS[kind](known).map((draft) => ({
      id: contentId('action', draft.kind, draft.title, draft.about),
      ...draft,
      about: draft.about.slice(0, MOST_ABOUT),
    })),
  );
}
