import type { AuditRecord } from '../../types.ts';
import type { DetectionRule } from '../rule-set.ts';
import { createAutomaton } from './automaton.ts';
import { questionsOf } from './questions.ts';
import { ruleLists } from './rule-lists.ts';

/**
 * Which of many rules a record matches, at a cost that hardly depends on how many there are. Rules are
 * taken apart into items, of which equal ones are one. A record is walked through an automaton: a state
 * is what is left undecided of the rules, reduced to a formula each; it asks one field, and where to go
 * from there depends on which items hold of the field's value. Values of which the same items hold are
 * alike, and what holds of a value is remembered by the value or by its number, so that most records
 * cost one look-up for each field that still matters. States are made when a record first comes to them.
 * All that is kept is bounded: past the bound it is made anew, and where that comes too soon, rules are
 * simply evaluated one by one for a while.
 */

/** Finds out which rules a record matches. */
export interface Matcher {
  /**
   * The rules that match, in their order: the same array for the same rules, until there have been
   * thousands of sets. What is derived from one belongs in a `WeakMap`. Never throws.
   */
  match(record: AuditRecord): readonly DetectionRule[];
  /** Whether it is known that all records that are alike with this one match the same; see `NumberedValues.alike`. */
  isTold(record: AuditRecord): boolean;
}

/** What a matcher may be told. */
export interface MatcherOptions {
  /** A rule threw, which is a bug: it does not match. */
  onError?(rule: DetectionRule): void;
  /** How much room the automaton may take, in bytes, roughly; at most 16 MiB. */
  readonly room?: number;
  /** How many records an automaton has to serve to be worth its making. */
  readonly worth?: number;
}

/** With room for more outcomes their numbers would need more than 16 bits. */
const ROOM = 2 ** 24;
const WORTH = 2 ** 17;

/** A matcher of these rules. */
export function createMatcher(
  rules: readonly DetectionRule[],
  { onError, room = ROOM, worth = WORTH }: MatcherOptions = {},
): Matcher {
  const questions = questionsOf(rules);
  const lists = ruleLists(rules);
  let automaton = createAutomaton(rules, questions, lists);
  let served = 0;
  let plain = 0;
  const renew = () => {
    if (served < worth) plain = worth;
    automaton = createAutomaton(rules, questions, lists);
    served = 0;
  };
  const evaluate = (record: AuditRecord) => lists(placesOf(rules, record, onError));
  return {
    match(record) {
      if (plain > 0) {
        plain--;
        return evaluate(record);
      }
      if (automaton.weight >= Math.min(room, ROOM)) renew();
      served++;
      try {
        return automaton.match(record);
      } catch {
        // An item threw: one by one, rules without it get their answer.
        return evaluate(record);
      }
    },
    isTold: (record) => automaton.isTold(record),
  };
}

function placesOf(
  rules: readonly DetectionRule[],
  record: AuditRecord,
  onError: MatcherOptions['onError'],
): number[] {
  const places: number[] = [];
  for (const [place, rule] of rules.entries()) {
    try {
      if (rule.matches(record)) places.push(place);
    } catch {
      onError?.(rule);
    }
  }
  return places;
}
