import type { AuditRecord } from '../../types.ts';
import type { Caller } from './caller.ts';
import { FIELD, textAt } from './fields.ts';

/** How many requests that have begun and not ended are known at once. */
const MOST = 100_000;

/**
 * Tells requests from their stages, so that each counts once: by the first stage that has an answer. A client may
 * choose audit ids: equal ones count as often as they begin.
 */
export class Requests {
  readonly #open = new Map<string, number>();
  readonly #hasAnswers: boolean;

  /** `hasAnswers`: whether the log has other stages than RequestReceived. */
  constructor(hasAnswers: boolean) {
    this.#hasAnswers = hasAnswers;
  }

  /** Whether an event is the one that stands for its request. */
  isFirst(record: AuditRecord, caller: Caller): boolean {
    const stage = textAt(record, FIELD.stage);
    if (stage === 'RequestReceived') return !this.#hasAnswers;
    if (stage !== 'ResponseStarted' && this.#open.size === 0) return true;
    const id = textAt(record, FIELD.auditID);
    if (id === null) return true;
    const key = JSON.stringify([id, caller.user, caller.address, textAt(record, FIELD.verb)]);
    const open = this.#open.get(key) ?? 0;
    if (stage === 'ResponseStarted') {
      if (open > 0 || this.#open.size < MOST) this.#open.set(key, open + 1);
      return true;
    }
    if (open === 0) return true;
    if (open === 1) this.#open.delete(key);
    else this.#open.set(key, open - 1);
    return false;
  }
}
