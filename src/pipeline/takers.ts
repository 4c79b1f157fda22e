import { keptBy } from '../collections/kept-by.ts';
import { TupleTable } from '../collections/tuple-table.ts';
import { ByAlike, isToldBy } from '../record/by-alike.ts';
import { AnswerRoom, onceForNumbers } from '../record/once-for-numbers.ts';
import type { AuditRecord, Detector, FieldPath, Matched, NumberedValues } from '../types.ts';

/** What detectors took of one record, in their order, up to the last that took anything; `undefined`: one took nothing. */
export type Taken = readonly unknown[];

/** What all detectors take of a record, given the rules it matches; `undefined` when none takes anything. */
export type Takers = (record: AuditRecord, matched: readonly Matched[]) => Taken | undefined;

/**
 * Asks detectors what they take of records. Where all that they look at repeats, and so has numbers, each
 * combination is asked about once.
 */
export function createTakers(detectors: readonly Detector[]): Takers {
  const ask = shareLists(detectors);
  const ofKinds = keptBy((): (Taken | undefined)[] => []);
  const room = new AnswerRoom(MOST_ANSWERS);
  const ofNumbers = keptBy((matched: readonly Matched[]) => {
    const paths = pathsRead(detectors, matched);
    const take = onceForNumbers(paths, (record) => ask(record, matched), room);
    return { take, isTold: keptBy((values: NumberedValues) => isToldBy(values, paths)) };
  });
  const alikeIn = keptBy((values: NumberedValues) => new ByAlike<TakenOf>(values));
  const ofAlike: Takers = (record, matched) => {
    const { values, numbersAt } = record;
    if (values === undefined || numbersAt === undefined) return ofNumbers(matched).take(record);
    const alike = alikeIn(values);
    const known = alike.find(numbersAt);
    if (known?.matched === matched) return known.taken;
    const { take, isTold } = ofNumbers(matched);
    const taken = take(record);
    if (isTold(values)) alike.keep({ matched, taken });
    return taken;
  };
  return (record, matched) => {
    const { kinds, kind = 0 } = record;
    if (kinds === undefined || kind === 0) return ofAlike(record, matched);
    const all = ofKinds(kinds);
    const known = all[kind];
    if (known !== undefined) return known === NOTHING ? undefined : known;
    const taken = ask(record, matched);
    // Without gaps: what has some is looked up by hash.
    while (all.length < kind) all.push(undefined);
    all[kind] = taken ?? NOTHING;
    return taken;
  };
}

/** What was taken of a record that matches these rules. */
interface TakenOf {
  readonly matched: readonly Matched[];
  readonly taken: Taken | undefined;
}

/** In the place of what was taken where nothing was. */
const NOTHING: Taken = [];

/** What detectors look at; `undefined` when one of them doesn't tell. */
export function pathsRead(
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
const MOST_ANSWERS = 131_072;

/** How many lists of what was taken are known at once; past it, they are all made anew. */
const MOST_LISTS = 131_072;

/** Asks all detectors. Where records share each part, they share the list. */
function shareLists(detectors: readonly Detector[]): Takers {
  const numbers = new Map<unknown, number>();
  const table = new TupleTable(detectors.length);
  const lists: Taken[] = [];
  const numberOf = (taken: unknown): number => {
    const number = numbers.get(taken) ?? numbers.size;
    numbers.set(taken, number);
    return number;
  };
  const clear = () => {
    numbers.clear();
    table.clear();
    lists.length = 0;
    numberOf(undefined);
  };
  clear();
  return (record, matched) => {
    if (Math.max(numbers.size, lists.length) >= MOST_LISTS) clear();
    const all = detectors.map((detector) => detector.take(record, matched));
    const last = all.findLastIndex((one) => one !== undefined);
    if (last < 0) return undefined;
    for (const [index, one] of all.entries()) table.key[index] = numberOf(one);
    const known = table.find();
    if (known >= 0) return lists[known];
    table.add();
    const taken = all.slice(0, last + 1);
    lists.push(taken);
    return taken;
  };
}
