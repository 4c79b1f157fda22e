import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../src/types.ts';
import {
  account,
  elsewhere,
  event,
  every,
  investigateEvents,
  links,
  loose,
  mint,
  suspects,
  type Who,
} from '../../trail-log.ts';

const CART = account('shop:cart');
const THIEF = elsewhere(CART);
const WORK = every([0, 200, 5], CART, 'get configmaps shop/settings');
const asked = { serviceAccount: 'shop:cart' };
const FAR = { ip: '203.0.113.77', agent: 'curl/8.5' };

/** The story of CART's token, and what follows. */
async function follow(...events: readonly (JsonObject | JsonObject[])[]) {
  return await investigateEvents(
    [...WORK, event(60, THIEF, 'list pods shop/'), ...events.flat()],
    asked,
  );
}

const created = { responseStatus: { code: 201 } };
const FORBIDDEN = { responseStatus: { code: 403 } };

describe('links › minted tokens', () => {
  it('lead to whoever uses them, wherever that is', async () => {
    const report = await follow(
      mint(70, THIEF, 'tools/admin', 'gold'),
      event(80, loose('tools:admin', 'gold', FAR), 'list secrets'),
    );
    expect(links(report)).toEqual(['shop:cart minted token tools:admin (certain)']);
    expect(suspects(report)).toEqual([
      'shop:cart 198.51.100.23 curl',
      'tools:admin 203.0.113.77 curl',
    ]);
    expect(report.credentials.find(({ id }) => id === 'JTI=gold')?.issued).toMatchObject({
      by: 'system:serviceaccount:shop:cart',
    });
  });

  it('are told though nobody used them', async () => {
    const report = await follow(mint(70, THIEF, 'tools/admin', 'gold'));
    expect(report.credentials.find(({ id }) => id === 'JTI=gold')).toMatchObject({
      whose: 'suspect',
      requests: 0,
    });
  });

  it('lead on by place and time where the log has no ids', async () => {
    const request = event(70, THIEF, 'create serviceaccounts/token tools/admin', created);
    const { id: _, ...user } = loose('tools:admin', 'x', FAR);
    const report = await follow(request, event(75, user, 'list secrets'));
    expect(links(report)).toEqual(['shop:cart minted token tools:admin (certain)']);
    expect(suspects(report)).toContain('tools:admin 203.0.113.77 curl');
    expect(report.credentials.find(({ identity }) => identity.endsWith(':admin'))).toMatchObject({
      confidence: 'possible',
    });
  });

  it('lead back to who minted them, if both come from one place', async () => {
    const report = await investigateEvents(
      [
        ...WORK,
        event(60, THIEF, 'list pods shop/'),
        mint(70, THIEF, 'tools/admin', 'gold'),
        event(80, loose('tools:admin', 'gold', { ip: THIEF.ip, agent: 'x/1' }), 'list secrets'),
      ],
      { credential: 'JTI=gold' },
    );
    expect(suspects(report)).toEqual([
      'shop:cart 198.51.100.23 curl',
      'tools:admin 198.51.100.23 x',
    ]);
  });

  it('lead back from no token that nobody on the trail used', async () => {
    const alice = { user: 'alice', ip: '192.0.2.1', agent: 'kubectl/v1' };
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
        mint(70, THIEF, 'tools/admin', 'gold'),
        event(80, alice, 'create pods shop/cart-1', created),
        event(90, next, 'get configmaps shop/settings'),
        event(95, THIEF, 'list secrets shop/'),
      ],
      { user: 'alice' },
    );
    expect(suspects(report)).toEqual(['alice 192.0.2.1 kubectl', 'shop:cart 10.0.0.6 cart']);
  });

  it('only name who minted them, if that was elsewhere', async () => {
    const alice = { user: 'alice', ip: '192.0.2.1', agent: 'kubectl/v1' };
    const report = await investigateEvents(
      [
        ...every([0, 60, 5], alice, 'list pods'),
        mint(70, alice, 'tools/admin', 'gold'),
        event(80, loose('tools:admin', 'gold', FAR), 'list secrets'),
      ],
      { credential: 'JTI=gold' },
    );
    expect(links(report)).toEqual(['alice minted token tools:admin (possible)']);
    expect(report.identities.nodes.find(({ id }) => id === 'alice')).toMatchObject({
      acted: false,
    });
  });

  it("don't put kubelets on the trail", async () => {
    const kubelet = { user: 'system:node:worker-1', ip: '10.0.0.1', agent: 'kubelet/v1.34' };
    const report = await follow(mint(1, kubelet, 'shop/cart', 'cart-1'));
    expect(report.identities.nodes).toHaveLength(1);
    expect(report.credentials[0]?.issued?.by).toBe('system:node:worker-1');
  });
});

