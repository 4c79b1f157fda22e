import { isToldBy } from '../../record/by-alike.ts';
import { fieldPath } from '../../record/field-path.ts';
import { NumberedAnswers } from '../../record/numbered-answers.ts';
import type { FieldPath, NumberedValues } from '../../types.ts';
import type { Answers } from './answers.ts';
import type { Question } from './questions.ts';

/** Outcomes by the numbers of one stream's values. */
export interface Numbers {
  readonly values: NumberedValues;
  /**
   * By the rank of a question: where a record has the number of its field's value, in words from where its
   * numbers begin; -1: nowhere.
   */
  readonly places: readonly number[];
  /** The same of the two bodies. */
  readonly bodies: readonly number[];
  /** By rank and number: outcomes, 0 where they are to be learnt. */
  readonly outcomes: readonly Uint16Array[];
  /** By rank: the outcomes of items that need several fields, by the numbers of these. */
  readonly together: readonly (NumberedAnswers<number> | undefined)[];
  /** Finds out the outcome of a numbered value for the question of a rank. */
  learn(rank: number, number: number): number;
  /** By rank: whether records that are alike get the same answer. */
  readonly told: readonly boolean[];
  /** Whether they all have bodies, or none of them has. */
  readonly tellsBodies: boolean;
  /** Forgets what is void; whether anything was. */
  refresh(): boolean;
}

/** Room for this many numbers at first; it grows with the numbers that come. */
const FIRST_ROOM = 1024;

/** What is known of values by their numbers, until the numbers are given anew. */
export function createNumbers(
  values: NumberedValues,
  questions: readonly Question[],
  answers: readonly Answers[],
): Numbers {
  const tables = questions.map((): Uint16Array => new Uint16Array(0));
  let { epoch } = values;
  return {
    values,
    places: questions.map(({ path }) => placeOf(values, path)),
    together: questions.map(({ together }) =>
      together.length === 0 ? undefined : new NumberedAnswers<number>(values, together),
    ),
    told: questions.map((question) => isTold(values, question)),
    tellsBodies: BODIES.every((path) => values.tells(path) !== undefined),
    bodies: BODIES.map((path) => placeOf(values, path)),
    outcomes: tables,
    learn(rank, number) {
      const value = values.value(number);
      const derived = questions[rank]?.path?.derived;
      const asked = derived?.ofValue === undefined ? value : derived.ofValue(value);
      const outcome = (answers[rank] as Answers).ofValue(asked);
      const table = withRoom(tables[rank] as Uint16Array, number, values.limit);
      table[number] = outcome;
      tables[rank] = table;
      return outcome;
    },
    refresh() {
      if (epoch === values.epoch) return false;
      for (const table of tables) table.fill(0);
      ({ epoch } = values);
      return true;
    },
  };
}

const BODIES = ['requestObject', 'responseObject'].map(fieldPath);

/** What is derived from one field has that one's numbers. */
function placeOf(values: NumberedValues, path: FieldPath | undefined): number {
  const asked = askedOf(path);
  return asked === undefined ? -1 : values.slotOf(asked);
}

function isTold(values: NumberedValues, { path, together }: Question): boolean {
  const asked = askedOf(path);
  const paths = asked === undefined ? together : [asked];
  return paths.length > 0 && isToldBy(values, paths);
}

function askedOf(path: FieldPath | undefined): FieldPath | undefined {
  const { derived } = path ?? {};
  return derived?.ofValue === undefined ? path : derived.reads[0];
}

/** A table with room for a number: twice as long as it needs to be at most, and never longer than numbers go. */
export function withRoom(table: Uint16Array, number: number, limit: number): Uint16Array {
  if (number < table.length || number >= limit) return table;
  const wanted = Math.max(FIRST_ROOM, 2 ** Math.ceil(Math.log2(number + 1)));
  const larger = new Uint16Array(Math.min(wanted, limit));
  larger.set(table);
  return larger;
}
