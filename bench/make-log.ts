/**
 * Writes an audit log shaped like a busy cluster's to standard output or a file:
 *   node bench/make-log.ts [EVENTS] [FILE]
 * Seeded: the same arguments give the same bytes. 55% of the calls are ServiceAccounts', with
 * `user.extra`; 6% carry bodies. 1,000 events a second of event time.
 */

import { once } from 'node:events';
import { createWriteStream } from 'node:fs';

const EVENTS = Number(process.argv[2] ?? 100_000);
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

let state = 42;
function random(below: number): number {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
  return Math.floor((state / 2 ** 32) * below);
}
const hex = (digits: number) =>
  Array.from({ length: digits }, () => random(16).toString(16)).join('');
const uuid = () => `${hex(8)}-${hex(4)}-4${hex(3)}-8${hex(3)}-${hex(12)}`;
const pick = <T>(list: readonly T[]): T => list[random(list.length)] as T;
const POD_UIDS = Array.from({ length: 400 }, uuid);
const TOKEN_IDS = Array.from({ length: 800 }, uuid);

function serviceAccount() {
  const n = random(200);
  const namespace = `team-${n % 40}`;
  return {
    username: `system:serviceaccount:${namespace}:app-${n}`,
    uid: POD_UIDS[n],
    groups: [
      'system:serviceaccounts',
      `system:serviceaccounts:${namespace}`,
      'system:authenticated',
    ],
    extra: {
      'authentication.kubernetes.io/credential-id': [`JTI=${TOKEN_IDS[n * 4 + random(4)]}`],
      'authentication.kubernetes.io/node-name': [`worker-${n % 25}`],
      'authentication.kubernetes.io/node-uid': [POD_UIDS[n % 25]],
      'authentication.kubernetes.io/pod-name': [`app-${n}-5f6d8b7c9d-x2x4z`],
      'authentication.kubernetes.io/pod-uid': [POD_UIDS[n + 200]],
    },
  };
}

function node() {
  return {
    username: `system:node:worker-${random(25)}`,
    groups: ['system:nodes', 'system:authenticated'],
  };
}

function event(i: number): object {
  const verb = pick(VERBS);
  // Most reads of secrets are nodes': a day full of alerts would measure the alerts.
  const byAccount = random(100) < 55;
  const resource = byAccount ? pick(RESOURCES.slice(0, 7)) : pick(RESOURCES);
  const namespace = `team-${random(40)}`;
  const name = `${resource}-${random(500)}`;
  const stamp = (micros: number) =>
    `${new Date(START + Math.floor(micros / 1000)).toISOString().slice(0, 20)}${String(micros % 1_000_000).padStart(6, '0')}Z`;
  const body = random(100) < 6 && verb !== 'get';
  return {
    kind: 'Event',
    apiVersion: 'audit.k8s.io/v1',
    level: body ? 'Request' : 'Metadata',
    auditID: uuid(),
    stage: 'ResponseComplete',
    requestURI: `/api/v1/namespaces/${namespace}/${resource}/${name}?timeout=10s`,
    verb,
    user: byAccount ? serviceAccount() : node(),
    sourceIPs: [`10.${random(4)}.${random(200)}.${random(250)}`],
    userAgent: `controller-${random(30)}/v1.34.1 (linux/amd64) kubernetes/7b1d3a2`,
    objectRef: { resource, namespace, name, apiVersion: 'v1' },
    responseStatus: { metadata: {}, code: random(50) === 0 ? 404 : 200 },
    ...(body && {
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
    }),
    requestReceivedTimestamp: stamp(i * 1000),
    stageTimestamp: stamp(i * 1000 + 800),
    annotations: {
      'authorization.k8s.io/decision': 'allow',
      'authorization.k8s.io/reason': `RBAC: allowed by ClusterRoleBinding "team-${random(40)}" of ClusterRole "app"`,
    },
  };
}

const path = process.argv[3];
const out = path === undefined ? process.stdout : createWriteStream(path);
for (let i = 0; i < EVENTS; i += 1000) {
  const lines: string[] = [];
  for (let j = i; j < Math.min(i + 1000, EVENTS); j++) lines.push(`${JSON.stringify(event(j))}\n`);
  if (!out.write(lines.join(''))) await once(out, 'drain');
}
if (path !== undefined) out.end();
