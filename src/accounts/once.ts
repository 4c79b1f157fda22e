import { hash } from 'node:crypto';
import type { AuditRecord } from '../types.ts';
import { type Call, isLong } from './call.ts';
import { RARE } from './fields.ts';

/** So many requests may be under way at once. */
const MOST_OPEN = 50_000;

/**
 * Counts each request once, though it is logged at several stages: when it is complete (or panicked), or, of
 * those under way when the log ends, when its answer began. Gives what counts to `give`.
 */
export class Once {
  /** Answers that began and didn't end yet, oldest first. */
  readonly #open = new Map<string, Call>();
  /** Requests that were counted, and of which another stage may come. */
  #counted = new Set<string>();
  #countedBefore = new Set<string>();
  readonly #give: (call: Call) => void;
  readonly #most: number;
  /** How many were counted before their time, as too many were under way. */
  forced = 0;

  constructor(give: (call: Call) => void, most = MOST_OPEN) {
    this.#give = give;
    this.#most = most;
  }

  /** Takes one event's call. */
  take(call: Call, record: AuditRecord): void {
    if (call.stage === 'RequestReceived') return;
    const began = call.stage === 'ResponseStarted';
    // A failed login is logged at no other stage.
    if ((!began && !isLong(call)) || (began && call.code === 401 && call.user === '')) {
      this.#give(call);
      return;
    }
    const key = keyOf(record, call);
    if (this.#counted.has(key) || this.#countedBefore.has(key)) return;
    if (began) return this.#begin(key, call);
    this.#open.delete(key);
    this.#remember(key);
    this.#give(call);
  }

  /** Counts what is still under way. */
  end(): void {
    for (const call of this.#open.values()) this.#give(call);
    this.#open.clear();
  }

  #begin(key: string, call: Call): void {
    this.#open.set(key, call);
    if (this.#open.size <= this.#most) return;
    const [oldest, first] = this.#open.entries().next().value as [string, Call];
    this.#open.delete(oldest);
    this.forced++;
    this.#remember(oldest);
    this.#give(first);
  }

  /** Two generations, so that what is remembered is bounded. */
  #remember(key: string): void {
    if (this.#counted.size >= this.#most) {
      this.#countedBefore = this.#counted;
      this.#counted = new Set();
    }
    this.#counted.add(key);
  }
}

/** Clients may choose an audit ID, another's too: not the user, and not what is asked for with it. */
function keyOf(record: AuditRecord, { user }: Call): string {
  const key = JSON.stringify([record.field(RARE.auditID), user, record.field(RARE.uri)]);
  // As long as a client likes.
  return hash('sha256', key, 'base64');
}
