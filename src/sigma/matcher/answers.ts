import type { AuditRecord, Json } from '../../types.ts';
import { createCandidates } from './candidates.ts';
import type { Outcomes } from './outcomes.ts';
import type { Item, Question } from './questions.ts';

/** Answers one question: outcomes by value, for records and for values on their own. */
export interface Answers {
  /** The outcome of a record; of the wanted items at least. */
  ofRecord(record: AuditRecord, wanted: readonly Item[]): number;
  /** The outcome of a value, of all items. */
  ofValue(value: Json | undefined): number;
}

/** Longer texts are looked at each time: they hardly repeat, and would take room. */
const LONGEST = 256;
/** How many values are remembered of a question. */
const MOST = 32_768;
/** Remembering has to save this many looks for each value remembered. */
const WORTH = 3;
/** For how many looks nothing is remembered when it was not worth it. */
const PAUSE = 8 * MOST;

/** The answers to a question; what they remember is bounded, whatever values come. */
export function createAnswers({ path, items }: Question, outcomes: Outcomes): Answers {
  if (path === undefined) return ofRecords(items, outcomes);
  const candidates = createCandidates(items);
  const ofPresence = items.every(({ test }) => test.kind === 'field' && test.ofPresence === true);
  const valueIn = (record: AuditRecord): Json | undefined =>
    ofPresence && record.has !== undefined ? record.has(path) || undefined : record.field(path);
  const known = new Map<Json | undefined, number>();
  let saved = 0;
  let pause = 0;
  const look = (value: Json | undefined, wanted: readonly Item[]): number =>
    outcomes.of(
      wanted === items ? candidates(value) : wanted,
      ({ test }) => test.kind === 'field' && test.holds(value),
    );
  const remember = (value: Json | undefined): number => {
    const outcome = look(value, items);
    if (known.size >= MOST) {
      if (saved < WORTH * MOST) pause = PAUSE;
      known.clear();
      saved = 0;
    }
    known.set(value, outcome);
    return outcome;
  };
  const answer = (value: Json | undefined, wanted: readonly Item[]): number => {
    if (typeof value === 'string' ? value.length > LONGEST : isCompound(value)) {
      return look(value, wanted);
    }
    if (pause > 0) {
      pause--;
      return look(value, wanted);
    }
    const found = known.get(value);
    if (found === undefined) return remember(value);
    saved++;
    return found;
  };
  return {
    ofRecord: (record, wanted) => answer(valueIn(record), wanted),
    ofValue: (value) => answer(value, items),
  };
}

/** Lists and objects are no keys: equal ones are not the same. */
function isCompound(value: Json | undefined): boolean {
  return typeof value === 'object' && value !== null;
}

function ofRecords(items: readonly Item[], outcomes: Outcomes): Answers {
  const holds = (record: AuditRecord) => (item: Item) =>
    item.test.kind === 'record' && item.test.holds(record);
  return {
    ofRecord: (record) => outcomes.of(items, holds(record)),
    ofValue: () => outcomes.of(items, () => false),
  };
}
