import { actor } from '../../text/message.ts';
import { deed, quoted } from '../../text/request.ts';
import type { Evidence } from '../../types.ts';
import type { Step } from '../report/timeline.ts';

/** What a step's sentence is made of. */
interface Told
  extends Pick<
    Step,
    'identity' | 'as' | 'count' | 'outcome' | 'codes' | 'names' | 'more' | 'dryRun'
  > {
  /** The first of its events. */
  readonly evidence: Evidence;
  /** In what the others differ from it. */
  readonly various: ReadonlySet<keyof Evidence>;
}

/** So many names stand in a sentence. */
const NAMED = 3;

/** One sentence: who did what, to what, with what result. */
export function sentenceOf(step: Told): string {
  const { identity, as, evidence, various, outcome, count, dryRun } = step;
  const behind = as === null ? '' : `, as ${actorOf(as)},`;
  const act = deed(evidence, outcome === 'allowed', various);
  const dry = dryRun ? ' in a dry run' : '';
  const times = count > 1 ? `, ${count.toLocaleString('en-US')} times` : '';
  return `${capital(actorOf(identity))}${behind} ${act}${namesOf(step)}${dry}: ${resultOf(step)}${times}`;
}

/** A user name inside a sentence. */
export function actorOf(identity: string): string {
  if (identity === '?') return 'an unknown caller';
  const who = actor(identity);
  return /^(?:ServiceAccount|node|an anonymous) /.test(who) ? who : `user ${who}`;
}

/** For the beginning of a sentence. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Some names and how many others: `a, b, c and 12 more`. */
export function listed(names: readonly string[], more = 0, most = NAMED): string {
  const shown = names.slice(0, most).map((name) => quoted(name, 80));
  const left = names.length - shown.length + more;
  if (left > 0) return `${shown.join(', ')} and ${left.toLocaleString('en-US')} more`;
  const last = shown.pop() ?? '';
  return shown.length === 0 ? last : `${shown.join(', ')} and ${last}`;
}

function namesOf({ names, more, various }: Told): string {
  const several = various.has('name') || various.has('path');
  return several && names.length > 0 ? ` (${listed(names, more)})` : '';
}

const WORDS: Readonly<Record<Step['outcome'], string>> = {
  allowed: 'allowed',
  denied: 'denied',
  failed: 'failed',
  unknown: 'no answer logged',
};

function resultOf({ outcome, codes }: Told): string {
  return codes.length === 0 ? WORDS[outcome] : `${WORDS[outcome]} (${codes.join(', ')})`;
}
