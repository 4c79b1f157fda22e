import type { Report } from '../../../../src/investigate/report/index.ts';
import { RUNNER, THIEF } from './truth.ts';

const evidence = (auditID: string, more: Partial<Report['evidence'][string]> = {}) => ({
  auditID,
  stage: 'ResponseComplete',
  time: '2026-11-29T10:01:00.100000Z',
  verb: 'list',
  resource: 'secrets',
  subresource: null,
  namespace: 'shop',
  name: null,
  user: THIEF,
  impersonator: null,
  sourceIP: '127.0.0.66',
  userAgent: 'curl/8',
  code: 200,
  credentialId: 'JTI=stolen',
  path: null,
  ...more,
});

const [FIRST, SECOND] = ['2026-11-29T10:01:00.100000Z', '2026-11-29T10:02:00.100000Z'];
const proof = (id: string) => ({ events: [id], count: 1 });

type Step = Report['timeline']['steps'][number];

const step = {
  whose: 'suspect' as const,
  identity: THIEF,
  as: null,
  credential: 'JTI=stolen',
  origin: 'o1',
  count: 1,
  outcome: 'allowed' as const,
  codes: [200],
  subresource: null,
  names: [],
  more: 0,
  dryRun: false,
  alerts: [],
};

const SECRETS: Step = {
  ...step,
  id: 's1',
  phase: 'access',
  first: FIRST,
  last: FIRST,
  verb: 'list',
  group: '',
  resource: 'secrets',
  namespaces: ['shop'],
  text: 'listed secrets in shop',
  proof: proof('e1'),
};

const BINDING: Step = {
  ...step,
  id: 's2',
  phase: 'escalation',
  first: SECOND,
  last: SECOND,
  verb: 'create',
  group: 'rbac.authorization.k8s.io',
  resource: 'clusterrolebindings',
  namespaces: [],
  names: ['metrics'],
  text: 'created clusterrolebinding metrics',
  proof: proof('e2'),
};

const node = {
  kind: 'serviceAccount',
  depth: 0,
  reached: FIRST,
  requests: 2,
  first: FIRST,
  last: SECOND,
  confidence: 'certain',
} as const;

const base = { whose: 'suspect', identity: THIEF, first: FIRST, last: FIRST, count: 1 } as const;

/** All that is true of the small story, and nothing else. */
export const REPORT: Report = {
  format: 'satrap.investigation/v1',
  satrap: '0.0.0',
  subject: {
    asked: [{ kind: 'credential', value: 'JTI=stolen' }],
    since: null,
    until: null,
    found: true,
    identities: [THIEF],
    log: {
      files: 1,
      bytes: 1000,
      events: 3,
      duplicates: 0,
      rejects: 0,
      firstEvent: FIRST,
      lastEvent: SECOND,
    },
    events: 2,
  },
  verdict: { verdict: 'compromised', confidence: 'certain', sentence: 'stolen', reasons: [] },
  credentials: [
    {
      id: 'JTI=stolen',
      kind: 'bound',
      identity: THIEF,
      whose: 'suspect',
      confidence: 'certain',
      pod: { namespace: 'shop', name: 'orders-0', uid: null },
      node: null,
      secret: null,
      issued: null,
      firstUse: FIRST,
      lastUse: SECOND,
      requests: 2,
      origins: ['o1'],
      siblings: ['JTI=next'],
      ended: null,
      usedAfterEnd: null,
      refused: null,
    },
  ],
  origins: [
    {
      id: 'o1',
      identity: THIEF,
      credentials: ['JTI=stolen'],
      address: '127.0.0.66',
      program: 'curl',
      userAgents: ['curl/8'],
      pods: ['shop/orders-0'],
      nodes: [],
      firstUse: FIRST,
      lastUse: SECOND,
      requests: 2,
      denied: 0,
      whose: 'suspect',
      why: 'another place',
      departures: [],
      together: [],
    },
  ],
  timeline: { steps: [SECRETS, BINDING], omitted: 0, alerts: [] },
  taken: [
    {
      ...base,
      id: 't1',
      kind: 'secret',
      object: { group: '', resource: 'secrets', namespace: 'shop', name: null },
      scope: 'namespace',
      selector: null,
      how: ['list'],
      credential: null,
      serviceAccount: null,
      command: null,
      confidence: 'certain',
      text: 'all secrets of shop',
      proof: proof('e1'),
    },
  ],
  leftBehind: [
    {
      id: 'l1',
      object: {
        group: 'rbac.authorization.k8s.io',
        resource: 'clusterrolebindings',
        namespace: null,
        name: 'metrics',
      },
      deed: 'created',
      what: 'binds cluster-admin',
      danger: 'rights',
      whose: 'suspect',
      identity: THIEF,
      first: SECOND,
      last: SECOND,
      state: 'there',
      ended: null,
      beneficiaries: [RUNNER],
      confidence: 'certain',
      proof: proof('e2'),
    },
  ],
  identities: {
    nodes: [
      { ...node, id: THIEF, label: 'shop/orders', subject: true, acted: true },
      { ...node, id: RUNNER, label: 'ops/runner', subject: false, acted: false, depth: 1 },
    ],
    edges: [
      {
        id: 'x1',
        from: THIEF,
        to: RUNNER,
        link: 'granted rights',
        credential: null,
        time: SECOND,
        text: 'bound cluster-admin',
        confidence: 'certain',
        proof: proof('e2'),
      },
    ],
    limited: false,
  },
  actions: [
    ['revoke', 'JTI=stolen'],
    ['remove', 'l1'],
    ['rotate', 't1'],
  ].map(([kind, about]) => ({
    id: `a-${kind}`,
    kind: kind as 'revoke',
    title: `${kind} ${about}`,
    why: '',
    commands: [],
    note: null,
    about: [about as string],
  })),
  gaps: [],
  evidence: {
    e1: evidence('list'),
    e2: evidence('bind', { verb: 'create', resource: 'clusterrolebindings', namespace: null }),
    e3: evidence('elsewhere', {
      sourceIP: '127.0.0.32',
      user: 'bob',
      credentialId: 'X509SHA256=bob',
    }),
  },
};
