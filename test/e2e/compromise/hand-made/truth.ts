import type { LoggedCall, Truth } from '../truth.ts';

/** A small story: a pod's token lists Secrets and binds cluster-admin to an account. */

export const THIEF = 'system:serviceaccount:shop:orders';
export const RUNNER = 'system:serviceaccount:ops:runner';

const call = (auditID: string, minute: number, more: Partial<LoggedCall>): LoggedCall => ({
  auditID,
  code: 200,
  first: `2026-11-29T10:0${minute}:00.000000Z`,
  last: `2026-11-29T10:0${minute}:00.100000Z`,
  verb: 'list',
  resource: 'secrets',
  subresource: null,
  namespace: 'shop',
  name: null,
  events: 1,
  ...more,
});

const actor = {
  user: THIEF,
  impersonator: null,
  credential: 'JTI=stolen',
  from: '127.0.0.66',
  agent: 'curl/8',
};

export const TRUTH: Truth = {
  subject: {
    serviceAccount: 'shop:orders',
    credential: 'JTI=stolen',
    pod: 'shop/orders-0',
    address: '127.0.0.66',
    agent: 'curl/8',
    siblings: ['JTI=next'],
  },
  begins: '2026-11-29T10:00:00.000Z',
  steps: [
    {
      ...actor,
      id: 'secrets',
      phases: ['access'],
      title: 'lists Secrets',
      allowed: true,
      calls: [call('list', 1, {})],
    },
    {
      ...actor,
      id: 'binding',
      phases: ['escalation'],
      title: 'binds cluster-admin',
      allowed: true,
      calls: [
        call('bind', 2, {
          code: 201,
          verb: 'create',
          resource: 'clusterrolebindings',
          namespace: null,
          name: 'metrics',
        }),
      ],
    },
  ],
  taken: [{ kind: 'secret', namespace: 'shop', name: null, how: 'list', may: false }],
  left: [{ resource: 'clusterrolebindings', namespace: null, name: 'metrics', deed: 'created' }],
  removed: [],
  destroyed: [],
  offspring: [],
  acted: [THIEF],
  links: [{ from: THIEF, to: RUNNER, link: 'granted rights', may: false }],
  credentials: [
    {
      kind: 'bound',
      user: THIEF,
      id: 'JTI=stolen',
      pod: 'shop/orders-0',
      secret: null,
      from: '127.0.0.66',
      issuedBy: null,
      dead: false,
      afterEnd: { accepted: false, refused: 0 },
    },
  ],
  innocents: [
    { user: THIEF, from: '127.0.0.21', agent: 'orders/1', credentials: ['JTI=stolen', 'JTI=next'] },
    { user: 'bob', from: '127.0.0.32', agent: 'kubectl', credentials: ['X509SHA256=bob'] },
  ],
  addresses: ['127.0.0.66'],
  context: [],
};
