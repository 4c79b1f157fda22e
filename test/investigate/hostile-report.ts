/** Reports for whatever shows reports: one in which everything occurs, and one whose every text is an attacker's. */
import { LINKS } from '../../src/investigate/report/identity.ts';
import { type Report, report } from '../../src/investigate/report/index.ts';
import { exampleReport } from './example-report.ts';

const [left] = exampleReport.leftBehind as [Report['leftBehind'][number]];
const [listed] = exampleReport.taken as [Report['taken'][number]];
const [credential] = exampleReport.credentials as [Report['credentials'][number]];
const [node] = exampleReport.identities.nodes as [Report['identities']['nodes'][number]];
const [edge] = exampleReport.identities.edges as [Report['identities']['edges'][number]];
const [gap] = exampleReport.gaps as [Report['gaps'][number]];
const [step] = exampleReport.timeline.steps as [Report['timeline']['steps'][number]];
const pod = { group: '', resource: 'pods', namespace: 'shop', name: 'cart-0' };
const DANGERS = ['rights', 'credential', 'code', 'interception', 'other'] as const;
const STATES = ['there', 'changed since', 'deleted', 'unknown'] as const;
const NODE_KINDS = ['serviceAccount', 'node', 'user', 'anonymous', 'unknown'] as const;
const OUTCOMES = ['allowed', 'denied', 'failed', 'unknown'] as const;
const PHASES = [
  'recon',
  'access',
  'escalation',
  'persistence',
  'evasion',
  'impact',
  'use',
] as const;

const certificate = {
  ...credential,
  id: 'X509SHA256=b5ca7bd05630346c44845560b0fc15b08a7c59f3266345ff6c1694ab859b2d13',
  kind: 'certificate' as const,
  pod: null,
  secret: { namespace: 'shop', name: 'ca' },
  issued: {
    ...(credential.issued as NonNullable<typeof credential.issued>),
    boundTo: { kind: 'Secret', name: 'ca', uid: 'd8ab7e5c-5de6-41b1-9dcc-0a8a5f6c2a11' },
    expirationSeconds: 3600,
    expires: '2026-11-20T13:19:26.341712Z',
    audiences: ['https://kubernetes.default.svc', 'vault'],
  },
  usedAfterEnd: {
    what: 'expiry' as const,
    ended: '2026-11-20T13:19:26.341712Z',
    firstUse: '2026-11-20T13:40:12.522486Z',
    proof: { events: ['affe2a5e'], count: 3 },
  },
};

/** The example, and after it whatever else a report may hold: every kind, link, state, phase and outcome. */
export const wideReport: Report = {
  ...exampleReport,
  subject: {
    ...exampleReport.subject,
    asked: [
      ...exampleReport.subject.asked,
      { kind: 'credential', value: 'JTI=0560605d-f9ab-485b-ad4b-e7883cf09e7d' },
      { kind: 'pod', value: 'payments/checkout-6c5d8f7b9c-hv9td' },
      { kind: 'sourceIP', value: '198.51.100.23' },
      { kind: 'user', value: 'mallory' },
      { kind: 'userAgent', value: 'curl/8.14.1' },
      { kind: 'alert', value: '0f9be8228fb94662f10de4fed6422645' },
    ],
    since: '2026-11-20T12:00:00.000000Z',
    until: '2026-11-20T15:00:00.000000Z',
  },
  credentials: [
    ...exampleReport.credentials,
    certificate,
    {
      ...certificate,
      id: 'pod:shop/cart-0',
      kind: 'unknown',
      confidence: 'possible',
      issued: null,
    },
  ],
  timeline: {
    ...exampleReport.timeline,
    steps: [
      ...exampleReport.timeline.steps,
      ...PHASES.flatMap((phase) =>
        OUTCOMES.map((outcome) => ({
          ...step,
          id: `step-${phase}-${outcome}`,
          phase,
          outcome,
          whose: 'suspect' as const,
          dryRun: outcome === 'unknown',
          text: `did something of ${phase} that ${outcome}`,
        })),
      ),
    ],
    omitted: 7,
  },
  taken: [
    ...exampleReport.taken,
    { ...listed, id: 'taken-some', scope: 'selection', selector: 'app=cart', confidence: 'likely' },
    ...(['exec', 'log', 'podToken'] as const).map((kind) => ({
      ...listed,
      id: `taken-${kind}`,
      kind,
      object: pod,
      scope: 'object' as const,
      how: [kind],
      serviceAccount: 'shop:cart',
      command: 'cat /var/run/secrets/kubernetes.io/serviceaccount/token',
      confidence: 'possible' as const,
      text: `${kind} of pod shop/cart-0`,
    })),
  ],
  leftBehind: [
    ...exampleReport.leftBehind,
    ...DANGERS.flatMap((danger) =>
      STATES.map((state) => ({
        ...left,
        id: `left-${danger}-${state.replace(' ', '-')}`,
        object: { ...left.object, namespace: 'shop', name: state === 'unknown' ? null : danger },
        deed: 'changed' as const,
        danger,
        state,
        ended: state === 'there' || state === 'unknown' ? null : left.ended,
      })),
    ),
  ],
  identities: {
    nodes: [
      ...exampleReport.identities.nodes,
      ...NODE_KINDS.map((kind, at) => ({
        ...node,
        id: `${kind}-of-mallory`,
        label: `${kind}-of-mallory`,
        kind,
        subject: false,
        depth: 1,
        acted: at % 2 === 0,
        confidence: 'possible' as const,
      })),
    ],
    edges: [
      ...exampleReport.identities.edges,
      ...LINKS.map((link, at) => ({
        ...edge,
        id: `edge-${at}`,
        to: `${NODE_KINDS[at % NODE_KINDS.length]}-of-mallory`,
        link,
      })),
    ],
    limited: true,
  },
  gaps: [
    ...exampleReport.gaps,
    ...(
      ['log ends early', 'silence', 'stages', 'level', 'truncated', 'unreadable', 'limit'] as const
    ).map((kind, at) => ({ ...gap, id: `gap-${at}`, kind, count: at })),
  ],
};

