import { type Random, randomFrom } from '../random.ts';
import { bodyOf } from './bodies.ts';
import { numberedSender, type Sender } from './numbered-account.ts';
import { isTheft, type LogShape } from './shape.ts';

const START = Date.parse('2026-11-20T00:00:00Z');
const VERBS = ['get', 'get', 'get', 'list', 'watch', 'update', 'patch', 'create'];
const RESOURCES = [
  'pods',
  'configmaps',
  'endpoints',
  'leases',
  'nodes',
  'services',
  'events',
  'secrets',
];

const WRITES: ReadonlySet<string> = new Set(['update', 'patch', 'create']);
const SENSITIVE: ReadonlySet<string> = new Set(['nodes', 'secrets', 'pods']);

/** When a millisecond of the log was, to the second: `2026-11-20T00:00:00`, 19 characters. */
export function secondOf(millisecond: number): string {
  return new Date(START + millisecond).toISOString().slice(0, 19);
}

/** Makes the events of a log, in order from the first, one a millisecond. 55% are ServiceAccounts'. */
export function createEvents(shape: LogShape): (event: number) => object {
  const random = randomFrom(42);
  const hex = (digits: number) =>
    Array.from({ length: digits }, () => random(16).toString(16)).join('');
  const uuid = () => `${hex(8)}-${hex(4)}-4${hex(3)}-8${hex(3)}-${hex(12)}`;
  const pick = <T>(list: readonly T[]): T => list[random(list.length)] as T;
  const accountOf = createAccounts(random, uuid, shape.accounts === undefined ? undefined : SHARED);
  const nodeOf = () => nodeClient(random(25));
  const bodies = createBodies(shape, hex);

  return (i) => {
    const theft = isTheft(shape, i);
    const drawn = pick(VERBS);
    // Most reads of secrets are nodes': a day full of alerts would measure the alerts.
    const byAccount = random(100) < 55 || theft;
    const client = byAccount ? accountOf() : nodeOf();
    const resource = theft ? 'secrets' : pick(client.resources);
    // Whoever changes those makes alerts, too.
    const isSensitive = SENSITIVE.has(resource) && WRITES.has(drawn);
    const verb = theft ? 'list' : isSensitive ? 'get' : drawn;
    const namespace = client.namespace ?? `team-${random(40)}`;
    const name = `${resource}-${client.names === undefined ? random(500) : client.names + random(5)}`;
    const stamp = (micros: number) =>
      `${secondOf(Math.floor(micros / 1000))}.${String(micros % 1_000_000).padStart(6, '0')}Z`;
    const body = random(100) < bodies.percent && (verb !== 'get' || shape.variant !== 'usual');
    return {
      kind: 'Event',
      apiVersion: 'audit.k8s.io/v1',
      level: body ? bodies.level : 'Metadata',
      auditID: uuid(),
      stage: 'ResponseComplete',
      requestURI: `/api/v1/namespaces/${namespace}/${resource}/${name}?timeout=10s`,
      verb,
      ...(byAccount && shape.accounts !== undefined ? numberedSender(0) : senderOf(client)),
      objectRef: { resource, namespace, name, apiVersion: 'v1' },
      responseStatus: { metadata: {}, code: random(50) === 0 && !theft ? 404 : 200 },
      ...(body && bodies.next()),
      requestReceivedTimestamp: stamp(i * 1000),
      stageTimestamp: stamp(i * 1000 + 800),
      annotations: {
        'authorization.k8s.io/decision': 'allow',
        'authorization.k8s.io/reason': `RBAC: allowed by ClusterRoleBinding "${client.binding}" of ClusterRole "app"`,
      },
    };
  };
}

const NODE_GROUPS = ['system:nodes', 'system:authenticated'];

/** Who sends requests, from where and by what: a pod has one address and runs one program. */
interface Client {
  readonly user: object;
  readonly address: string;
  readonly agent: string;
  /** What it asks for: programs do the same over and over. */
  readonly resources: readonly string[];
  /** In which namespace; absent: any. */
  readonly namespace?: string;
  /** Its objects' names are five, from this number on; absent: any. */
  readonly names?: number;
  readonly binding: string;
}

function nodeClient(n: number): Client {
  const user = { username: `system:node:worker-${n}`, groups: NODE_GROUPS };
  const binding = `team-${n % 40}`;
  return { user, address: `10.4.0.${n + 10}`, agent: 'kubelet', resources: RESOURCES, binding };
}

function senderOf({ user, address, agent }: Client): Sender {
  const userAgent = `${agent}/v1.34.1 (linux/amd64) kubernetes/7b1d3a2`;
  return { user, sourceIPs: [address], userAgent };
}

/** What numbered accounts ask for: in another block, others stand where these did. */
const SHARED = ['configmaps', 'endpoints'];

/** 200 accounts with 4 tokens each, drawn at random; `shared`: what all of them ask for. */
function createAccounts(
  random: Random,
  uuid: () => string,
  shared?: readonly string[],
): () => Client {
  const podUids = Array.from({ length: 400 }, uuid);
  const tokenIds = Array.from({ length: 800 }, uuid);
  return () => {
    const n = random(200);
    const namespace = `team-${n % 40}`;
    const user = {
      username: `system:serviceaccount:${namespace}:app-${n}`,
      uid: podUids[n],
      groups: [
        'system:serviceaccounts',
        `system:serviceaccounts:${namespace}`,
        'system:authenticated',
      ],
      extra: {
        'authentication.kubernetes.io/credential-id': [`JTI=${tokenIds[n * 4 + random(4)]}`],
        'authentication.kubernetes.io/node-name': [`worker-${n % 25}`],
        'authentication.kubernetes.io/node-uid': [podUids[n % 25]],
        'authentication.kubernetes.io/pod-name': [`app-${n}-5f6d8b7c9d-x2x4z`],
        'authentication.kubernetes.io/pod-uid': [podUids[n + 200]],
      },
    };
    return {
      user,
      address: `10.${n % 4}.${n % 25}.${n + 4}`,
      agent: `controller-${n % 30}`,
      resources: shared ?? [0, 1, 2].map((next) => RESOURCES[(n + next) % 7] as string),
      namespace,
      names: (n % 100) * 5,
      binding: `team-${n % 40}`,
    };
  };
}

/** What a variant's events carry: how many in a hundred, and what. */
interface Bodies {
  readonly percent: number;
  readonly level: string;
  /** The next event's bodies, under the names that they have in an event. */
  next(): object;
}

function createBodies({ variant }: LogShape, hex: (digits: number) => string): Bodies {
  // A generator of their own, so that the usual log stays what it was.
  const random = randomFrom(7);
  const pool = (bytes: () => number) => {
    const bodies = Array.from({ length: 64 }, () => bodyOf(bytes(), random));
    return () => bodies[random(bodies.length)] as object;
  };
  if (variant === 'usual') return { percent: 6, level: 'Request', next: () => podBody(hex) };
  if (variant === 'long') {
    const response = pool(() => 102_000);
    return { percent: 100, level: 'RequestResponse', next: () => ({ responseObject: response() }) };
  }
  const body = pool(() => 2000 + random(8000));
  const next = () => ({ requestObject: body(), responseObject: body() });
  return { percent: 60, level: 'RequestResponse', next };
}

function podBody(hex: (digits: number) => string): object {
  return {
    requestObject: {
      kind: 'Pod',
      spec: {
        containers: Array.from({ length: 5 }, () => ({
          name: hex(20),
          image: `registry/${hex(60)}`,
          env: [{ name: hex(30), value: hex(120) }],
        })),
      },
    },
  };
}
