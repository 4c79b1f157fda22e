import type { AuditRecord, Change, Entry, Memory } from '../types.ts';
import { createTable, emptyKey, readKey, writeKey } from './digest-table.ts';

/**
 * Remembers the digests of recent events, so that a retried batch, a compressed copy or a log given
 * twice counts once. Two generations of a fixed size: memory is set at the start and never grows.
 */
export interface Dedupe {
  /** Whether this digest (32 hex digits) was seen among the recent ones; remembers it. */
  seen(digest: string): boolean;
  /** The same for a record's digest. */
  seenRecord(record: AuditRecord): boolean;
  readonly memory: Memory;
}

/** At least the latest `events / 2` digests are remembered, at most `events`; 32 bytes each. */
export function createDedupe(events: number): Dedupe {
  const perGeneration = Math.max(1, Math.ceil(events / 2));
  let young = createTable(perGeneration);
  let old = createTable(perGeneration);
  const key = emptyKey();
  let journal: Journal | undefined;
  const seenKey = (): boolean => {
    let place = young.find(key);
    if (place >= 0 || old.find(key) >= 0) return true;
    if (young.size === perGeneration) {
      [young, old] = [old, young];
      young.clear();
      journal?.turn();
      place = young.find(key);
    }
    young.put(key, place);
    journal?.add(writeKey(key));
    return false;
  };
  const seen = (digest: string): boolean => {
    readKey(digest, key);
    return seenKey();
  };
  return {
    seen,
    seenRecord(record) {
      if (record.readDigest === undefined) return seen(record.digest);
      record.readDigest(key);
      return seenKey();
    },
    memory: {
      owner: 'dedupe',
      changes: () => journal?.changes() ?? [],
      restore(entries) {
        for (const { value } of entries) for (const digest of split(value as string)) seen(digest);
        const older = olderThan(2 * perGeneration, entries);
        const keys = entries.map((entry) => entry.key);
        journal = createJournal(keys.slice(older), keys.slice(0, older));
      },
    },
  };
}

const DIGITS = 32;

function split(digests: string): string[] {
  const count = digests.length / DIGITS;
  return Array.from({ length: count }, (_, at) => digests.slice(at * DIGITS, (at + 1) * DIGITS));
}

/** What was added since it was last asked, by generation: a generation that is forgotten goes whole. */
interface Journal {
  add(digest: string): void;
  turn(): void;
  changes(): Change[];
}

/** How many of the first entries are not needed for the latest so many digests. */
function olderThan(digests: number, entries: readonly Entry[]): number {
  let index = entries.length;
  for (let count = 0; index > 0 && count < digests; index--) {
    count += (entries[index - 1] as Entry & { value: string }).value.length / DIGITS;
  }
  return index;
}

/** `stored`: what is there already; `forgotten`: what of that is not needed any more. */
function createJournal(stored: readonly string[], forgotten: readonly string[]): Journal {
  let fresh = '';
  let count = 1 + Number(stored.at(-1) ?? -1);
  let gone = [...forgotten];
  let older: string[] = [];
  let younger = [...stored];
  return {
    add(digest) {
      fresh += digest;
    },
    turn() {
      gone.push(...older);
      older = younger;
      younger = [];
    },
    changes() {
      const removed = gone.map((key) => ({ key, value: undefined }));
      gone = [];
      if (fresh === '') return removed;
      const key = String(count++);
      const change = { key, value: fresh };
      younger.push(key);
      fresh = '';
      return [...removed, change];
    },
  };
}
