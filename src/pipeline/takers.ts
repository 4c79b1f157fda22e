import { keptBy } from '../collections/kept-by.ts';
import { NumberedAnswers } from '../record/numbered-answers.ts';
import type { AuditRecord, Detector, FieldPath, Matched, NumberedValues } from '../types.ts';

/** What detectors took of one record, in their order; `undefined` where one took nothing. */
export type Taken = readonly unknown[];

/** What all detectors take of a record, given the rules it matches; `undefined` when none takes anything. */
export type Takers = (record: AuditRecord, matched: readonly Matched[]) => Taken | undefined;

/**
 * Asks detectors what they take of records. Where all that they look at repeats, and so has numbers, each
 * combination is asked about once.
 */
export function createTakers(detectors: readonly Detector[]): Takers {
  const ask = shareLists(detectors);
  const noAnswers = () =>
    keptBy((matched: readonly Matched[]) => {
      const paths = pathsRead(detectors, matched);
      return keptBy(
        (values: NumberedValues) => new NumberedAnswers<Taken | undefined>(values, paths),
      );
    });
  let answersOf = noAnswers();
  let known = 0;
  return (record, matched) => {
    const { values } = record;
    if (values === undefined) return ask(record, matched);
    const answers = answersOf(matched)(values);
    const number = answers.find(record);
    if (number >= 0) return answers.at(number);
    const taken = ask(record, matched);
    if (answers.add(taken) && ++known >= MOST_ANSWERS) {
      answersOf = noAnswers();
      known = 0;
    }
    return taken;
  };
}

/** What detectors look at; `undefined` when one of them doesn't tell. */
function pathsRead(
  detectors: readonly Detector[],
  matched: readonly Matched[],
): readonly FieldPath[] | undefined {
  const paths = new Set<FieldPath>();
  for (const detector of detectors) {
    const read = detector.reads?.(matched);
    if (read === undefined) return undefined;
    for (const path of read) paths.add(path);
  }
  return [...paths];
}

/** How many answers are kept at once; past it, all are found anew. */
const MOST_ANSWERS = 32_768;

/** How many lists of what was taken are known at once; past it, they are all made anew. */
const MOST_LISTS = 20_000;

/** Asks all detectors. Where records share each part, they share the list. */
function shareLists(detectors: readonly Detector[]): Takers {
  const known = new Map<unknown, Taken>();
  const latest: unknown[] = detectors.map(() => undefined);
  const isLatest = (list: Taken): boolean => list.every((one, index) => one === latest[index]);
  return (record, matched) => {
    let last: unknown;
    for (const [index, detector] of detectors.entries()) {
      const taken = detector.take(record, matched);
      latest[index] = taken;
      if (taken !== undefined) last = taken;
    }
    if (last === undefined) return undefined;
    const same = known.get(last);
    if (same !== undefined && isLatest(same)) return same;
    if (known.size >= MOST_LISTS) known.clear();
    const taken = [...latest];
    known.set(last, taken);
    return taken;
  };
}
