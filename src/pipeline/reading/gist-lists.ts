import { ruleLists } from '../../sigma/matcher/rule-lists.ts';
import type { DetectionRule } from '../../sigma/rule-set.ts';
import type { FieldPath, Matched } from '../../types.ts';
import type { GistNews, KindFields } from './telling.ts';
import type { Gists } from './told-record.ts';

/** How threads that read match records as well. */
export interface Matching {
  readonly rules: readonly DetectionRule[];
  /** All that is looked at of records that match these rules; `undefined` when that isn't known. */
  reads(matched: readonly Matched[]): readonly FieldPath[] | undefined;
}

/** What the numbers in the gists of one thread stand for. */
export interface GistLists {
  /** Takes in what is new; gives what the numbers of the gists that came with it stand for. */
  take(news: GistNews): Pick<Gists, 'lists' | 'kinds'>;
}

/** Nothing known yet; `learn`: tells the thread which fields make kinds. */
export function createGistLists(
  { rules, reads }: Matching,
  learn: (fields: KindFields) => void,
): GistLists {
  const listAt = ruleLists(rules);
  let known: (readonly DetectionRule[])[] = [];
  let kinds = {};
  let round = 0;
  return {
    take({ listsAnew, kindsAnew, lists }) {
      // Gists from before still have the numbers of before.
      if (listsAnew) {
        known = [];
        round++;
      }
      if (kindsAnew) kinds = {};
      for (const places of lists) {
        const list = listAt(places);
        const paths = reads(list)?.map((path) => path.text);
        if (paths !== undefined) learn({ round, list: known.length, paths });
        known.push(list);
      }
      return { lists: known, kinds };
    },
  };
}
