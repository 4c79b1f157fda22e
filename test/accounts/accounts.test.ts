import { describe, expect, it } from 'vitest';
import { APP, accountsIn, did, refused } from './fixtures.ts';

describe('accounts', () => {
  it('count what each did, and how it ended', () => {
    const app = accountsIn([
      did('get pods prod/a'),
      did('get pods prod/b', { responseStatus: { code: 404 } }),
      refused('list secrets'),
      did('get pods prod/c', { responseStatus: { code: 500 } }),
    ]).get(APP);
    expect(app?.calls.count).toBe(4);
    expect(app?.outcomes).toEqual({
      ok: 1,
      unauthenticated: 0,
      forbidden: 1,
      clientErrors: 1,
      serverErrors: 1,
    });
    expect(
      app?.requests.sorted().map(([name, { count, refused: no }]) => [name, count, no]),
    ).toEqual([
      ['get  pods', 3, 0],
      ['list  secrets', 1, 1],
    ]);
    expect(app?.namespaces.sorted().map(([name]) => name)).toEqual(['prod']);
  });

  it('tell what one did from what others did in its name', () => {
    const accounts = accountsIn([
      did('get pods prod/a', { user: { username: 'alice' }, impersonatedUser: { username: APP } }),
    ]);
    const [alice, app] = [accounts.get('alice'), accounts.get(APP)];
    expect([alice?.calls.count, alice?.requests.size, alice?.impersonates.size]).toEqual([1, 0, 1]);
    expect([app?.calls.count, app?.requests.size]).toEqual([0, 1]);
    expect(app?.impersonatedBy.sorted().map(([name]) => name)).toEqual(['alice']);
    expect(app?.addresses.size).toBe(0);
  });

  it('are bounded, and count what is beyond', () => {
    const records = Array.from({ length: 50 }, (_, at) =>
      did(`get pods prod/a`, { user: { username: `user-${at}` }, userAgent: `agent-${at}` }),
    );
    const accounts = accountsIn(records, { accounts: 10, names: 15 });
    expect([accounts.all().length, accounts.others.count]).toEqual([10, 40]);
    expect(accounts.room.left).toBe(0);
    expect(accounts.room.dropped).toBeGreaterThan(0);
  });

  it('cut what clients write at will', () => {
    const app = accountsIn([did('get pods prod/a', { userAgent: 'x'.repeat(5000) })]).get(APP);
    expect(app?.agents.sorted()[0]?.[0]).toHaveLength(257);
  });
});
