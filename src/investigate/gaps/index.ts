import { formatTime } from '../../record/time.ts';
import { contentId } from '../content-id.ts';
import type { LogFacts } from '../log-facts.ts';
import type { Credential } from '../report/credential.ts';
import type { Gap } from '../report/gap.ts';
import type { ActGaps, Missing } from './acts.ts';
import { logGaps } from './of-log.ts';

/** Room that ended: what was left out, and how many of it. */
export interface Limit {
  /** A noun in the plural: `steps of the timeline`. */
  readonly what: string;
  readonly count: number;
}

/** All that gaps are told from. */
export interface GapsInput {
  readonly acts: ActGaps;
  readonly log: LogFacts;
  readonly credentials: readonly Credential[];
  /** Records that were no audit events, and inputs that could not be read. */
  readonly rejects: number;
  readonly failures: number;
  readonly limits: readonly Limit[];
  /** The depth limit, or the room, ended the trail. */
  readonly limited: boolean;
}

/** A gap before it has an id. */
export type Draft = Omit<Gap, 'id'>;

/** What the log can't say, and what that may hide; of a log without any gap nothing. */
export function gapsOf(input: GapsInput): Gap[] {
  const drafts = [
    ...logGaps(input),
    ...actGaps(input.acts),
    ...unreadable(input),
    ...limits(input),
  ];
  return drafts.map((draft) => ({
    id: contentId('gap', draft.kind, draft.text, draft.from, draft.until),
    ...draft,
  }));
}

/** What is missing of the thief's events: which kind of gap it is, what is missing, and what that hides. */
const OF_ACTS: readonly (readonly [keyof ActGaps, Gap['kind'], text: string, hides: string])[] = [
  [
    'unanswered',
    'stages',
    'requests were logged without their answers',
    'whether they were allowed, and what came of them',
  ],
  [
    'metadata',
    'level',
    'writes were logged at level Metadata, without what was written',
    'which rights, images, certificates and addresses they put there',
  ],
  [
    'bodies',
    'bodies',
    'writes were logged without their bodies, though their level has some',
    'which rights, images, certificates and addresses they put there',
  ],
  [
    'tokens',
    'bodies',
    'requests for tokens were logged without bodies',
    'when the tokens end, what they are bound to, and for whom they are meant',
  ],
  [
    'truncated',
    'truncated',
    'events were cut short',
    'what was written or answered; long requests are cut, and an attacker can make them long',
  ],
  [
    'lists',
    'names',
    'lists of Secrets or ConfigMaps were logged without the names in them',
    'which objects there were when they were listed: all of that scope must be taken as read',
  ],
  [
    'unnamed',
    'names',
    'objects were made under names that were not logged',
    'whether they are still there: look for them by the time when they were made',
  ],
  [
    'credentials',
    'credential ids',
    'requests of ServiceAccounts have no credential id: older Kubernetes than 1.30, or a legacy token',
    'which token they were made with; pods and addresses stand in for it',
  ],
];

function actGaps(acts: ActGaps): Draft[] {
  return OF_ACTS.flatMap(([key, kind, text, hides]) => {
    const missing = acts[key];
    return missing === null ? [] : [{ kind, text, hides, ...span(missing) }];
  });
}

function span({ count, from, until }: Missing): Pick<Gap, 'count' | 'from' | 'until'> {
  return { count, from: formatTime(from), until: formatTime(until) };
}

function unreadable({ rejects, failures }: GapsInput): Draft[] {
  const always = { kind: 'unreadable' as const, from: null, until: null };
  const records: Draft = {
    ...always,
    text: 'records could not be read as audit events',
    hides: 'whatever stood in them',
    count: rejects,
  };
  const inputs: Draft = {
    ...always,
    text: 'inputs could not be read',
    hides: 'all that is logged there',
    count: failures,
  };
  return [...(rejects > 0 ? [records] : []), ...(failures > 0 ? [inputs] : [])];
}

function limits({ limits: all, limited }: GapsInput): Draft[] {
  const always = { kind: 'limit' as const, from: null, until: null };
  const reached = all
    .filter(({ count }) => count > 0)
    .map(({ what, count }) => ({
      ...always,
      text: `there was no room for more ${what}`,
      hides: 'those that came later, or were ordinary; what is told of the others is complete',
      count,
    }));
  const trail: Draft = {
    ...always,
    text: 'the trail was not followed to its end: a limit ended it',
    hides: 'identities farther away, and what was done with them',
    count: null,
  };
  return [...reached, ...(limited ? [trail] : [])];
}
