import type { AuditRecord } from '../../types.ts';
import { LogFactsCounter } from '../log-facts.ts';
import type { Start } from '../starts.ts';
import { accountOf, noteUse, seriesOf } from './caller.ts';
import { Callers } from './callers.ts';
import { FIELD, textAt } from './fields.ts';
import { createIndex, type LogIndex } from './log-index.ts';
import { startsAt } from './starts-at.ts';

/** The first look at a log: who is in it, when, and which stages it has. */
export class Survey {
  readonly callers: Callers;
  readonly users: ReadonlySet<string>;
  readonly facts = new LogFactsCounter();
  /** Whether requests are logged with their answers. */
  hasAnswers = false;

  /**
   * `users`: of whom all callers must be known, beside those where the trail starts; `most`: how many others there is
   * room for.
   */
  constructor(starts: readonly Start[], users: ReadonlySet<string> = new Set(), most?: number) {
    this.users = users;
    this.callers = new Callers(
      (caller) => users.has(caller.user) || starts.some((start) => startsAt(start, caller)),
      most,
    );
  }

  see(record: AuditRecord): void {
    const caller = this.callers.of(record);
    if (caller === undefined) this.callers.dropped++;
    else noteUse(caller, record.time);
    const stage = textAt(record, FIELD.stage) ?? '';
    if (stage !== 'RequestReceived') this.hasAnswers = true;
    const isAccount = caller !== undefined && accountOf(caller.user) !== undefined;
    this.facts.add(record.time, stage, isAccount, isAccount && caller.credentialId !== null);
  }

  /** Everybody that was seen. */
  index(): LogIndex {
    const { all } = this.callers;
    for (const caller of all) if (caller.last < caller.first) caller.first = caller.last = UNKNOWN;
    return createIndex(all, seriesOf);
  }
}

/** When somebody came of whose events none has a time: as theirs have it. */
const UNKNOWN = 0;
