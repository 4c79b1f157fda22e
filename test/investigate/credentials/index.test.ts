import { describe, expect, it } from 'vitest';
import { account, elsewhere, event, every, investigateEvents, mint } from '../trail-log.ts';

const CART = account('shop:cart');
const THIEF = elsewhere(CART);
const WORK = every([0, 120, 5], CART, 'get configmaps shop/settings');
const asked = { serviceAccount: 'shop:cart' };
const NOBODY = { user: '', ip: THIEF.ip, agent: THIEF.agent };
const ADMIN = { user: 'alice', ip: '192.0.2.1', agent: 'kubectl/v1.34' };

describe('credentials', () => {
  it('have the 401s that come from their place, by their program, after their use', async () => {
    const refused = { responseStatus: { code: 401 } };
    const report = await investigateEvents(
      [
        ...WORK,
        event(60, THIEF, 'list pods'),
        event(90, NOBODY, 'list pods', refused),
        event(91, { ...NOBODY, ip: '203.0.113.200' }, 'list pods', refused),
        event(92, { ...NOBODY, agent: 'scanner/1' }, 'list pods', refused),
      ],
      asked,
    );
    expect(report.credentials[0]?.refused).toMatchObject({ count: 1, confidence: 'likely' });
  });

  it('tell when they were accepted after their pod was deleted', async () => {
    const report = await investigateEvents(
      [
        ...WORK,
        event(120, ADMIN, 'delete pods shop/cart-0'),
        event(121, THIEF, 'list pods'),
        event(150, THIEF, 'list secrets'),
        event(151, THIEF, 'list nodes', { responseStatus: { code: 403 } }),
      ],
      asked,
    );
    expect(report.credentials[0]?.usedAfterEnd).toMatchObject({
      what: 'pod',
      ended: '2026-11-20T12:00:00.000000Z',
      firstUse: '2026-11-20T12:30:00.000000Z',
      proof: { count: 2 },
    });
  });

  it('tell how they came about: who asked, for what, until when', async () => {
    const kubelet = { user: 'system:node:worker-1', ip: '10.0.0.1', agent: 'kubelet/v1.34' };
    const issue = event(-5, kubelet, 'create serviceaccounts/token shop/cart', {
      responseStatus: { code: 201 },
      annotations: { 'authentication.kubernetes.io/issued-credential-id': 'JTI=cart-1' },
      requestObject: {
        spec: {
          audiences: ['https://kubernetes.default.svc'],
          expirationSeconds: 3607,
          boundObjectRef: { kind: 'Pod', name: 'cart-0', uid: 'uid-of-cart-0' },
        },
      },
      responseObject: {
        status: { expirationTimestamp: '2026-11-20T10:55:07Z', token: 'eyJhbGciOi.SECRET' },
      },
    });
    const report = await investigateEvents([issue, ...WORK, event(60, THIEF, 'list pods')], asked);
    expect(report.credentials[0]).toMatchObject({
      kind: 'bound',
      pod: { namespace: 'shop', name: 'cart-0', uid: 'uid-of-cart-0' },
      node: 'worker-1',
      issued: {
        by: 'system:node:worker-1',
        boundTo: { kind: 'Pod', name: 'cart-0' },
        expirationSeconds: 3607,
        expires: '2026-11-20T10:55:07.000000Z',
        audiences: ['https://kubernetes.default.svc'],
      },
    });
    expect(JSON.stringify(report)).not.toContain('SECRET');
  });

  it('tell how those came about that only their own workload used', async () => {
    const kubelet = { user: 'system:node:worker-1', ip: '10.0.0.1', agent: 'kubelet/v1.34' };
    const next = account('shop:cart', {
      id: 'JTI=cart-2',
      pod: 'cart-1',
      uid: 'u1',
      ip: '10.0.0.6',
    });
    const report = await investigateEvents(
      [
        mint(-5, kubelet, 'shop/cart', 'cart-1'),
        ...WORK,
        event(60, ADMIN, 'create pods shop/cart-1'),
        event(70, next, 'get configmaps shop/settings'),
      ],
      { user: 'alice' },
    );
    expect(report.credentials.find(({ id }) => id === CART.id)).toMatchObject({
      whose: 'own',
      issued: { by: 'system:node:worker-1' },
    });
  });

  it('are told by pod, or by user and address, where the log has no ids', async () => {
    const { id: _, ...old } = CART;
    const { pod: __, uid: ___, ...older } = old;
    const report = await investigateEvents(
      [event(0, old, 'list pods'), event(1, older, 'list pods')],
      asked,
    );
    expect(report.credentials.map(({ id, kind }) => [id, kind])).toEqual([
      ['system:serviceaccount:shop:cart@10.0.0.5', 'unknown'],
      ['pod:shop/cart-0', 'bound'],
    ]);
  });

  it('of a Secret came about with it, and certificates when they were requested', async () => {
    const legacy = {
      user: 'system:serviceaccount:shop:cart',
      ip: THIEF.ip,
      agent: 'x/1',
      secret: 'mine',
    };
    const bob = { user: 'bob', ip: '192.0.2.50', agent: 'kubectl/v1', id: 'X509SHA256=ab' };
    const report = await investigateEvents(
      [
        ...WORK,
        event(60, THIEF, 'create secrets shop/mine', { responseStatus: { code: 201 } }),
        event(61, THIEF, 'create certificatesigningrequests =x', { responseStatus: { code: 201 } }),
        event(62, CART, 'update certificatesigningrequests/approval =x'),
        event(70, legacy, 'list secrets'),
        event(71, bob, 'list nodes'),
      ],
      asked,
    );
    const issued = Object.fromEntries(
      report.credentials.map(({ kind, issued: how }) => [kind, how]),
    );
    expect(issued.legacy).toMatchObject({
      by: CART.user,
      boundTo: { kind: 'Secret', name: 'mine' },
    });
    expect(issued.certificate).toMatchObject({
      by: CART.user,
      time: '2026-11-20T11:01:00.000000Z',
    });
  });

  it('are not used after their end by the next pod or ServiceAccount of that name', async () => {
    const { id: _, ...old } = CART;
    const { pod: __, uid: ___, ...older } = old;
    const next = every(
      [65, 120, 5],
      { ...old, uid: 'uid-of-the-next', ip: '10.0.0.6' },
      'list pods',
    );
    const work = every([0, 60, 5], old, 'list pods');
    const deleted = event(60, ADMIN, 'delete pods shop/cart-0');
    const restarted = await investigateEvents([...work, deleted, ...next], asked);
    const [pod] = restarted.credentials;
    expect(pod).toMatchObject({ id: 'pod:shop/cart-0', ended: null, usedAfterEnd: null });
    expect(pod?.pod?.uid).toBe('uid-of-the-next');
    expect(restarted.verdict.verdict).not.toBe('compromised');

    const stolen = event(90, elsewhere(old), 'list secrets');
    const taken = await investigateEvents([...work, deleted, ...next, stolen], asked);
    expect(taken.credentials[0]?.usedAfterEnd).toMatchObject({ what: 'pod', proof: { count: 2 } });

    const remade = await investigateEvents(
      [
        ...every([0, 60, 5], older, 'list pods'),
        event(60, ADMIN, 'delete serviceaccounts shop/cart'),
        ...every([65, 120, 5], older, 'list pods'),
      ],
      asked,
    );
    expect(remade.credentials[0]).toMatchObject({ ended: null, usedAfterEnd: null });
  });

  it('are told by what they end with, also where nothing tells them from others of that name', async () => {
    const { id: _, uid: __, ...old } = CART;
    const report = await investigateEvents(
      [...every([0, 60, 5], old, 'list pods'), event(70, ADMIN, 'delete pods shop/cart-0')],
      asked,
    );
    expect(report.credentials[0]?.ended).toMatchObject({ what: 'pod', by: 'alice' });
  });

  it.each([
    ['create pods/eviction shop/cart-0', 'certain'],
    ['deletecollection pods shop/', 'certain'],
    ['delete namespaces =shop', 'likely'],
  ])('end with %s by somebody else', async (deed, confidence) => {
    const report = await investigateEvents([...WORK, event(120, ADMIN, deed)], asked);
    expect(report.credentials[0]?.ended).toMatchObject({ what: 'pod', by: 'alice', confidence });
  });
});
