import type { Credential } from '../../src/investigate/report/credential.ts';
import type { IdentityEdge, IdentityNode } from '../../src/investigate/report/identity.ts';
import type { LeftBehind } from '../../src/investigate/report/left-behind.ts';
import type { Origin } from '../../src/investigate/report/origin.ts';
import type { Taken } from '../../src/investigate/report/taken.ts';
import type { Step } from '../../src/investigate/report/timeline.ts';
import { formatTime } from '../../src/record/time.ts';
import { HOUR, START, THIEF } from './acts.ts';

/** Parts of a report, each with what a test changes. */

const PROOF = { events: ['e0'], count: 1 };
const FIRST = formatTime(START);
const LAST = formatTime(START + HOUR);

/** A stolen token of a pod. */
export function credential(changes: Partial<Credential> = {}): Credential {
  return {
    id: 'JTI=1',
    kind: 'bound',
    identity: THIEF,
    whose: 'suspect',
    confidence: 'certain',
    pod: { namespace: 'prod', name: 'payment-0', uid: 'u' },
    node: 'worker-1',
    secret: null,
    issued: null,
    firstUse: FIRST,
    lastUse: LAST,
    requests: 10,
    origins: ['o1'],
    siblings: [],
    ended: null,
    usedAfterEnd: null,
    refused: null,
    ...changes,
  };
}

/** A place that departs from the account's own. */
export function origin(changes: Partial<Origin> = {}): Origin {
  return {
    id: 'o1',
    identity: THIEF,
    credentials: ['JTI=1'],
    address: '203.0.113.7',
    program: 'curl/8.5.0',
    userAgents: ['curl/8.5.0'],
    pods: [],
    nodes: [],
    firstUse: FIRST,
    lastUse: LAST,
    requests: 10,
    denied: 0,
    whose: 'suspect',
    why: 'another address',
    departures: [],
    together: [],
    ...changes,
  };
}

/** A departure from a day of history. */
export function departure(
  kind: Origin['departures'][number]['kind'] = 'address',
  historySeconds = 86_400,
): Origin['departures'][number] {
  return { kind, value: '203.0.113.7', first: FIRST, historySeconds, proof: PROOF };
}

/** A list of all Secrets. */
export function step(changes: Partial<Step> = {}): Step {
  return {
    id: 's1',
    phase: 'access',
    whose: 'suspect',
    identity: THIEF,
    as: null,
    credential: 'JTI=1',
    origin: 'o1',
    first: FIRST,
    last: LAST,
    count: 1,
    outcome: 'allowed',
    codes: [200],
    verb: 'list',
    group: '',
    resource: 'secrets',
    subresource: null,
    namespaces: [],
    names: [],
    more: 0,
    dryRun: false,
    text: 'listed secrets in all namespaces',
    alerts: [],
    proof: PROOF,
    ...changes,
  };
}

/** A Secret that was read by name. */
export function taken(changes: Partial<Taken> = {}): Taken {
  return {
    id: 't1',
    kind: 'secret',
    object: { group: '', resource: 'secrets', namespace: 'prod', name: 'db' },
    scope: 'object',
    selector: null,
    how: ['get'],
    whose: 'suspect',
    identity: THIEF,
    first: FIRST,
    last: LAST,
    count: 1,
    credential: null,
    serviceAccount: null,
    command: null,
    confidence: 'certain',
    text: 'Secret prod/db was read (get)',
    proof: PROOF,
    ...changes,
  };
}

/** A binding to cluster-admin. */
export function left(changes: Partial<LeftBehind> = {}): LeftBehind {
  return {
    id: 'l1',
    object: {
      group: 'rbac.authorization.k8s.io',
      resource: 'clusterrolebindings',
      namespace: null,
      name: 'helper',
    },
    deed: 'created',
    what: 'binds ClusterRole cluster-admin to ServiceAccount tools/default',
    danger: 'rights',
    whose: 'suspect',
    identity: THIEF,
    first: FIRST,
    last: LAST,
    state: 'there',
    ended: null,
    beneficiaries: ['system:serviceaccount:tools:default'],
    confidence: 'certain',
    proof: PROOF,
    ...changes,
  };
}

/** The account that the trail starts from. */
export function node(changes: Partial<IdentityNode> = {}): IdentityNode {
  return {
    id: THIEF,
    kind: 'serviceAccount',
    label: 'prod/payment',
    subject: true,
    depth: 0,
    reached: FIRST,
    acted: true,
    requests: 10,
    first: FIRST,
    last: LAST,
    confidence: 'certain',
    ...changes,
  };
}

/** A token that was minted for another account. */
export function edge(changes: Partial<IdentityEdge> = {}): IdentityEdge {
  return {
    id: 'x1',
    from: THIEF,
    to: 'system:serviceaccount:ci:deployer',
    link: 'minted token',
    credential: 'JTI=2',
    time: FIRST,
    text: 'a token was minted',
    confidence: 'certain',
    proof: PROOF,
    ...changes,
  };
}
