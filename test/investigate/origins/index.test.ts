import { describe, expect, it } from 'vitest';
import { account, elsewhere, event, every, investigateEvents } from '../trail-log.ts';

const CART = account('shop:cart');
const THIEF = elsewhere(CART);
const WORK = every([0, 120, 5], CART, 'get configmaps shop/settings');
const asked = { serviceAccount: 'shop:cart' };

describe('origins', () => {
  it("tell what departs from the account's own history, and how long that was", async () => {
    const report = await investigateEvents(
      [...WORK, event(60, THIEF, 'list secrets bank/')],
      asked,
    );
    const [suspect] = report.origins;
    expect(suspect?.departures.map(({ kind, value }) => `${kind} ${value}`)).toEqual([
      'address 198.51.100.23',
      'network 198.51.100.0/24',
      'program curl',
      'verb list',
      'resource secrets',
      'namespace bank',
    ]);
    expect(suspect?.departures[0]?.historySeconds).toBe(3600);
  });

  it('tell of two places at once, and not of one after the other', async () => {
    const pair = await investigateEvents(
      [...WORK, event(60, THIEF, 'list pods'), event(63, THIEF, 'list pods')],
      asked,
    );
    expect(pair.origins[0]?.together).toMatchObject([{ origin: pair.origins[1]?.id }]);
    const after = await investigateEvents([...WORK, event(300, THIEF, 'list pods')], asked);
    expect(after.origins[0]?.together).toEqual([]);
  });

  it('tell nothing of two places where nobody knows whether they share a credential', async () => {
    const bare = { user: 'bob', ip: '192.0.2.1', agent: 'kubectl/v1' };
    const report = await investigateEvents(
      [
        ...every([0, 60, 5], bare, 'list pods'),
        ...every([2, 60, 5], { ...bare, ip: '192.0.2.2' }, 'list pods'),
      ],
      { user: 'bob' },
    );
    expect(report.origins.flatMap(({ together }) => together)).toEqual([]);
  });

  it('take both families of addresses of a pod, and a proxy that all come from, for one place', async () => {
    const many = Array.from({ length: 8 }, (_, one) =>
      event(one, account(`shop:other${one}`, { ip: '10.0.9.9' }), 'list pods'),
    );
    const sidecar = every([1, 120, 5], { ...CART, agent: 'sidecar/1' }, 'list pods shop/');
    const second = (ip: string) =>
      every([2, 120, 5], { ...CART, ip }, 'list secrets shop/').concat(WORK, sidecar, many);
    for (const ip of ['fd00::5', '10.0.9.9']) {
      const report = await investigateEvents(second(ip), asked);
      expect(report.origins.flatMap(({ together }) => together)).toEqual([]);
      expect(report.verdict.verdict).not.toBe('compromised');
    }
    const stolen = await investigateEvents(second('198.51.100.23'), asked);
    expect(stolen.origins[0]?.together).toHaveLength(2);
  });
});
