import type { Micros } from '../types.ts';

/** What a report tells of the whole log, whoever its events are of. */
export interface LogFacts {
  readonly events: number;
  /** `null`: no event has a time. */
  readonly first: Micros | null;
  readonly last: Micros | null;
  /** The longest times without any event, longest first, at most ten. */
  readonly silences: readonly Silence[];
  /** How long the log usually is without any event: few pauses are longer; microseconds. */
  readonly usualPause: Micros;
  /** Events by stage; others than Kubernetes' four are not counted. */
  readonly stages: Readonly<Record<string, number>>;
  /** Events of ServiceAccounts, and those of them that have a credential-id. */
  readonly accountEvents: number;
  readonly withCredentialId: number;
}

/** A time without any event in the whole log. */
export interface Silence {
  readonly from: Micros;
  readonly until: Micros;
}

const MOST_SILENCES = 10;

/** Pauses of at least 2^n microseconds are counted together. */
const SIZES = 48;

/** One in so many pauses may be longer than the usual one; of a short log ten, or one in twenty. */
const RARE = 1000;
const FEW = 10;
const OF_FEW = 20;

const STAGES = ['RequestReceived', 'ResponseStarted', 'ResponseComplete', 'Panic'];

/** Counts what `LogFacts` tells: all events in time order, each once. Costs a few additions an event. */
export class LogFactsCounter {
  #events = 0;
  #first: Micros | null = null;
  #last: Micros | null = null;
  readonly #pauses = new Float64Array(SIZES);
  #silences: Silence[] = [];
  /** The shortest that is kept, once there are enough. */
  #shortest = 0;
  readonly #stages: Record<string, number> = Object.fromEntries(STAGES.map((stage) => [stage, 0]));
  #accountEvents = 0;
  #withCredentialId = 0;

  /** `time`: 0 where it is unknown; `stage` as logged; whether the user is a ServiceAccount, and whether `user.extra` has a credential-id. */
  add(time: Micros, stage: string, isAccount: boolean, hasCredentialId: boolean): void {
    this.#events++;
    if (Object.hasOwn(this.#stages, stage)) this.#stages[stage] = (this.#stages[stage] ?? 0) + 1;
    if (isAccount) {
      this.#accountEvents++;
      if (hasCredentialId) this.#withCredentialId++;
    }
    if (time === 0) return;
    this.#first ??= time;
    // What comes late says nothing of pauses.
    if (this.#last !== null && time < this.#last) return;
    if (this.#last !== null) this.#pause(this.#last, time);
    this.#last = time;
  }

  tell(): LogFacts {
    return {
      events: this.#events,
      first: this.#first,
      last: this.#last,
      silences: this.#silences,
      usualPause: this.#usualPause(),
      stages: { ...this.#stages },
      accountEvents: this.#accountEvents,
      withCredentialId: this.#withCredentialId,
    };
  }

  #pause(from: Micros, until: Micros): void {
    const length = until - from;
    const size = length < 1 ? 0 : Math.min(SIZES - 1, Math.floor(Math.log2(length)));
    this.#pauses[size] = (this.#pauses[size] ?? 0) + 1;
    if (length <= this.#shortest) return;
    this.#silences.push({ from, until });
    this.#silences.sort((a, b) => b.until - b.from - (a.until - a.from));
    this.#silences = this.#silences.slice(0, MOST_SILENCES);
    const least = this.#silences.length < MOST_SILENCES ? undefined : this.#silences.at(-1);
    this.#shortest = least === undefined ? 0 : least.until - least.from;
  }

  #usualPause(): Micros {
    const all = this.#pauses.reduce((sum, count) => sum + count, 0);
    const longer = Math.max(all / RARE, Math.min(FEW, all / OF_FEW));
    let left = 0;
    for (let size = SIZES - 1; size >= 0; size--) {
      left += this.#pauses[size] ?? 0;
      if (left > longer) return 2 ** (size + 1);
    }
    return 0;
  }
}