describe('links › impersonation', () => {
  it('names whose rights were used', async () => {
    const report = await follow(
      event(70, THIEF, 'list secrets', { impersonatedUser: { username: 'admin' } }),
      event(71, THIEF, 'get nodes', {
        impersonatedUser: { username: 'denied' },
        responseStatus: { code: 403 },
      }),
    );
    expect(links(report)).toEqual(['shop:cart impersonated admin (certain)']);
    expect(report.timeline.steps.some((step) => step.as === 'admin')).toBe(true);
  });
});

describe('links › pods that were made', () => {
  const payroll = account('shop:payroll', { pod: 'shell', uid: 'uid-of-shell', ip: '10.0.0.9' });

  it('lead to their tokens, by name', async () => {
    const report = await follow(
      event(70, THIEF, 'create pods shop/shell', created),
      event(75, payroll, 'list secrets shop/'),
    );
    expect(links(report)).toEqual(['shop:cart created pod shop:payroll (certain)']);
    expect(suspects(report)).toContain('shop:payroll 10.0.0.9 payroll');
  });

  it('lead to the account of a template, and to its pods', async () => {
    const template = { spec: { template: { spec: { serviceAccountName: 'payroll' } } } };
    const report = await follow(
      event(70, THIEF, 'create deployments shop/web', { ...created, requestObject: template }),
      event(75, { ...payroll, pod: 'web-7d4b9-x2x4z' }, 'list secrets shop/'),
    );
    expect(links(report)).toEqual(['shop:cart created pod shop:payroll (certain)']);
    expect(suspects(report)).toContain('shop:payroll 10.0.0.9 payroll');
  });

  it("don't lead to pods of another workload whose name begins alike, nor of another account", async () => {
    const template = { spec: { template: { spec: { serviceAccountName: 'web' } } } };
    const admin = { ...payroll, pod: 'web-admin-7d4b9-x2x4z' };
    const report = await follow(
      event(70, THIEF, 'patch deployments shop/web'),
      event(75, admin, 'list secrets shop/'),
      event(71, THIEF, 'create daemonsets shop/agent', { ...created, requestObject: template }),
      event(76, { ...payroll, pod: 'agent-x2x4z' }, 'list secrets shop/'),
    );
    expect(links(report)).toEqual(['shop:cart created pod shop:web (certain)']);
    expect(suspects(report)).toEqual(['shop:cart 198.51.100.23 curl']);
  });

  it("don't lead to pods that were there before", async () => {
    const report = await follow(
      ...every([0, 100, 10], { ...payroll, pod: 'web-7d4b9-x2x4z' }, 'get pods shop/'),
      event(70, THIEF, 'create deployments shop/web', created),
    );
    expect(links(report)).toEqual([]);
  });
});

describe('links › pods that were entered', () => {
  const bank = account('bank:ledger', { ip: '10.0.0.8' });
  const entry = event(70, THIEF, 'create pods/exec bank/ledger-0', {
    responseStatus: { code: 101 },
  });

  it('lead to their token once it is used from elsewhere', async () => {
    const report = await follow(
      entry,
      ...every([0, 200, 10], bank, 'get pods bank/'),
      event(80, elsewhere(bank, FAR), 'list secrets bank/'),
    );
    expect(links(report)).toEqual(['shop:cart entered pod bank:ledger (likely)']);
    expect(suspects(report)).toContain('bank:ledger 203.0.113.77 curl');
  });

  it('lead to their account as possible where the token is seen at home only', async () => {
    const report = await follow(entry, ...every([0, 200, 10], bank, 'get pods bank/'));
    expect(links(report)).toEqual(['shop:cart entered pod bank:ledger (possible)']);
    expect(report.identities.nodes[1]).toMatchObject({ acted: false, requests: 0 });
  });
});

