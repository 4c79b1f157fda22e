import { actor } from '../text/message.ts';
import { quoted } from '../text/request.ts';

/** Words that several parts of a report make their sentences of. */

/** So many names stand in a sentence. */
const NAMED = 3;

/** A user name inside a sentence. */
export function actorOf(identity: string): string {
  if (identity === '?') return 'an unknown caller';
  const who = actor(identity);
  return /^(?:ServiceAccount|node|an anonymous) /.test(who) ? who : `user ${who}`;
}

/** Some names and how many others: `a, b, c and 12 more`. */
export function listed(names: readonly string[], more = 0, most = NAMED): string {
  const shown = names.slice(0, most).map((name) => quoted(name, 80));
  const left = names.length - shown.length + more;
  if (left > 0) return `${shown.join(', ')} and ${left.toLocaleString('en-US')} more`;
  return joined(shown);
}

/** Clauses of our own words, none of them an event's: `a, b and c`. */
export function joined(clauses: readonly string[]): string {
  const last = clauses.at(-1) ?? '';
  return clauses.length < 2 ? last : `${clauses.slice(0, -1).join(', ')} and ${last}`;
}

/** `1 Secret`, `3 Secrets`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`;
}

/** For the beginning of a sentence. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
