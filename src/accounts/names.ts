import type { Use } from './uses.ts';

/** Which names a rule has: a list, or all of them, and why then. */
export type Names = { readonly list: readonly string[] } | { readonly why: string };

/** Who may do these to anything may do everything: names stay, however many there are. */
const GRAVE = /^(?:approve|attest|bind|escalate|impersonate.*|sign)$/;

/** Suffixes that Kubernetes makes up: without vowels, and without 0, 1 and 3 (apimachinery util/rand). */
const MADE_UP = /-[bcdfghjklmnpqrstvwxz2456789]{5}$/;

const READS_OF_LIST = new Set(['get', 'watch']);

/** Whether a use keeps its names, whatever they are. */
export function isGrave({ verb, resource }: Pick<Use, 'verb' | 'resource'>): boolean {
  return GRAVE.test(verb) || resource === 'secrets' || resource.startsWith('secrets/');
}

/**
 * The names for a use. `most`: beyond so many, all. `listed`: the same scope lists all of them, so that reading
 * them one by one shows no more.
 */
export function namesFor(use: Use, { most, listed }: { most: number; listed: boolean }): Names {
  const names = use.names.sorted().map(([name]) => name);
  if (use.unnamed.count > 0) return { why: '' };
  if (listed && READS_OF_LIST.has(use.verb)) return { why: 'all of them are listed anyway' };
  names.sort();
  if (isGrave(use)) return { list: names };
  if (use.names.dropped > 0) return { why: `of more than ${names.length} names` };
  const madeUp = names.find((name) => MADE_UP.test(name));
  if (madeUp !== undefined) return { why: `names such as ${madeUp} are made anew each time` };
  if (names.length > most) return { why: `of ${names.length} names` };
  return { list: names };
}