describe('links › tokens in Secrets', () => {
  const ci: Who = {
    user: 'system:serviceaccount:ci:deploy',
    ip: '192.0.2.7',
    agent: 'deploy/2.0',
    secret: 'deploy-token',
  };

  it('lead to whoever uses one from elsewhere then', async () => {
    const report = await follow(
      ...every([0, 200, 10], ci, 'patch deployments shop/cart'),
      event(70, THIEF, 'get secrets ci/deploy-token'),
      event(80, { ...ci, ...FAR }, 'list secrets'),
    );
    expect(links(report)).toEqual(['shop:cart read token Secret ci:deploy (certain)']);
    expect(suspects(report)).toContain('ci:deploy 203.0.113.77 curl');
  });

  it('are only possible where a list was read and the place is another', async () => {
    const report = await follow(
      ...every([0, 200, 10], ci, 'patch deployments shop/cart'),
      event(70, THIEF, 'list secrets'),
      event(80, { ...ci, ...FAR }, 'list secrets'),
    );
    expect(links(report)).toEqual(['shop:cart read token Secret ci:deploy (possible)']);
  });

  it("don't accuse who goes on as ever", async () => {
    const report = await follow(
      ...every([0, 200, 10], ci, 'patch deployments shop/cart'),
      event(70, THIEF, 'list secrets'),
    );
    expect(links(report)).toEqual([]);
  });
});

const BOB = { user: 'bob', ip: '192.0.2.50', agent: 'kubectl/v1', id: 'X509SHA256=ab' };
const CONTROLLER = { user: 'system:kube-controller-manager', ip: '10.0.0.2', agent: 'kcm/v1' };
const APPROVAL = 'update certificatesigningrequests/approval =x';
const approval = event(75, CONTROLLER, APPROVAL);

describe('links › certificates', () => {
  const request = event(70, THIEF, 'create certificatesigningrequests =x', {
    ...created,
    requestObject: { spec: { request: CSR_OF_BOB } },
  });
  const later = event(90, BOB, 'list nodes');

  it('lead to the user that a request names, whoever approved it', async () => {
    const report = await follow(request, approval, later);
    expect(links(report)).toEqual(['shop:cart certificate bob (certain)']);
    expect(report.credentials.find(({ identity }) => identity === 'bob')).toMatchObject({
      kind: 'certificate',
      whose: 'suspect',
    });
  });

  const decided = (type: string) => ({ requestObject: { status: { conditions: [{ type }] } } });

  it.each([
    ['was not decided on', []],
    ['was denied', [event(75, CONTROLLER, APPROVAL, decided('Denied'))]],
    ['was to be approved by whom that is forbidden', [event(75, THIEF, APPROVAL, FORBIDDEN)]],
    ['is approved later', [event(95, CONTROLLER, APPROVAL)]],
    ['is another than was approved', [event(75, CONTROLLER, `${APPROVAL}-2`)]],
  ])('accuse nobody where the request %s', async (_, events) => {
    const report = await follow(request, ...events, later);
    expect(suspects(report)).toEqual(['shop:cart 198.51.100.23 curl']);
  });

  it('are possible where the request was not decided on', async () => {
    const report = await follow(request, later);
    expect(links(report)).toEqual(['shop:cart certificate bob (possible)']);
  });

  it('have an id where the log has any', async () => {
    const { id: _, ...tokens } = BOB;
    const other = { user: 'eve', ip: '192.0.2.51', agent: 'kubectl/v1', id: 'X509SHA256=cd' };
    const moved = event(90, tokens, 'list nodes');
    const old = await follow(request, approval, moved);
    expect(suspects(old)).toContain('bob 192.0.2.50 kubectl');
    const report = await follow(event(1, other, 'list nodes'), request, approval, moved);
    expect(suspects(report)).toEqual(['shop:cart 198.51.100.23 curl']);
  });
});

