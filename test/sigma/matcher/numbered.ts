import { EventRecord } from '../../../src/record/event-record.ts';
import type {
  AuditRecord,
  FieldPath,
  Json,
  JsonObject,
  NumberedValues,
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
}

/** Stands for nothing being there. */
const ABSENT = 1;

/** Numbers whatever is asked to, in the order in which it comes. */
export function createNumberedStream(numbering: Numbering): NumberedStream {
  const { paths, limit, numbered = () => true } = numbering;
  const slots = new Map(paths.map((path, slot) => [path.text, slot]));
  const byText = new Map([['', ABSENT]]);
  const byNumber: (Json | undefined)[] = [undefined, undefined];
  let epoch = 0;
  const values: NumberedValues = {
    slotOf: (path) => slots.get(path.text) ?? -1,
    limit,
    words: new Int32Array(paths.length),
    stride: 1,
    absent: ABSENT,
    get epoch() {
      return epoch;
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
      const plain = new EventRecord(event, 0, false);
      values.words.set(paths.map((path) => numberOf(plain.field(path))));
      return new NumberedRecord(plain, values);
    },
  };
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
