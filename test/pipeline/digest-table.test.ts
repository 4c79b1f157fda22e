import { describe, expect, it } from 'vitest';
import {
  createTable,
  type DigestKey,
  type DigestTable,
  emptyKey,
  readKey,
} from '../../src/pipeline/digest-table.ts';

const keyOf = (digest: string) => {
  const key = emptyKey();
  readKey(digest.padStart(32, '0'), key);
  return key;
};

const add = (table: DigestTable, key: DigestKey) => table.put(key, table.find(key));

describe('digest table', () => {
  it('tells digests apart that fall into one slot', () => {
    const table = createTable(4);
    // The first word says where to look first: it is the same in all.
    const digests = ['1', '2', '3'].map((end) => `00000001${end.padStart(24, '0')}`);
    add(table, keyOf(digests[0] as string));
    add(table, keyOf(digests[1] as string));
    expect(digests.map((digest) => table.find(keyOf(digest)) >= 0)).toEqual([true, true, false]);
    expect(table.size).toBe(2);
  });

  it('is empty once cleared', () => {
    const table = createTable(4);
    add(table, keyOf('ff'));
    table.clear();
    expect(table.find(keyOf('ff')) >= 0).toBe(false);
    expect(table.size).toBe(0);
  });
});