describe('links › certificates of which no body is logged', () => {
  const request = [event(70, THIEF, 'create certificatesigningrequests =x', created), approval];
  const eve = { ...BOB, user: 'eve', id: 'X509SHA256=cd' };

  it('may be of the only user who came first then', async () => {
    const report = await follow(request, event(90, BOB, 'list nodes'));
    expect(links(report)).toEqual(['shop:cart certificate bob (possible)']);
    expect(suspects(report)).toContain('bob 192.0.2.50 kubectl');
  });

  it('may be of anybody where there are two, or one who was there before', async () => {
    const two = await follow(request, event(90, BOB, 'list nodes'), event(91, eve, 'list nodes'));
    expect(links(two)).toEqual([]);
    const old = await follow(event(1, BOB, 'list nodes'), request, event(90, BOB, 'list nodes'));
    expect(links(old)).toEqual([]);
  });
});

describe('links › rights', () => {
  const subject = (name: string) => ({
    roleRef: { kind: 'ClusterRole', name: 'cluster-admin' },
    subjects: [{ kind: 'ServiceAccount', namespace: 'tools', name }],
  });
  const binding = event(70, THIEF, 'create clusterrolebindings =mine', {
    ...created,
    requestObject: subject('helper'),
  });
  const byIt = (user: string) => ({
    annotations: {
      'authorization.k8s.io/reason': `RBAC: allowed by ClusterRoleBinding "mine" of ClusterRole "cluster-admin" to ${user}`,
    },
  });

  it('lead to a beneficiary that is new and uses them', async () => {
    const helper = account('tools:helper', { ip: '10.0.0.7' });
    const report = await follow(
      binding,
      event(80, helper, 'list secrets', byIt('ServiceAccount "helper/tools"')),
    );
    expect(links(report)).toEqual(['shop:cart granted rights tools:helper (likely)']);
    expect(suspects(report)).toContain('tools:helper 10.0.0.7 helper');
  });

  it('accuse nobody who was there before and does as ever', async () => {
    const helper = account('tools:helper', { ip: '10.0.0.7' });
    const report = await follow(
      ...every([0, 100, 10], helper, 'get pods tools/'),
      binding,
      event(80, helper, 'get pods tools/', byIt('ServiceAccount "helper/tools"')),
    );
    expect(links(report)).toEqual(['shop:cart granted rights tools:helper (possible)']);
    expect(suspects(report)).toEqual(['shop:cart 198.51.100.23 curl']);
  });

  it("don't lead to members of a group", async () => {
    const group = event(70, THIEF, 'create clusterrolebindings =mine', {
      ...created,
      requestObject: { subjects: [{ kind: 'Group', name: 'system:serviceaccounts' }] },
    });
    const helper = account('tools:helper', { ip: '10.0.0.7' });
    const report = await follow(
      group,
      event(80, helper, 'list secrets', byIt('Group "system:serviceaccounts"')),
    );
    expect(links(report)).toEqual([]);
  });
});

describe('links › the same place', () => {
  it('leads to who came from there, before or after', async () => {
    const other = loose('ci:bot', 'bot', { ip: THIEF.ip, agent: 'curl/8.5' });
    const bot = loose('ci:bot', 'bot', { ip: '192.0.2.7', agent: 'bot/1.0' });
    const report = await follow(
      ...every([0, 200, 10], bot, 'get pods ci/'),
      event(50, other, 'list nodes'),
    );
    expect(links(report)).toEqual(['shop:cart same origin ci:bot (likely)']);
    expect(suspects(report)).toContain('ci:bot 198.51.100.23 curl');
  });

  it("doesn't lead to who is at home there", async () => {
    const bob = { user: 'bob', ip: THIEF.ip, agent: 'kubectl/v1.34' };
    const report = await follow(...every([0, 200, 10], bob, 'list pods'));
    expect(links(report)).toEqual([]);
  });

  it('is no more than possible where the events have no times', async () => {
    const timeless = { stageTimestamp: null };
    const bob = { user: 'bob', ip: THIEF.ip, agent: 'curl/8.5' };
    const report = await investigateEvents(
      [event(0, THIEF, 'list secrets', timeless), event(1, bob, 'list secrets', timeless)],
      asked,
    );
    expect(links(report)).toEqual(['shop:cart same origin bob (possible)']);
  });

  it("isn't followed where many come from, and the report says so", async () => {
    const crowd = Array.from({ length: 8 }, (_, n) =>
      event(90 + n, { user: `user-${n}`, ip: THIEF.ip, agent: 'curl/8.5' }, 'list pods'),
    );
    const report = await follow(...crowd);
    expect(links(report)).toEqual([]);
    expect(report.gaps.map(({ text }) => text).join()).toContain('198.51.100.23');
  });
});

