import { ScannedRecord } from '../../scanner/scanned-record.ts';
import { createMatcher } from '../../sigma/matcher/index.ts';
import type { DetectionRule } from '../../sigma/rule-set.ts';
import type { Found } from '../../types.ts';
import type { GistPad } from './gists.ts';
import { Kinds } from './kinds.ts';

/** What the numbers in gists stand for, as far as it is news. */
export interface GistNews {
  /** Lists of rules are numbered anew, from the first of `lists`; so are kinds. */
  readonly listsAnew: boolean;
  readonly kindsAnew: boolean;
  /** Lists that had no number yet, each as the places of its rules among all. */
  readonly lists: readonly (readonly number[])[];
}

/** Which fields tell the kinds of records with a list of rules apart. */
export interface KindFields {
  /** How often lists were numbered anew before it got its number. */
  readonly round: number;
  readonly list: number;
  readonly paths: readonly string[];
}

/** Tells the gists of records. */
export interface Teller {
  /** Writes the gist of each record of a scanner among these. */
  tell(found: readonly Found[], pad: GistPad): GistNews;
  /** From now on, records with this list of rules have kinds. */
  learn(fields: KindFields): void;
}

/** How many lists of rules have numbers at once. */
const MOST_LISTS = 4096;

/** Matches records with rules. Where one throws, whoever evaluates the record finds that out again, and counts it. */
export function createTeller(rules: readonly DetectionRule[], kinds = new Kinds()): Teller {
  let threw = false;
  const onError = () => {
    threw = true;
  };
  const matcher = createMatcher(rules, { onError });
  const places = new Map(rules.map((rule, place) => [rule, place]));
  const numbers = new Map<readonly DetectionRule[], number>();
  let round = 0;
  const renumber = (): Pick<GistNews, 'listsAnew' | 'kindsAnew'> => {
    const listsAnew = numbers.size >= MOST_LISTS;
    const kindsAnew = listsAnew || kinds.full;
    if (listsAnew) {
      numbers.clear();
      kinds.clear();
      round++;
    } else if (kindsAnew) kinds.renumber();
    return { listsAnew, kindsAnew };
  };
  const toPlaces = (list: readonly DetectionRule[]) =>
    list.map((rule) => places.get(rule) as number);

  return {
    learn(told) {
      if (told.round === round) kinds.learn(told.list, told.paths);
    },
    tell(found, pad) {
      const anew = renumber();
      const lists: number[][] = [];
      pad.clear();
      for (const one of found) {
        if (!('record' in one) || !(one.record instanceof ScannedRecord)) continue;
        const { record } = one;
        threw = false;
        const list = matcher.match(record);
        let number = numbers.get(list);
        if (number === undefined) {
          number = numbers.size;
          numbers.set(list, number);
          lists.push(toPlaces(list));
        }
        if (threw) pad.add(record, -1, 0);
        else pad.add(record, number, kinds.of(record, number));
      }
      return { ...anew, lists };
    },
  };
}
