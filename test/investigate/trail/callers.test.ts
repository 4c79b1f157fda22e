import { describe, expect, it } from 'vitest';
import { Callers } from '../../../src/investigate/trail/callers.ts';
import { EventRecord } from '../../../src/record/event-record.ts';
import { account, event, type Who } from '../trail-log.ts';

const record = (who: Who) => new EventRecord(event(0, who, 'list pods'), 1, false);
const CART = account('shop:cart');

describe('callers', () => {
  it('are one for all events of one credential, place and program', () => {
    const callers = new Callers(() => false);
    const one = callers.of(record(CART));
    expect(callers.of(record(CART))).toBe(one);
    expect(callers.of(record({ ...CART, agent: 'curl/8.5' }))).not.toBe(one);
    expect(callers.of(record({ ...CART, id: 'JTI=2' }))).not.toBe(one);
    expect(one).toMatchObject({ user: CART.user, program: 'cart', pod: 'cart-0' });
  });

  it('that are asked for have room when others have none', () => {
    const callers = new Callers(({ user }) => user === CART.user, 2);
    const names = ['alice', 'bob', 'carol'].map((user) => ({
      user,
      ip: '192.0.2.1',
      agent: 'x/1',
    }));
    expect(names.map((who) => callers.of(record(who))?.user)).toEqual(['alice', 'bob', undefined]);
    expect(callers.of(record(CART))?.user).toBe(CART.user);
    expect(callers.all).toHaveLength(3);
  });

  it('may choose user agents as they like, and are told apart by so many only', () => {
    const callers = new Callers(() => false);
    for (let n = 0; n < 200; n++) callers.of(record({ ...CART, agent: `agent-${n}` }));
    expect(callers.all.length).toBe(65);
    expect(callers.of(record({ ...CART, agent: 'agent-199' }))).toMatchObject({
      program: '(others)',
      agent: null,
    });
    // Another credential of the account has room of its own.
    expect(callers.of(record({ ...CART, id: 'JTI=2', agent: 'curl/8' }))?.program).toBe('curl');
  });
});