describe('links › all', () => {
  it('end at the depth that was asked for, which the report says', async () => {
    const chain = [1, 2, 3].flatMap((n) => [
      mint(
        60 + n * 10,
        n === 1 ? THIEF : loose(`t:a${n - 1}`, `k${n - 1}`, { ip: `203.0.113.${n}`, agent: 'x/1' }),
        `t/a${n}`,
        `k${n}`,
      ),
    ]);
    const events = [...WORK, event(60, THIEF, 'list pods'), ...chain];
    const report = await investigateEvents(events, asked, { depth: 2 });
    expect(report.identities.nodes.map(({ depth }) => depth)).toEqual([0, 1, 2]);
    expect(report.identities.limited).toBe(true);
    expect((await investigateEvents(events, asked)).identities.limited).toBe(false);
  });

  it('are no surer than what they follow from', async () => {
    const report = await investigateEvents(
      [
        ...WORK,
        mint(70, CART, 'tools/admin', 'gold'),
        event(80, loose('tools:admin', 'gold', FAR), 'list pods'),
      ],
      asked,
    );
    expect(links(report)).toEqual(['shop:cart minted token tools:admin (possible)']);
  });

  it('are found though what they lead to went by before', async () => {
    // bot minted gold before anybody knew of it; gold is what is asked for; bot's own token came from silver's place.
    const bot = loose('ci:bot', 'bot', { ip: '203.0.113.5', agent: 'x/1' });
    const report = await investigateEvents(
      [
        mint(5, bot, 'tools/other', 'silver'),
        mint(10, bot, 'tools/admin', 'gold'),
        event(
          15,
          loose('tools:other', 'silver', { ip: '203.0.113.6', agent: 'y/1' }),
          'list nodes',
        ),
        event(20, loose('tools:admin', 'gold', { ip: '203.0.113.5', agent: 'z/1' }), 'list pods'),
      ],
      { credential: 'JTI=gold' },
    );
    expect(suspects(report)).toEqual([
      'ci:bot 203.0.113.5 x',
      'tools:admin 203.0.113.5 z',
      'tools:other 203.0.113.6 y',
    ]);
  });
});

/** openssl's for /O=developers/CN=bob. */
const CSR_OF_BOB =
  'LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KTUlIZU1JR0ZBZ0VBTUNNeEV6QVJCZ05WQkFvTUNtUmxkbVZzYjNCbGNuTXhEREFLQmdOVkJBTU1BMkp2WWpCWgpNQk1HQnlxR1NNNDlBZ0VHQ0NxR1NNNDlBd0VIQTBJQUJJUTR0WmFyT3dXb29XQUJLaU9Kd1M1K3BWMVZ6YjN3CllRYkxhRndDZ0QrN0xHQWRHTllsc0t2RGxZV2xNRWtaTmZzMkRBOU5jZGNZbzRRb3NPbFhYdGlnQURBS0JnZ3EKaGtqT1BRUURBZ05JQURCRkFpRUFrK0JyYkN4MjJnUFlpOXR2MXdxWFYzQ3JKWmsrQjdCaHRyMVU2ZjJFTk1VQwpJRDF6K29JdEsyTzZ6Ti92Vk91UkN1Rko1ckRVZlI2eFk0L1pjWjNQSUozYwotLS0tLUVORCBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0K';
