import { EventRecord } from '../../../src/record/event-record.ts';
import type {
  AuditRecord,
  FieldPath,
  Json,
  JsonObject,
  NumberedValues,
  Telling,
} from '../../../src/types.ts';

/** A stream whose records have their values by number. */
export interface NumberedStream {
  readonly values: NumberedValues;
  /** The next record: to be looked at before the one after it is made. */
  record(event: JsonObject): AuditRecord;
}

/** How a stream numbers. */
export interface Numbering {
  /** The fields with a slot. */
  readonly paths: readonly FieldPath[];
  /** Numbers stay below it; when they are used up they are given anew. */
  readonly limit: number;
  /** Which values get a number. */
  readonly numbered?: (value: Json | undefined) => boolean;
  /** What tells records apart; nothing unless told. */
  readonly telling?: (path: FieldPath) => Telling | undefined;
}

/** So many kinds of records are told apart at once. */
const MOST_ALIKE = 7;

/** Stands for nothing being there. */
const ABSENT = 1;

/** Numbers whatever is asked to, in the order in which it comes. */
export function createNumberedStream(numbering: Numbering): NumberedStream {
  const { paths, limit, numbered = () => true, telling = () => undefined } = numbering;
  const slots = new Map(paths.map((path, slot) => [path.text, slot]));
  const byText = new Map([['', ABSENT]]);
  const byNumber: (Json | undefined)[] = [undefined, undefined];
  const alike = new Map<string, number>();
  let epoch = 0;
  let round = 0;
  const values: NumberedValues = {
    slotOf: (path) => slots.get(path.text) ?? -1,
    limit,
    words: new Int32Array(paths.length),
    absent: ABSENT,
    get epoch() {
      return epoch;
    },
    tells: (path) => (slots.has(path.text) ? telling(path) : undefined),
    alike(at) {
      const all = paths.map((path, slot) => [telling(path), values.words[at + slot]] as const);
      if (all.some(([what, number]) => what === 'value' && number === 0)) return -1;
      const key = all.map(([what, number]) => told(what, number)).join();
      const known = alike.get(key);
      if (known !== undefined || alike.size === MOST_ALIKE) return known ?? -1;
      alike.set(key, alike.size);
      return alike.size - 1;
    },
    get round() {
      return round;
    },
    value: (number) => byNumber[number],
  };
  const numberOf = (value: Json | undefined): number => {
    if (!numbered(value)) return 0;
    const text = JSON.stringify(value) ?? '';
    let number = byText.get(text);
    if (number === undefined) {
      number = byNumber.push(value) - 1;
      byText.set(text, number);
    }
    return number;
  };
  return {
    values,
    record(event) {
      if (byNumber.length + paths.length > limit) {
        byText.clear();
        byText.set('', ABSENT);
        byNumber.length = 2;
        epoch++;
      }
      if (alike.size === MOST_ALIKE || byNumber.length === 2) {
        alike.clear();
        round++;
      }
      const plain = new EventRecord(event, 0, false);
      values.words.set(paths.map((path) => numberOf(plain.field(path))));
      return new NumberedRecord(plain, values);
    },
  };
}

/** What of a number tells records apart. */
function told(what: Telling | undefined, number: number | undefined): number | boolean | undefined {
  return what === 'presence' ? number === ABSENT : what && number;
}

/** A record whose fields have numbers; what has none is read from the event. */
class NumberedRecord implements AuditRecord {
  readonly time = 0;
  readonly partial = false;
  readonly digest = '';
  readonly event: JsonObject;
  readonly values: NumberedValues;
  readonly #plain: AuditRecord;
  readonly numbersAt = 0;

  constructor(plain: AuditRecord, values: NumberedValues) {
    this.#plain = plain;
    this.event = plain.event;
    this.values = values;
  }

  field(path: FieldPath): Json | undefined {
    return this.#plain.field(path);
  }
}
