import { ChangeLog } from '../../state/change-log.ts';
import type { Change, Entry, Json, JsonObject, Micros } from '../../types.ts';
import { fresh, printOf, type Tracked } from './tracked.ts';

/** The files that are known, and what of them survives a restart. */
export interface FileMemory {
  /** All files by id. */
  readonly files: ReadonlyMap<string, Tracked>;
  /** The files of one log. */
  ofLog(log: string): ReadonlySet<Tracked>;
  /** The newest event time settled in a log, 0 where there is none. */
  latest(log: string): Micros;
  /** The logs that have files. */
  logs(): Iterable<string>;
  add(file: Tracked): void;
  /** Something in the file that is to be stored was changed. */
  touch(file: Tracked): void;
  forget(file: Tracked): void;
  settle(id: string, offset: number, time: Micros): void;
  changes(): readonly Change[];
  restore(entries: readonly Entry[]): void;
}

const NONE: ReadonlySet<Tracked> = new Set();

/** An empty memory. Everything in it takes constant time per file. */
export function createFileMemory(): FileMemory {
  const files = new Map<string, Tracked>();
  const logs = new Map<string, { readonly files: Set<Tracked>; latest: Micros }>();
  const changed = new ChangeLog();

  const insert = (file: Tracked) => {
    files.set(file.id, file);
    const log = logs.get(file.log) ?? { files: new Set(), latest: 0 };
    logs.set(file.log, log);
    log.files.add(file);
    log.latest = Math.max(log.latest, file.time);
  };

  return {
    files,
    ofLog: (key) => logs.get(key)?.files ?? NONE,
    latest: (key) => logs.get(key)?.latest ?? 0,
    logs: () => logs.keys(),
    add(file) {
      insert(file);
      changed.note(file.id);
    },
    touch: (file) => changed.note(file.id),
    forget(file) {
      if (!files.delete(file.id)) return;
      const log = logs.get(file.log);
      log?.files.delete(file);
      if (log?.files.size === 0) logs.delete(file.log);
      changed.note(file.id);
    },
    settle(id, offset, time) {
      const file = files.get(id);
      if (file === undefined) return;
      file.offset = offset;
      file.time = time;
      if (file.ended && offset >= file.position) file.done = true;
      const log = logs.get(file.log);
      if (log !== undefined && time > log.latest) log.latest = time;
      changed.note(id);
    },
    changes: () => changed.drain((key) => toJson(files.get(key))),
    restore(entries) {
      changed.start();
      for (const { key, value } of entries) {
        const file = fromJson(key, value);
        if (file !== undefined) insert(file);
      }
    },
  };
}

function toJson(file: Tracked | undefined): JsonObject | undefined {
  if (file === undefined) return undefined;
  const [dev = '', ino = ''] = file.inode.split(':');
  const { log, path, offset, time, size, done, damaged } = file;
  const { hash, length, start } = printOf(file);
  return {
    log,
    path,
    dev,
    ino,
    fingerprint: hash,
    fingerprintLength: length,
    ...(start > 0 && { fingerprintStart: start }),
    offset,
    time,
    size,
    done,
    ...(damaged && { damaged }),
  };
}

/** What was stored by another version may be anything: a file without its place is a new file. */
function fromJson(id: string, value: Json): Tracked | undefined {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return undefined;
  const entry = value as JsonObject;
  const text = (name: string) => (typeof entry[name] === 'string' ? entry[name] : '');
  const count = (name: string) => (Number.isSafeInteger(entry[name]) ? (entry[name] as number) : 0);
  if (text('log') === '' || text('path') === '') return undefined;
  return {
    id,
    log: text('log'),
    path: text('path'),
    inode: `${text('dev')}:${text('ino')}`,
    print: {
      hash: text('fingerprint'),
      length: count('fingerprintLength'),
      start: count('fingerprintStart'),
    },
    offset: count('offset'),
    time: count('time'),
    size: count('size'),
    done: entry.done === true,
    damaged: entry.damaged === true,
    ...fresh(count('offset')),
    ended: entry.done === true,
  };
}
