import type { ByAlike } from '../../record/by-alike.ts';
import { ScannedRecord } from '../../scanner/scanned-record.ts';
import { createMatcher } from '../../sigma/matcher/index.ts';
import type { DetectionRule } from '../../sigma/rule-set.ts';
import type { Found } from '../../types.ts';
import { type AlikeGist, alikeGist, alikeGists, isOfAll, kindIn, listIn } from './alike-gists.ts';
import type { GistPad } from './gists.ts';
import { Kinds } from './kinds.ts';
import { ListNumbers } from './list-numbers.ts';

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

/** Matches records with rules. Where one throws, whoever evaluates the record finds that out again, and counts it. */
export function createTeller(rules: readonly DetectionRule[], kinds = new Kinds()): Teller {
  let threw = false;
  const onError = () => {
    threw = true;
  };
  const matcher = createMatcher(rules, { onError });
  const lists = new ListNumbers(rules);
  let round = 0;
  let gistsIn = alikeGists();
  const renumber = (): Pick<GistNews, 'listsAnew' | 'kindsAnew'> => {
    const listsAnew = lists.full;
    const kindsAnew = listsAnew || kinds.full;
    if (listsAnew) {
      lists.clear();
      kinds.clear();
      round++;
    } else if (kindsAnew) kinds.renumber();
    if (kindsAnew) gistsIn = alikeGists();
    return { listsAnew, kindsAnew };
  };
  const kindOf = (record: ScannedRecord, list: number, alike: ByAlike<AlikeGist>) => {
    const kind = kinds.of(record, list);
    if (kind > 0 && kinds.isTold(record.values, list)) {
      alike.keep(alikeGist(list, kind, matcher.isTold(record)));
    }
    return kind;
  };
  const tellOne = (record: ScannedRecord, pad: GistPad) => {
    const alike = gistsIn(record.values);
    const known = alike.find(record.numbersAt) ?? 0;
    if (isOfAll(known)) return pad.add(record, listIn(known), kindIn(known));
    threw = false;
    const list = lists.of(matcher.match(record));
    if (threw) pad.add(record, -1, 0);
    else if (known > 0 && listIn(known) === list) pad.add(record, list, kindIn(known));
    else pad.add(record, list, kindOf(record, list, alike));
  };

  return {
    learn(told) {
      if (told.round === round) kinds.learn(told.list, told.paths);
    },
    tell(found, pad) {
      const anew = renumber();
      pad.clear();
      for (const one of found) {
        if ('record' in one && one.record instanceof ScannedRecord) tellOne(one.record, pad);
      }
      return { ...anew, lists: lists.takeNews() };
    },
  };
}
