import { closeSync, existsSync, openSync, rmSync } from 'node:fs';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import type { Change, Entry, Json } from '../types.ts';
import { damaged, inUse, isLock, named, StateError } from './state-error.ts';

export { StateError };

/** What every part remembers, on disk; written as of one instant or not at all. */
export interface Store {
  /** What an owner stored, what was written last at the end. */
  load(owner: string): readonly Entry[];
  /** Writes the changes of all owners in one transaction; throws a `StateError` when it can't. */
  commit(changes: ReadonlyMap<string, readonly Change[]>): void;
  /** Whether an owner has stored something under a key. */
  has(owner: string, key: string): boolean;
  /** Forgets what owners other than these have stored. */
  retain(owners: ReadonlySet<string>): void;
  /** Brings what was committed to the disk itself: a commit alone survives the process, not the machine. */
  sync(): void;
  close(): void;
}

/** Raised with every change of what is stored that an older satrap would not understand. */
const FORMAT = 1;
/** `satr`, in SQLite's header: another program's database is not taken for ours. */
const APPLICATION = 0x73617472;
/** Values with more characters are compressed. */
const WORTH_COMPRESSING = 512;

const SCHEMA = `
  CREATE TABLE memory (
    owner TEXT NOT NULL,
    key TEXT NOT NULL,
    turn INTEGER NOT NULL,
    value ANY NOT NULL,
    PRIMARY KEY (owner, key)
  ) STRICT, WITHOUT ROWID`;

/**
 * Opens, or makes, the SQLite file at a path; it belongs to this process until `close`. Throws a
 * `StateError` when it is in use, damaged, or written by a newer satrap.
 */
export function openStore(path: string): Store {
  const database = open(path);
  const select = database.prepare(
    'SELECT key, value FROM memory WHERE owner = ? ORDER BY turn, key',
  );
  const statements = {
    put: database.prepare(
      'INSERT INTO memory (owner, key, turn, value) VALUES (?, ?, ?, ?) ' +
        'ON CONFLICT DO UPDATE SET turn = excluded.turn, value = excluded.value',
    ),
    remove: database.prepare('DELETE FROM memory WHERE owner = ? AND key = ?'),
  };
  const find = database.prepare('SELECT 1 FROM memory WHERE owner = ? AND key = ?');
  let turn = lastTurn(database);
  const write = (changes: ReadonlyMap<string, readonly Change[]>) => {
    for (const [owner, ones] of changes) {
      for (const change of ones) apply(statements, owner, change, ++turn);
    }
  };
  return {
    load: (owner) =>
      named(path, () =>
        select.all(owner).map(({ key, value }) => ({ key: String(key), value: unpack(value) })),
      ),
    commit: (changes) => named(path, () => inTransaction(database, () => write(changes))),
    has: (owner, key) => named(path, () => find.get(owner, key) !== undefined),
    retain(owners) {
      const known = JSON.stringify([...owners]);
      const sql = 'DELETE FROM memory WHERE owner NOT IN (SELECT value FROM json_each(?))';
      named(path, () => database.prepare(sql).run(known));
    },
    sync: () => named(path, () => database.exec('PRAGMA wal_checkpoint(FULL)')),
    close: () => database.close(),
  };
}

/**
 * Removes the store at a path, whatever its condition, so that the next start begins from nothing. Throws
 * a `StateError` when another process uses it.
 */
export function resetStore(path: string): void {
  if (isInUse(path)) throw new StateError(inUse(path));
  for (const suffix of ['', '-wal', '-shm', '-journal'])
    rmSync(`${path}${suffix}`, { force: true });
}

function isInUse(path: string): boolean {
  if (!existsSync(path)) return false;
  const database = new DatabaseSync(path);
  try {
    database.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; ROLLBACK');
    return false;
  } catch (error) {
    return isLock(error);
  } finally {
    database.close();
  }
}

function open(path: string): DatabaseSync {
  return named(path, () => {
    // SQLite would let everyone read it.
    closeSync(openSync(path, 'a', 0o600));
    const database = new DatabaseSync(path, { timeout: 500 });
    try {
      // One process owns the file; without readers beside it, WAL needs no shared memory.
      database.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL');
      // What a power cut takes back is read again from the logs, so a sync at every commit is not needed.
      database.exec('PRAGMA synchronous = NORMAL');
      // In KiB. With SQLite's own 2 MiB, a large state is read from the disk again for every change.
      database.exec('PRAGMA cache_size = -32768');
      if (isEmpty(database)) create(database);
      check(database, path);
      return database;
    } catch (error) {
      database.close();
      throw error;
    }
  });
}

function isEmpty(database: DatabaseSync): boolean {
  return pragma(database, 'schema_version') === 0 && pragma(database, 'application_id') === 0;
}

function create(database: DatabaseSync): void {
  inTransaction(database, () => {
    database.exec(SCHEMA);
    database.exec(`PRAGMA application_id = ${APPLICATION}; PRAGMA user_version = ${FORMAT}`);
  });
}

function check(database: DatabaseSync, path: string): void {
  if (pragma(database, 'application_id') !== APPLICATION) {
    throw new StateError(`${path} is another program's database: choose another --state-dir`);
  }
  const format = Number(pragma(database, 'user_version'));
  if (format !== FORMAT) {
    const age = format > FORMAT ? 'a newer' : 'an older';
    throw new StateError(
      `${path} was written by ${age} satrap (format ${format}, this one has ${FORMAT}): ` +
        'run that one, or start over with --state-reset',
    );
  }
  const said = pragma(database, 'quick_check');
  if (said !== 'ok') throw new StateError(damaged(path, String(said)));
}

function pragma(database: DatabaseSync, name: string): unknown {
  return Object.values(database.prepare(`PRAGMA ${name}`).get() ?? {})[0];
}

function lastTurn(database: DatabaseSync): number {
  return Number(database.prepare('SELECT max(turn) AS turn FROM memory').get()?.turn ?? 0);
}

function apply(
  { put, remove }: Readonly<Record<'put' | 'remove', StatementSync>>,
  owner: string,
  { key, value }: Change,
  turn: number,
): void {
  if (value === undefined) remove.run(owner, key);
  else put.run(owner, key, turn, pack(value));
}

function inTransaction(database: DatabaseSync, work: () => void): void {
  database.exec('BEGIN IMMEDIATE');
  try {
    work();
    database.exec('COMMIT');
  } catch (error) {
    // A full disk may have ended the transaction already.
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

/** JSON: as text where it is short, compressed where it is not. */
function pack(value: Json): string | Uint8Array {
  const text = JSON.stringify(value);
  return text.length > WORTH_COMPRESSING ? zstdCompressSync(text) : text;
}

function unpack(value: unknown): Json {
  const text = value instanceof Uint8Array ? zstdDecompressSync(value).toString() : String(value);
  return JSON.parse(text) as Json;
}
