import { keptBy } from '../collections/kept-by.ts';
import { TupleTable } from '../collections/tuple-table.ts';
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
      return keptBy((values: NumberedValues) => new Answers(values, paths));
    });
  let answersOf = noAnswers();
  let known = 0;
  return (record, matched) => {
    const { values } = record;
    if (values === undefined) return ask(record, matched);
    const answers = answersOf(matched)(values);
    const number = answers.find(record);
    if (number >= 0) return answers.taken[number];
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

/** What was taken by the numbers of all values that were looked at. */
class Answers {
  readonly taken: (Taken | undefined)[] = [];
  readonly #values: NumberedValues;
  /** Where a record has these numbers; -1: it has none. */
  readonly #places: readonly number[];
  readonly #table: TupleTable;
  #epoch: number;
  /** The record that was looked for last has all its numbers. */
  #isKnown = false;

  constructor(values: NumberedValues, paths: readonly FieldPath[] | undefined) {
    this.#values = values;
    this.#epoch = values.epoch;
    this.#places = paths?.map((path) => values.slotOf(path) * values.stride) ?? [-1];
    this.#table = new TupleTable(this.#places.length);
  }

  /** The number of the answer for a record; -1 when it has to be asked for. */
  find(record: AuditRecord): number {
    if (this.#epoch !== this.#values.epoch) {
      this.#epoch = this.#values.epoch;
      this.#table.clear();
      this.taken.length = 0;
    }
    const places = this.#places;
    const { words } = this.#values;
    const { numbersAt = 0 } = record;
    const { key } = this.#table;
    this.#isKnown = false;
    for (let index = 0; index < places.length; index++) {
      const place = places[index] as number;
      const number = place < 0 ? 0 : (words[numbersAt + place] as number);
      if (number === 0) return -1;
      key[index] = number;
    }
    this.#isKnown = true;
    return this.#table.find();
  }

  /** Keeps the answer for the record that was looked for last, if it has all its numbers; whether it does. */
  add(taken: Taken | undefined): boolean {
    if (!this.#isKnown) return false;
    this.#table.add();
    this.taken.push(taken);
    return true;
  }
}

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
