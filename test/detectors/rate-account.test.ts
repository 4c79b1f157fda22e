import { describe, expect, it } from 'vitest';
import { RecencyMap } from '../../src/collections/recency-map.ts';
import { type Account, accountsMemory, openAccount } from '../../src/detectors/rate-account.ts';
import { ChangeLog } from '../../src/state/change-log.ts';
import { openStore } from '../../src/state/store.ts';
import { folderWith } from '../cli/run.ts';

describe('accounts', () => {
  it('are told apart on disk, whatever their names, and come back as they were', async () => {
    const store = openStore(`${await folderWith({})}/state.db`);
    const names = ['a\ud800', 'a\ud801', 'a\u0000b', '__proto__'];
    const write = () => {
      const accounts = new RecencyMap<Account>();
      const log = new ChangeLog();
      return { accounts, log, memory: accountsMemory(accounts, log, { owner: 'x', learning: 5 }) };
    };
    const first = write();
    first.memory.restore([]);
    for (const [index, name] of names.entries()) {
      const account = openAccount(index, 5);
      account.requests = index;
      first.accounts.set(name, account);
      first.log.note(name);
    }
    store.commit(new Map([['x', first.memory.changes()]]));
    const second = write();
    second.memory.restore(store.load('x'));
    expect([...second.accounts.entries()]).toEqual([...first.accounts.entries()]);
    expect(second.accounts.get('a\ud801')?.limit).toBe(Number.POSITIVE_INFINITY);
    store.close();
  });
});
