import { describe, expect, it } from 'vitest';
import { parseTime } from '../../../src/record/time.ts';
import { account, elsewhere, event, every, investigateEvents, suspects } from '../trail-log.ts';

const CART = account('shop:cart');
const THIEF = elsewhere(CART);
const WORK = every([0, 120, 5], CART, 'get configmaps shop/settings');
const asked = { serviceAccount: 'shop:cart' };
const NOBODY = { user: '', ip: THIEF.ip, agent: THIEF.agent };
const ADMIN = { user: 'alice', ip: '192.0.2.1', agent: 'kubectl/v1.34' };
const created = { responseStatus: { code: 201 } };

describe('acts', () => {
  it('are requests: one that has begun and ended counts once', async () => {
    const id = { auditID: 'watch' };
    const report = await investigateEvents(
      [
        ...WORK,
        event(60, THIEF, 'watch secrets shop/', { ...id, stage: 'RequestReceived' }),
        event(60.1, THIEF, 'watch secrets shop/', { ...id, stage: 'ResponseStarted' }),
        event(65, THIEF, 'watch secrets shop/', { ...id, stage: 'ResponseComplete' }),
      ],
      asked,
    );
    expect(report.identities.nodes[0]).toMatchObject({ requests: 1 });
  });

  it('count as often as they were made, whatever audit ids the client chose', async () => {
    const same = { auditID: 'mine' };
    const begun = { ...same, stage: 'ResponseStarted' };
    const report = await investigateEvents(
      [
        ...WORK,
        event(60, THIEF, 'list secrets shop/', same),
        event(61, THIEF, 'get secrets shop/db', same),
        event(62, THIEF, 'watch secrets shop/', begun),
        event(63, THIEF, 'watch secrets shop/', begun),
        event(64, THIEF, 'watch secrets shop/', same),
        event(65, THIEF, 'watch secrets shop/', same),
      ],
      asked,
    );
    expect(report.identities.nodes[0]).toMatchObject({ requests: 4 });
  });

  it('are known without an answer in a log that has none', async () => {
    const bare = { stage: 'RequestReceived', responseStatus: {} };
    const report = await investigateEvents([event(60, THIEF, 'list secrets', bare)], asked);
    expect(report.timeline.steps).toMatchObject([{ verb: 'list', outcome: 'unknown' }]);
    expect(report.gaps.map(({ kind }) => kind)).toContain('stages');
  });

  it('are within the time that was asked for', async () => {
    const until = parseTime('2026-11-20T11:30:00Z') ?? 0;
    const report = await investigateEvents(
      [...WORK, event(60, THIEF, 'list pods'), event(100, THIEF, 'list secrets')],
      asked,
      { until },
    );
    expect(report.taken.filter(({ whose }) => whose === 'suspect')).toEqual([]);
    expect(report.subject.until).toBe('2026-11-20T11:30:00.000000Z');
    expect(report.subject.log).toMatchObject({ events: 20 });
  });

  it('of others are those that undo what the thief did', async () => {
    const report = await investigateEvents(
      [
        ...WORK,
        event(60, THIEF, 'create clusterrolebindings =mine', created),
        event(61, THIEF, 'create serviceaccounts shop/ghost', created),
        event(90, ADMIN, 'delete clusterrolebindings =mine'),
        event(91, ADMIN, 'delete clusterrolebindings =yours'),
      ],
      asked,
    );
    expect(
      report.leftBehind.map(({ object, state, ended }) => [object.name, state, ended?.by]),
    ).toEqual([
      ['mine', 'deleted', 'alice'],
      ['ghost', 'there', undefined],
    ]);
  });

  it('of others are evictions, which the kubelet only carries out', async () => {
    const kubelet = { user: 'system:node:worker-1', ip: '10.0.0.1', agent: 'kubelet/v1.34' };
    const report = await investigateEvents(
      [
        ...WORK,
        event(60, THIEF, 'create pods shop/shell', created),
        event(90, ADMIN, 'create pods/eviction shop/shell', created),
        event(91, kubelet, 'delete pods shop/shell'),
      ],
      asked,
    );
    expect(report.leftBehind).toMatchObject([{ state: 'deleted', ended: { by: 'alice' } }]);
  });

  it('of others are those of a namespace that goes with what is in it', async () => {
    const report = await investigateEvents(
      [
        ...WORK,
        event(60, THIEF, 'create serviceaccounts lair/ghost', created),
        event(90, ADMIN, 'delete namespaces =lair'),
      ],
      asked,
    );
    expect(report.leftBehind[0]).toMatchObject({ state: 'deleted', ended: { by: 'alice' } });
  });
});

describe('starting points', () => {
  const events = [
    ...WORK,
    event(60, THIEF, 'list secrets shop/'),
    event(61, { user: 'bob', ip: '192.0.2.9', agent: 'kubectl/v1.34 (linux/amd64)' }, 'list pods'),
  ];

  it.each([
    { start: { serviceAccount: 'shop/cart' } },
    { start: { serviceAccount: 'system:serviceaccount:shop:cart' } },
    { start: { user: 'system:serviceaccount:shop:cart' } },
    { start: { pod: 'shop/cart-0' } },
    { start: { credential: 'JTI=cart-1' } },
    { start: { sourceIP: '198.51.100.23' } },
    { start: { userAgent: 'curl' } },
    { start: { userAgent: 'curl/8.5' } },
  ])('$start leads to the thief', async ({ start }) => {
    const report = await investigateEvents(events, start);
    expect(suspects(report)).toEqual(['shop:cart 198.51.100.23 curl']);
    expect(report.subject).toMatchObject({
      found: true,
      identities: ['system:serviceaccount:shop:cart'],
    });
  });

  it('at a place from which all was refused lead to an unknown identity', async () => {
    const refused = event(90, { ...NOBODY, agent: 'scanner/1' }, 'list secrets', {
      responseStatus: { code: 401 },
    });
    const report = await investigateEvents([...WORK, refused], { userAgent: 'scanner' });
    expect(report.identities.nodes).toMatchObject([{ id: '?', kind: 'unknown', requests: 1 }]);
    expect(report.timeline.steps).toMatchObject([{ identity: '?', outcome: 'denied' }]);
  });

  it("at an account's own program lead to where it departs from itself", async () => {
    const report = await investigateEvents(events, { userAgent: 'cart' });
    expect(suspects(report)).toEqual(['shop:cart 198.51.100.23 curl']);
  });

  it('that nothing in the log fits are told as such', async () => {
    const report = await investigateEvents(events, { pod: 'shop/other' });
    expect(report.subject).toMatchObject({ found: false, identities: [], events: 0 });
    expect(report.verdict.verdict).toBe('nothing found');
  });
});
