import { existsSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { openStore, resetStore, StateError, type Store } from '../../src/state/store.ts';
import type { Change } from '../../src/types.ts';

const newPath = () => join(mkdtempSync(join(tmpdir(), 'satrap-state-')), 'state.db');
const put = (store: Store, owner: string, ...changes: Change[]) =>
  store.commit(new Map([[owner, changes]]));

function reasonOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof StateError) return error.message;
    throw error;
  }
  return 'nothing was thrown';
}

describe('store', () => {
  it('gives back what was committed, what was written last at the end', () => {
    const path = newPath();
    const store = openStore(path);
    put(store, 'a', { key: 'one', value: 1 }, { key: 'two', value: { deep: [null, 'x'] } });
    put(store, 'b', { key: 'one', value: 'other' });
    put(store, 'a', { key: 'one', value: 3 }, { key: 'gone', value: 4 });
    put(store, 'a', { key: 'gone', value: undefined });
    store.close();
    const again = openStore(path);
    expect(again.load('a')).toEqual([
      { key: 'two', value: { deep: [null, 'x'] } },
      { key: 'one', value: 3 },
    ]);
    expect(again.load('b')).toEqual([{ key: 'one', value: 'other' }]);
    again.close();
  });

  it('keeps long values, and keys with any text, as they are', () => {
    const store = openStore(newPath());
    const value = { text: 'long\u0000 \ud800 '.repeat(5000) };
    put(store, 'a', { key: '\u0000 "][ \u202e', value });
    expect(store.load('a')).toEqual([{ key: '\u0000 "][ \u202e', value }]);
    store.close();
  });

  it('forgets the owners that are not retained', () => {
    const store = openStore(newPath());
    put(store, 'old "rule', { key: 'x', value: 1 });
    put(store, 'new', { key: 'x', value: 1 });
    store.retain(new Set(['new']));
    expect(store.load('old "rule')).toEqual([]);
    expect(store.load('new')).toHaveLength(1);
    store.close();
  });

  it('may be read by its owner only', () => {
    const path = newPath();
    const store = openStore(path);
    put(store, 'a', { key: 'x', value: 1 });
    for (const suffix of ['', '-wal'])
      expect(statSync(`${path}${suffix}`).mode & 0o777).toBe(0o600);
    store.close();
  });

  it('belongs to one process at a time', () => {
    const path = newPath();
    const store = openStore(path);
    put(store, 'a', { key: 'x', value: 1 });
    expect(reasonOf(() => openStore(path))).toMatch(/another satrap runs with this --state-dir/);
    store.close();
    openStore(path).close();
  });

  it('refuses a file that is no database, one of another program, and a damaged one', () => {
    const path = newPath();
    writeFileSync(path, 'not a database at all, but long enough to look at'.repeat(50));
    expect(reasonOf(() => openStore(path))).toMatch(/is damaged .*--state-reset/);
    const other = newPath();
    const database = new DatabaseSync(other);
    database.exec('CREATE TABLE mine (x); PRAGMA user_version = 7');
    database.close();
    expect(reasonOf(() => openStore(other))).toMatch(/another program's database/);
    const torn = newPath();
    const store = openStore(torn);
    for (let i = 0; i < 400; i++) put(store, 'a', { key: `key ${i}`, value: `${i} `.repeat(100) });
    store.close();
    const bytes = readFileSync(torn);
    bytes.fill(0x55, 8192, 16_384);
    writeFileSync(torn, bytes);
    expect(reasonOf(() => openStore(torn))).toMatch(/is damaged .*--state-reset/);
  });

  it('refuses what a newer satrap wrote, and says so', () => {
    const path = newPath();
    openStore(path).close();
    const database = new DatabaseSync(path);
    database.exec('PRAGMA user_version = 99');
    database.close();
    expect(reasonOf(() => openStore(path))).toMatch(/written by a newer satrap.*--state-reset/);
  });

  it('is not reset under a process that uses it', () => {
    const path = newPath();
    const store = openStore(path);
    put(store, 'a', { key: 'x', value: 1 });
    expect(reasonOf(() => resetStore(path))).toMatch(/another satrap runs/);
    expect(store.has('a', 'x')).toBe(true);
    store.sync();
    store.close();
    resetStore(path);
    expect(existsSync(path)).toBe(false);
  });

  it('begins anew after a reset', () => {
    const path = newPath();
    writeFileSync(path, 'rubbish');
    resetStore(path);
    const store = openStore(path);
    expect(store.load('a')).toEqual([]);
    store.close();
  });

  it('says so where the folder is missing', () => {
    expect(reasonOf(() => openStore('/nowhere/at/all/state.db'))).toMatch(/can't be opened/);
  });
});
