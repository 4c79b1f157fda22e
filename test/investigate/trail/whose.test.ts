import { describe, expect, it } from 'vitest';
import {
  account,
  elsewhere,
  event,
  every,
  investigateEvents,
  loose,
  suspects,
} from '../trail-log.ts';

const CART = account('shop:cart');
const THIEF = elsewhere(CART);
const WORK = every([0, 120, 1], CART, 'get configmaps shop/settings');
const asked = { serviceAccount: 'shop:cart' };

describe('whose an act is', () => {
  it("takes another address than its pod's for the thief's, and leaves the pod alone", async () => {
    const report = await investigateEvents(
      [...WORK, event(60, THIEF, 'list secrets shop/')],
      asked,
    );
    expect(suspects(report)).toEqual(['shop:cart 198.51.100.23 curl']);
    expect(report.origins.map(({ whose, requests }) => [whose, requests])).toEqual([
      ['suspect', 1],
      ['own', 120],
    ]);
    expect(report.credentials[0]).toMatchObject({ whose: 'suspect', confidence: 'certain' });
  });

  it('takes tokens of one pod for one actor, whichever of them is asked for', async () => {
    const second = { ...CART, id: 'JTI=cart-2' };
    const report = await investigateEvents(
      [
        ...WORK,
        ...every([120, 180, 1], second, 'get configmaps shop/settings'),
        event(130, elsewhere(second), 'list secrets shop/'),
      ],
      { credential: 'JTI=cart-1' },
    );
    expect(suspects(report)).toEqual(['shop:cart 198.51.100.23 curl']);
    expect(report.credentials.map(({ id, siblings }) => [id, siblings])).toEqual([
      ['JTI=cart-2', ['JTI=cart-1']],
      ['JTI=cart-1', ['JTI=cart-2']],
    ]);
  });

  it('takes each replica at its own address for itself', async () => {
    const other = account('shop:cart', { pod: 'cart-1', uid: 'uid-of-cart-1', ip: '10.0.0.6' });
    const report = await investigateEvents(
      [...WORK, ...every([30, 120, 1], other, 'get pods shop/'), event(60, THIEF, 'list pods')],
      asked,
    );
    expect(suspects(report)).toEqual(['shop:cart 198.51.100.23 curl']);
  });

  it("tells a person's tool in the pod from the pod's own program", async () => {
    const inside = { ...CART, agent: 'kubectl/v1.34' };
    const report = await investigateEvents(
      [...WORK, event(60, inside, 'list secrets shop/')],
      asked,
    );
    expect(suspects(report)).toEqual(['shop:cart 10.0.0.5 kubectl']);
    expect(report.credentials[0]).toMatchObject({ confidence: 'likely' });
  });

  it('takes a second program of the pod for its own', async () => {
    const sidecar = { ...CART, agent: 'proxy/2.0' };
    const report = await investigateEvents(
      [...WORK, event(60, sidecar, 'get pods shop/cart-0'), event(61, THIEF, 'list pods')],
      asked,
    );
    expect(suspects(report)).toEqual(['shop:cart 198.51.100.23 curl']);
  });

  it('takes the same program over the other family of addresses for its own', async () => {
    const report = await investigateEvents(
      [
        ...WORK,
        event(60, { ...CART, ip: 'fd00::5' }, 'get pods shop/'),
        event(61, THIEF, 'list pods'),
      ],
      asked,
    );
    expect(suspects(report)).toEqual(['shop:cart 198.51.100.23 curl']);
  });

  it('takes what is surely not the pod for no workload, whoever it is', async () => {
    const next = account('shop:cart', {
      id: 'JTI=cart-2',
      pod: 'cart-1',
      uid: 'u1',
      ip: '10.0.0.6',
    });
    const report = await investigateEvents(
      [
        ...WORK,
        event(60, THIEF, 'list secrets shop/'),
        event(
          80,
          { user: 'alice', ip: '192.0.2.1', agent: 'kubectl/v1' },
          'create pods shop/cart-1',
        ),
        event(90, next, 'get configmaps shop/settings'),
      ],
      { user: 'alice' },
    );
    const own = report.origins.filter(({ whose }) => whose === 'own');
    expect(own.map(({ address }) => address)).toEqual([CART.ip]);
  });

  it('takes all for suspect, and no more than possible, where nothing tells them apart', async () => {
    const report = await investigateEvents(WORK, asked);
    expect(suspects(report)).toEqual(['shop:cart 10.0.0.5 cart']);
    expect(report.credentials[0]).toMatchObject({ whose: 'suspect', confidence: 'possible' });
    expect(report.origins[0]?.why).toContain('nothing in the log tells');
  });

  it('knows an idle pod by its own program, though the thief is there longer', async () => {
    const report = await investigateEvents(
      [
        event(0, CART, 'get pods shop/'),
        event(3, CART, 'get pods shop/'),
        ...every([1, 90, 1], { ...THIEF, ip: '10.9.9.9' }, 'list secrets shop/'),
      ],
      asked,
    );
    expect(suspects(report)).toEqual(['shop:cart 10.9.9.9 curl']);
  });

  it('takes a token of no pod for suspect in an account that pods use', async () => {
    const minted = loose('shop:cart', 'x', { ip: '10.8.0.1', agent: 'cart/1.0' });
    const report = await investigateEvents(
      [...WORK, event(60, minted, 'list secrets shop/')],
      asked,
    );
    expect(suspects(report)).toEqual(['shop:cart 10.8.0.1 cart']);
  });

  it('knows a pipeline without a pod by where it has been longest', async () => {
    const ci = loose('ci:deploy', 'ci', { ip: '192.0.2.7', agent: 'deploy/2.0' });
    const report = await investigateEvents(
      [
        ...every([0, 300, 10], ci, 'patch deployments shop/cart'),
        event(200, { ...ci, ip: '203.0.113.9', agent: 'kubectl/v1.34' }, 'list secrets'),
      ],
      { serviceAccount: 'ci:deploy' },
    );
    expect(suspects(report)).toEqual(['ci:deploy 203.0.113.9 kubectl']);
  });

  it('tells nothing apart by addresses of proxies that all come through', async () => {
    const crowd = Array.from({ length: 8 }, (_, n) =>
      event(n, account(`team:app-${n}`, { ip: '10.1.1.1' }), 'get pods team/'),
    );
    const report = await investigateEvents(
      [...WORK, ...crowd, event(30, { ...CART, ip: '10.1.1.1' }, 'get pods shop/')],
      asked,
    );
    expect(report.credentials[0]).toMatchObject({ confidence: 'possible' });
  });
});
