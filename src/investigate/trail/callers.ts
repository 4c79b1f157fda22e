import { keptBy } from '../../collections/kept-by.ts';
import { NumberedAnswers } from '../../record/numbered-answers.ts';
import type { AuditRecord, NumberedValues } from '../../types.ts';
import { CALLER_PATHS, type Caller, callerOf, OTHERS } from './caller.ts';

/** How many callers are told apart: of all, and of those that are asked for beside them. */
const MOST = 50_000;
/** How many user agents of one credential at one place are told apart: they are the client's to choose. */
const MOST_AGENTS = 64;
/** How many answers by number are kept at once; past it, all are found anew. */
const MOST_ANSWERS = 65_536;

/** All callers of a log, found once for each combination of the values that tell them. */
export class Callers {
  /** Events of callers that there was no room for. */
  dropped = 0;
  readonly #known = new Map<string, Caller>();
  readonly #agents = new Map<string, number>();
  readonly #most: number;
  readonly #isWanted: (caller: Caller) => boolean;
  #strangers = 0;
  readonly #answersOf = keptBy(
    (values: NumberedValues) => new NumberedAnswers<Caller | undefined>(values, CALLER_PATHS),
  );

  /** `isWanted`: whom there is room for when there is none for others; `most`: how many of each. */
  constructor(isWanted: (caller: Caller) => boolean, most: number = MOST) {
    this.#isWanted = isWanted;
    this.#most = most;
  }

  /** Everybody. */
  get all(): readonly Caller[] {
    return [...this.#known.values()];
  }

  /** Who made a request; `undefined` where there was no room for it. */
  of(record: AuditRecord): Caller | undefined {
    const { values } = record;
    if (values === undefined) return this.#find(record);
    const answers = this.#answersOf(values);
    const number = answers.find(record);
    if (number >= 0) return answers.at(number);
    const caller = this.#find(record);
    if (answers.size >= MOST_ANSWERS) answers.clear();
    answers.add(caller);
    return caller;
  }

  #find(record: AuditRecord): Caller | undefined {
    const caller = callerOf(record);
    const { user, credentialId, pod, podUid, node, secret, legacy, address, agent } = caller;
    const place = JSON.stringify([user, credentialId, pod, podUid, node, secret, legacy, address]);
    const key = `${place}${agent ?? ''}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const agents = this.#agents.get(place) ?? 0;
    if (agents >= MOST_AGENTS)
      return this.#keep(place, { ...caller, agent: null, program: OTHERS });
    const kept = this.#keep(key, caller);
    if (kept !== undefined) this.#agents.set(place, agents + 1);
    return kept;
  }

  #keep(key: string, caller: Caller): Caller | undefined {
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const isWanted = this.#isWanted(caller);
    if (isWanted ? this.#known.size >= 2 * this.#most : this.#strangers >= this.#most)
      return undefined;
    if (!isWanted) this.#strangers++;
    this.#known.set(key, caller);
    return caller;
  }
}
