import { type Linked, RecencyList } from '../../collections/recency-list.ts';
import { ChangeLog } from '../../state/change-log.ts';
import type { Entry, Json, Micros } from '../../types.ts';
import { groupIdOf, partsOf, type Sought } from './sought.ts';

/** What is known of one group of a baseline. */
interface History extends Linked<History> {
  readonly id: string;
  /** When its first event was. */
  readonly first: Micros;
  /** When something of it was noted last. */
  last: Micros;
  /** What was seen in it, and how much that is. */
  readonly combinations: RecencyList<Member>;
  size: number;
}

/** A combination of values that was seen in a history. */
export interface Combination extends Linked<Combination> {
  readonly id: string;
  readonly history: History;
  /** When it was last noted that it was seen; long ago once it is forgotten. */
  last: Micros;
  /** Its place among its history's. */
  readonly member: Member;
}

/** A combination among those of its history. */
interface Member extends Linked<Member> {
  combination: Combination | undefined;
}

/** What bounds the histories of one baseline. */
export interface HistoriesOptions {
  readonly expiry: Micros;
  /** How many combinations one history may have. */
  readonly perGroup: number;
  /** Told of every combination that is forgotten, for whatever reason. */
  onForget(): void;
}

/** How many steps an expiry has. */
const STEPS = 32;

const FORGOTTEN = Number.NEGATIVE_INFINITY;

/**
 * The histories of one baseline. That something was seen is noted in steps of a 32nd of the expiry: seeing
 * again what was seen a moment ago changes nothing. So it is remembered for the expiry at least, and up to
 * a step longer.
 */
export class Histories {
  /** Which histories and combinations came, changed or went. */
  readonly log = new ChangeLog();
  readonly step: Micros;
  readonly #lifetime: Micros;
  readonly #perGroup: number;
  readonly #histories = new Map<string, History>();
  readonly #combinations = new Map<string, Combination>();
  /** In the order in which they were noted. */
  readonly #byUse = new RecencyList<History>();
  readonly #bySight = new RecencyList<Combination>();
  /** How many combinations were given up because their history had too many. */
  crowdedOut = 0;
  readonly #onForget: () => void;

  constructor({ expiry, perGroup, onForget }: HistoriesOptions) {
    this.step = expiry / STEPS;
    this.#lifetime = expiry + this.step;
    this.#perGroup = perGroup;
    this.#onForget = onForget;
  }

  /** How many histories and combinations there are. */
  get size(): number {
    return this.#histories.size + this.#combinations.size;
  }

  /** Until when what would be given up next may have been seen; infinitely late where there is nothing. */
  get oldest(): Micros {
    const seen = this.#bySight.oldest?.last ?? Number.POSITIVE_INFINITY;
    return Math.min(seen, this.#byUse.oldest?.last ?? Number.POSITIVE_INFINITY) + this.step;
  }

  /**
   * Takes in that a combination was seen. Gives the age of its history where it is new there, else
   * `undefined`: the first event of a history is new at age 0.
   */
  see(sought: Sought, time: Micros): Micros | undefined {
    const known = this.#combinations.get(sought.id);
    const silence = known === undefined ? Number.POSITIVE_INFINITY : time - known.last;
    sought.met = known;
    if (silence < this.step) return undefined;
    const history = known?.history ?? this.#historyOf(sought, time);
    sought.met = this.#note(known ?? this.#add(sought.id, history, time), time);
    // Only here, where something changes: a restart must not make a difference.
    this.#expire(time);
    return silence > this.#lifetime ? time - history.first : undefined;
  }

  /** Gives up what was noted least recently; how much that was. */
  giveUp(): number {
    const combination = this.#bySight.oldest;
    const history = this.#byUse.oldest;
    const before = this.size;
    if (combination !== undefined && combination.last <= (history?.last ?? combination.last)) {
      this.#forget(combination);
    } else if (history !== undefined) this.#close(history);
    return before - this.size;
  }

  /** What is known under the key of an entry now. */
  saved(key: string): Json | undefined {
    const history = this.#histories.get(key);
    return history === undefined
      ? this.#combinations.get(key)?.last
      : [history.first, history.last];
  }

  /** Takes in what `saved` gave of others than there are, what was noted last at the end. */
  load(entries: readonly Entry[]): void {
    for (const { key, value } of entries) {
      if (!Array.isArray(value)) continue;
      const [first = 0, last = 0] = value as readonly Micros[];
      this.#open(key, first).last = last;
    }
    for (const { key, value } of entries) {
      if (typeof value !== 'number') continue;
      const [group] = JSON.parse(key) as readonly Json[];
      const history = this.#histories.get(JSON.stringify([group]));
      if (history !== undefined) this.#add(key, history, value);
    }
  }

  /** Forgets everything. */
  clear(): void {
    while (this.#byUse.oldest !== undefined) this.#close(this.#byUse.oldest);
  }

  /** Has all that is known stored as if it had just changed. */
  noteAll(): void {
    for (const { id } of this.#bySight.values()) this.log.note(id);
    for (const { id } of this.#byUse.values()) this.log.note(id);
  }

  #historyOf(sought: Sought, time: Micros): History {
    const id = groupIdOf(partsOf(sought.id).group);
    return this.#histories.get(id) ?? this.#open(id, time);
  }

  #open(id: string, time: Micros): History {
    const history: History = {
      id,
      first: time,
      last: time,
      combinations: new RecencyList<Member>(),
      size: 0,
      older: undefined,
      newer: undefined,
    };
    this.#byUse.add(history);
    this.#histories.set(id, history);
    return history;
  }

  #close(history: History): void {
    const { combinations } = history;
    for (let { oldest } = combinations; oldest !== undefined; { oldest } = combinations) {
      this.#forget(oldest.combination as Combination);
    }
    this.#byUse.remove(history);
    this.#histories.delete(history.id);
    this.log.note(history.id);
  }

  #add(id: string, history: History, time: Micros): Combination {
    const member: Member = { combination: undefined, older: undefined, newer: undefined };
    const combination: Combination = {
      id,
      history,
      last: time,
      member,
      older: undefined,
      newer: undefined,
    };
    member.combination = combination;
    this.#bySight.add(combination);
    history.combinations.add(member);
    this.#combinations.set(id, combination);
    history.size++;
    if (history.size > this.#perGroup) {
      this.#forget((history.combinations.oldest as Member).combination as Combination);
      this.crowdedOut++;
    }
    return combination;
  }

  #note(combination: Combination, time: Micros): Combination {
    const { history, member } = combination;
    combination.last = time;
    this.#bySight.touch(combination);
    history.combinations.touch(member);
    this.log.note(combination.id);
    history.last = Math.max(history.last, time);
    this.#byUse.touch(history);
    this.log.note(history.id);
    return combination;
  }

  /** Forgets combinations that are new again. Histories stay: who comes back after a long time is no stranger. */
  #expire(time: Micros): void {
    for (let oldest = this.#bySight.oldest; oldest !== undefined; oldest = this.#bySight.oldest) {
      if (time - oldest.last <= this.#lifetime) return;
      this.#forget(oldest);
    }
  }

  #forget(combination: Combination): void {
    const { history, member } = combination;
    this.#bySight.remove(combination);
    history.combinations.remove(member);
    history.size--;
    this.#combinations.delete(combination.id);
    this.log.note(combination.id);
    combination.last = FORGOTTEN;
    this.#onForget();
  }
}