/** What stands before a hostile text: markup, quotes, shell, escape sequences, bidirectional controls, line breaks. */
const PREFIXES = [
  '<script>alert(document.domain)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  '</script></style></title><svg onload=alert(1)>',
  '\u001b[31m\u001b]0;owned\u0007',
  '\u202Egnp.\u2066',
  'first line\r\nsecond line\u2028third\u0085',
  "'; $(reboot) `reboot` #",
  '\u0000\u009b2J',
  'javascript:alert(1)//&lt;b&gt;&#x3c;',
  '\ud800\u200b\u00a0\u2800',
  '{{7*7}}${7*7}',
];

/** Ids that are hashes, and times: they never hold a client's text. */
const OURS =
  /^(?:[0-9a-f]{8}|[0-9a-f]{32}|(?:origin|step|reason|taken|left|edge|action|gap)-.*|\d{4}-\d\d-\d\dT.*Z)$/;

/** The same text always gives the same, so that what refers to each other still does. */
function hostile(text: string): string {
  let sum = 0;
  for (let at = 0; at < text.length; at++) sum = (sum * 31 + text.charCodeAt(at)) % 1_000_003;
  const prefix = PREFIXES[sum % PREFIXES.length] as string;
  return /curl|kubectl/.test(text) ? prefix.repeat(400).slice(0, 10_000) + text : prefix + text;
}

interface Schema {
  readonly def: {
    readonly type: string;
    readonly shape?: Readonly<Record<string, Schema>>;
    readonly element?: Schema;
    readonly innerType?: Schema;
    readonly valueType?: Schema;
  };
}

/** The value with every free text in it changed, as its schema says which are. */
function changed(value: unknown, { def }: Schema, change: (text: string) => string): unknown {
  if (value === null) return null;
  if (def.type === 'string') return OURS.test(value as string) ? value : change(value as string);
  if (def.innerType !== undefined) return changed(value, def.innerType, change);
  const { element, shape, valueType } = def;
  if (element !== undefined) {
    return (value as unknown[]).map((one) => changed(one, element, change));
  }
  if (typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => {
      const schema = shape?.[key] ?? valueType;
      return [key, schema === undefined ? one : changed(one, schema, change)];
    }),
  );
}

/** A report in which every name, agent, path and sentence is what `change` makes of it. */
export function withTexts(value: Report, change: (text: string) => string): Report {
  return changed(value, report, change) as Report;
}

/** The wide report as somebody who chose every name, agent and path would have it. */
export const hostileReport = withTexts(wideReport, hostile);
