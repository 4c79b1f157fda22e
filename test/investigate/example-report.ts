/**
 * The story of samples/token-theft as a report, told by hand: what a reader should get, for whatever shows
 * reports. Events and alerts are those of the sample.
 */
import { readFileSync } from 'node:fs';
import type { Action } from '../../src/investigate/report/action.ts';
import type { Proof } from '../../src/investigate/report/common.ts';
import type { Credential } from '../../src/investigate/report/credential.ts';
import type { Gap } from '../../src/investigate/report/gap.ts';
import type { Identities } from '../../src/investigate/report/identity.ts';
import type { Report } from '../../src/investigate/report/index.ts';
import type { LeftBehind } from '../../src/investigate/report/left-behind.ts';
import type { Origin } from '../../src/investigate/report/origin.ts';
import type { Taken } from '../../src/investigate/report/taken.ts';
import type { AlertRef, Phase, Step } from '../../src/investigate/report/timeline.ts';
import type { Verdict } from '../../src/investigate/report/verdict.ts';

const { alerts, evidence } = JSON.parse(
  readFileSync(new URL('./example-events.json', import.meta.url), 'utf8'),
) as { alerts: AlertRef[]; evidence: Report['evidence'] };

const CHECKOUT = 'system:serviceaccount:payments:checkout';
const DEPLOYER = 'system:serviceaccount:ci:deployer';
const TOOLS = 'system:serviceaccount:tools:default';
const FLUX = 'system:serviceaccount:flux-system:kustomize-controller';
const WORKER = 'system:node:worker-2';
const ALICE = 'alice@example.com';

const STOLEN = 'JTI=0560605d-f9ab-485b-ad4b-e7883cf09e7d';
const LEGACY = 'system:serviceaccount:ci:deployer@198.51.100.23';
const MINTED = 'JTI=afaedbe4-88b1-48e0-aa0d-73cb6741a1ec';
const POD = { namespace: 'payments', name: 'checkout-6c5d8f7b9c-hv9td' };
const POD_UID = 'fc991d6e-c325-4aff-8053-372e58367e00';

const HOME = 'origin-3f0c1a77';
const CURL = 'origin-9b52e4d0';
const PYTHON = 'origin-51d7a8fe';
const DEPLOYER_KUBECTL = 'origin-c2269b13';
const TOOLS_KUBECTL = 'origin-7ae8054c';

/** The events that prove a claim, by the beginning of their audit ids. */
function proof(ids: string, count?: number): Proof {
  const events = ids.split(' ');
  return { events, count: count ?? events.length };
}

const at = (id: string) => evidence[id]?.time ?? '';

const alertsOf = (...rules: string[]) =>
  alerts.filter(({ rule }) => rules.includes(rule)).map(({ id }) => id);

const LISTED = 'ae3424df';
const TOKEN_ISSUED = '5a7aa150';

const verdict: Verdict = {
  verdict: 'compromised',
  confidence: 'certain',
  sentence:
    'The token of pod payments/checkout-6c5d8f7b9c-hv9td was used from 198.51.100.23 since 2026-11-20 12:41:10 to list all ' +
    'Secrets of the cluster, to reach 3 other ServiceAccounts and to give cluster-admin away.',
  reasons: [
    {
      id: 'reason-places',
      text: 'one token was used from 10.244.2.10, the address of its pod, and from 198.51.100.23 at the same time',
      weighs: 'for',
      confidence: 'certain',
      proof: proof('48fd6ffd e7c74d0f'),
    },
    {
      id: 'reason-chain',
      text: 'a critical alert: Stolen ServiceAccount Token Explores and Takes Secrets',
      weighs: 'for',
      confidence: 'certain',
      proof: proof('969bdf28 1a7bba1d 49c043f9'),
    },
    {
      id: 'reason-admin',
      text: 'it bound cluster-admin to ServiceAccount tools/default, whose token it had minted',
      weighs: 'for',
      confidence: 'certain',
      proof: proof('8c117dbf cee77754'),
    },
    {
      id: 'reason-refused',
      text: 'nothing was allowed to it after 2026-11-20 14:36:10, when the pod was deleted',
      weighs: 'against',
      confidence: 'likely',
      proof: proof('41863b81 e4593526', 3),
    },
  ],
};

/** The tokens that the kubelet got for the pod before and after the stolen one: id, issue, first and last use. */
const ROTATION: readonly (readonly [string, string | null, string, string, number])[] = [
  ['JTI=6a6fefa7-1f79-4d0c-a69e-9fac465b26e6', null, '08d8e8fc', 'fdb64a6f', 66],
  ['JTI=57a99ab2-8f2f-4f45-ac2a-f5b00445b781', '250a3e5c', 'e7dc5324', '51a7576f', 72],
  ['JTI=df6231e0-8343-4c5e-a758-f838e67db143', '11f24e74', '0a915c69', '4a143e72', 72],
  ['JTI=f2150b50-16f2-4a06-91ef-08e7f7f06190', '1bba2025', '337ef088', '817d841b', 72],
  ['JTI=488ddf5f-f6c6-4ab1-90c7-4ec5f90e51e3', 'fbbf3479', '2fbfa4fc', 'dcdaa89e', 60],
];

function issuedByKubelet(event: string): Credential['issued'] {
  return {
    time: at(event),
    by: WORKER,
    byCredential: evidence[event]?.credentialId ?? null,
    boundTo: null,
    expirationSeconds: null,
    expires: null,
    audiences: null,
    proof: proof(event),
  };
}

const bound: Credential = {
  id: STOLEN,
  kind: 'bound',
  identity: CHECKOUT,
  whose: 'suspect',
  confidence: 'certain',
  pod: { ...POD, uid: POD_UID },
  node: 'worker-2',
  secret: null,
  issued: issuedByKubelet(TOKEN_ISSUED),
  firstUse: at('14b94de2'),
  lastUse: at('c0ea78a7'),
  requests: 30_976,
  origins: [HOME, CURL, PYTHON],
  siblings: ROTATION.map(([id]) => id),
  ended: {
    what: 'pod',
    time: at('38badd59'),
    by: ALICE,
    confidence: 'certain',
    proof: proof('38badd59'),
  },
  usedAfterEnd: null,
  refused: {
    count: 3,
    first: at('41863b81'),
    last: at('e4593526'),
    confidence: 'likely',
    proof: proof('41863b81 354290ca e4593526'),
  },
};

const credentials: Credential[] = [
  bound,
  {
    ...bound,
    id: LEGACY,
    kind: 'legacy',
    identity: DEPLOYER,
    confidence: 'likely',
    pod: null,
    node: null,
    secret: { namespace: 'ci', name: 'deployer-token' },
    issued: null,
    firstUse: at('7f7657ae'),
    lastUse: at('cee77754'),
    requests: 4,
    origins: [DEPLOYER_KUBECTL],
    siblings: [],
    ended: {
      what: 'secret',
      time: at('cfb3823e'),
      by: ALICE,
      confidence: 'certain',
      proof: proof('cfb3823e'),
    },
    refused: {
      count: 1,
      first: at('3d379ade'),
      last: at('3d379ade'),
      confidence: 'possible',
      proof: proof('3d379ade'),
    },
  },
  {
    ...bound,
    id: MINTED,
    kind: 'unbound',
    identity: TOOLS,
    pod: null,
    node: null,
    issued: {
      ...(issuedByKubelet('8c117dbf') as NonNullable<Credential['issued']>),
      by: DEPLOYER,
      byCredential: LEGACY,
    },
    firstUse: at('df39deef'),
    lastUse: at('5936a83c'),
    requests: 3,
    origins: [TOOLS_KUBECTL],
    siblings: [],
    ended: null,
    refused: null,
  },
  ...ROTATION.map(
    ([id, issue, first, last, requests]): Credential => ({
      ...bound,
      id,
      whose: 'own',
      issued: issue === null ? null : issuedByKubelet(issue),
      firstUse: at(first),
      lastUse: at(last),
      requests,
      origins: [HOME],
      siblings: [STOLEN, ...ROTATION.map(([other]) => other)].filter((other) => other !== id),
      refused: null,
    }),
  ),
];

const THERE: Origin = {
  id: CURL,
  identity: CHECKOUT,
  credentials: [STOLEN],
  address: '198.51.100.23',
  program: 'curl',
  userAgents: ['curl/8.14.1'],
  pods: ['payments/checkout-6c5d8f7b9c-hv9td'],
  nodes: ['worker-2'],
  firstUse: at('e7c74d0f'),
  lastUse: at('1427455e'),
  requests: 16,
  denied: 3,
  whose: 'suspect',
  why: 'an address outside of the cluster, after 2h 41m from 10.244.2.10 only',
  departures: [
    ['address', '198.51.100.23', 'e7c74d0f'],
    ['program', 'curl', 'e7c74d0f'],
    ['verb', 'create', '969bdf28'],
    ['resource', 'secrets', '49c043f9'],
    ['namespace', 'kube-system', 'fa326ffa'],
  ].map(([kind, value, event]) => ({
    kind: kind as Origin['departures'][number]['kind'],
    value: value as string,
    first: at(event as string),
    historySeconds: 9670,
    proof: proof(event as string),
  })),
  together: [
    {
      origin: HOME,
      from: at('48fd6ffd'),
      until: at('b365dc51'),
      proof: proof('48fd6ffd e7c74d0f'),
    },
  ],
};

const origins: Origin[] = [
  THERE,
  {
    ...THERE,
    id: PYTHON,
    program: 'python-requests',
    userAgents: ['python-requests/2.32.5'],
    firstUse: at('c0ea2cdd'),
    lastUse: at('c0ea78a7'),
    requests: 30_888,
    denied: 0,
    why: 'the address of the first suspect requests, with another program',
    departures: THERE.departures.slice(1, 2).map((departure) => ({
      ...departure,
      value: 'python-requests',
      first: at('c0ea2cdd'),
      historySeconds: 16_200,
      proof: proof('c0ea2cdd'),
    })),
    together: [],
  },
  {
    ...THERE,
    id: DEPLOYER_KUBECTL,
    identity: DEPLOYER,
    credentials: [LEGACY],
    program: 'kubectl',
    userAgents: ['kubectl/v1.33.5 (linux/amd64) kubernetes/8a5fbe4'],
    pods: [],
    nodes: [],
    firstUse: at('7f7657ae'),
    lastUse: at('cee77754'),
    requests: 4,
    denied: 0,
    why: 'an address that is suspect already; no other use of this account is in the log',
    departures: [],
    together: [],
  },
  {
    ...THERE,
    id: TOOLS_KUBECTL,
    identity: TOOLS,
    credentials: [MINTED],
    program: 'kubectl',
    userAgents: ['kubectl/v1.33.5 (linux/amd64) kubernetes/8a5fbe4'],
    pods: [],
    nodes: [],
    firstUse: at('df39deef'),
    lastUse: at('5936a83c'),
    requests: 3,
    denied: 0,
    why: 'a token that was minted with a stolen one',
    departures: [],
    together: [],
  },
  {
    ...THERE,
    id: HOME,
    credentials: [STOLEN, ...ROTATION.map(([id]) => id)],
    address: '10.244.2.10',
    program: 'checkout',
    userAgents: ['checkout/v1.18.0 (linux/amd64) kubernetes/$Format'],
    firstUse: at('08d8e8fc'),
    lastUse: at('dcdaa89e'),
    requests: 414,
    denied: 0,
    whose: 'own',
    why: 'all tokens of the pod were used from here, from their first to their last minute',
    departures: [],
    together: [
      {
        origin: CURL,
        from: at('48fd6ffd'),
        until: at('b365dc51'),
        proof: proof('48fd6ffd e7c74d0f'),
      },
    ],
  },
];

type StepParts = Partial<Step> & Pick<Step, 'text' | 'proof'>;

/** A step by checkout's token with curl, unless `parts` say otherwise. */
function step(id: string, phase: Phase, parts: StepParts): Step {
  const first = evidence[parts.proof.events[0] as string];
  const last = evidence[parts.proof.events.at(-1) as string];
  return {
    id: `step-${id}`,
    phase,
    whose: 'suspect',
    identity: CHECKOUT,
    as: null,
    credential: STOLEN,
    origin: CURL,
    first: first?.time ?? '',
    last: last?.time ?? '',
    count: parts.proof.count,
    outcome: (first?.code ?? 0) < 400 ? 'allowed' : 'denied',
    codes: [first?.code ?? 200],
    verb: first?.verb ?? null,
    group: '',
    resource: first?.resource ?? null,
    subresource: first?.subresource ?? null,
    namespaces: first?.namespace == null ? [] : [first.namespace],
    names: first?.name == null ? [] : [first.name],
    more: 0,
    dryRun: false,
    alerts: [],
    ...parts,
  };
}

const byDeployer = { identity: DEPLOYER, credential: LEGACY, origin: DEPLOYER_KUBECTL };
const byTools = { identity: TOOLS, credential: MINTED, origin: TOOLS_KUBECTL };
const AUTHORIZATION = 'authorization.k8s.io';
const RBAC = 'rbac.authorization.k8s.io';

const steps: Step[] = [
  step('own-settings', 'use', {
    whose: 'own',
    origin: HOME,
    text: 'read configmap payments/checkout-settings',
    proof: proof('08d8e8fc dcdaa89e', 276),
  }),
  step('own-slices', 'use', {
    whose: 'own',
    origin: HOME,
    group: 'discovery.k8s.io',
    text: 'listed endpointslices in namespace payments',
    proof: proof('1f095b51 573762a1', 138),
  }),
  step('discovery', 'recon', {
    text: 'read /version and /apis',
    names: ['/version', '/apis'],
    proof: proof('e7c74d0f 7098f9ba'),
    alerts: [...alertsOf('sa_token_in_two_places'), ...alerts.slice(0, 1).map(({ id }) => id)],
  }),
  step('rules', 'recon', {
    group: AUTHORIZATION,
    text: 'asked for all it may do in a namespace',
    proof: proof('969bdf28'),
    alerts: alertsOf('sa_self_review').slice(0, 1),
  }),
  step('may-i', 'recon', {
    group: AUTHORIZATION,
    text: 'asked what it may do',
    proof: proof('98e3b7c7 d481b2a1', 4),
    alerts: alertsOf('sa_self_review').slice(1, 2),
  }),
  step('pods', 'recon', { text: 'listed pods in namespace payments', proof: proof('1a7bba1d') }),
  step('secrets-here', 'access', {
    text: 'listed secrets in namespace payments',
    proof: proof('49c043f9'),
    alerts: alertsOf('chain_01_stolen_token', 'sa_lists_secrets'),
  }),
  step('secrets-all', 'access', {
    text: 'listed secrets in all namespaces',
    proof: proof(LISTED),
    alerts: alertsOf('sa_lists_secrets_all_namespaces', 'secrets_read_with_script'),
  }),
  step('bind-denied', 'escalation', {
    group: RBAC,
    text: 'tried to create a clusterrolebinding',
    proof: proof('7d313c4b'),
    alerts: alertsOf('create_denied').slice(0, 1),
  }),
  step('pod-denied', 'escalation', {
    text: 'tried to create a pod in namespace kube-system',
    proof: proof('fa326ffa'),
    alerts: alertsOf('create_denied').slice(1, 2),
  }),
  step('exec-denied', 'access', {
    text: 'tried to run a command in pod payments/ledger-0',
    proof: proof('fb955fc9'),
    alerts: alertsOf('create_denied').slice(2),
  }),
  step('legacy', 'recon', {
    ...byDeployer,
    text: 'read /api',
    names: ['/api'],
    proof: proof('7f7657ae'),
    alerts: alertsOf('legacy_token_used'),
  }),
  step('accounts', 'recon', {
    ...byDeployer,
    text: 'listed serviceaccounts in all namespaces',
    proof: proof('48ff9442'),
  }),
  step('mint', 'access', {
    ...byDeployer,
    text: 'requested a token for serviceaccount tools/default',
    proof: proof('8c117dbf'),
    alerts: alertsOf('sa_requests_token_of_other', 'sa_token_requested'),
  }),
  step('tools', 'recon', {
    ...byTools,
    text: 'read /api/v1',
    names: ['/api/v1'],
    proof: proof('df39deef'),
    alerts: alertsOf('default_sa_api_call'),
  }),
  step('tools-pods', 'recon', {
    ...byTools,
    text: 'listed pods in all namespaces',
    proof: proof('d0c5812f'),
  }),
  step('tools-configmaps', 'access', {
    ...byTools,
    text: 'listed configmaps in all namespaces',
    proof: proof('5936a83c'),
    alerts: alertsOf('default_sa_api_call'),
  }),
  step('back', 'recon', {
    text: 'listed namespaces',
    proof: proof('affe2a5e'),
    alerts: alertsOf('stale_token_used'),
  }),
  step('nodes', 'recon', { text: 'listed nodes', proof: proof('1879db03') }),
  step('pods-all', 'recon', { text: 'listed pods in all namespaces', proof: proof('1427455e') }),
  step('bind', 'escalation', {
    ...byDeployer,
    as: FLUX,
    group: RBAC,
    text:
      'created clusterrolebinding metrics-reader, which binds ClusterRole cluster-admin to ServiceAccount ' +
      'tools/default, as ServiceAccount flux-system/kustomize-controller',
    proof: proof('cee77754'),
    alerts: alertsOf(
      'cluster_admin_bound',
      'default_sa_bound',
      'new_impersonator',
      'impersonates_service_account',
    ),
  }),
  step('matrix', 'recon', {
    origin: PYTHON,
    group: AUTHORIZATION,
    text: 'asked what it may do',
    proof: proof('c0ea2cdd c0ea78a7', 30_888),
    alerts: alertsOf('sa_access_matrix', 'sa_request_rate_spike', 'sa_request_rate_high'),
  }),
];

const ALL_SECRETS = { group: '', resource: 'secrets', namespace: null, name: null };

const listed: Taken = {
  id: 'taken-all-secrets',
  kind: 'secret',
  object: ALL_SECRETS,
  scope: 'cluster',
  selector: null,
  how: ['list'],
  whose: 'suspect',
  identity: CHECKOUT,
  first: at(LISTED),
  last: at(LISTED),
  count: 1,
  credential: null,
  serviceAccount: null,
  command: null,
  confidence: 'certain',
  text: 'Secrets in all namespaces were read (list): each of them must be taken as read',
  proof: proof(LISTED),
};

const taken: Taken[] = [
  listed,
  {
    ...listed,
    id: 'taken-payments-secrets',
    object: { ...ALL_SECRETS, namespace: 'payments' },
    scope: 'namespace',
    first: at('49c043f9'),
    last: at('49c043f9'),
    text: 'Secrets in namespace payments were read (list): each of them must be taken as read',
    proof: proof('49c043f9'),
  },
  {
    ...listed,
    id: 'taken-all-configmaps',
    kind: 'configmap',
    object: { ...ALL_SECRETS, resource: 'configmaps' },
    identity: TOOLS,
    first: at('5936a83c'),
    last: at('5936a83c'),
    text: 'ConfigMaps in all namespaces were read (list): each of them must be taken as read',
    proof: proof('5936a83c'),
  },
  {
    ...listed,
    id: 'taken-token',
    kind: 'token',
    object: { group: '', resource: 'serviceaccounts', namespace: 'tools', name: 'default' },
    scope: 'object',
    how: ['create token'],
    identity: DEPLOYER,
    first: at('8c117dbf'),
    last: at('8c117dbf'),
    credential: MINTED,
    serviceAccount: 'tools:default',
    text: 'a token of ServiceAccount tools/default was issued to it',
    proof: proof('8c117dbf'),
  },
  {
    ...listed,
    id: 'taken-own-settings',
    kind: 'configmap',
    object: {
      group: '',
      resource: 'configmaps',
      namespace: 'payments',
      name: 'checkout-settings',
    },
    scope: 'object',
    how: ['get'],
    whose: 'own',
    first: at('08d8e8fc'),
    last: at('dcdaa89e'),
    count: 276,
    text: 'ConfigMap payments/checkout-settings was read (get)',
    proof: proof('08d8e8fc dcdaa89e', 276),
  },
];

const leftBehind: LeftBehind[] = [
  {
    id: 'left-metrics-reader',
    object: {
      group: RBAC,
      resource: 'clusterrolebindings',
      namespace: null,
      name: 'metrics-reader',
    },
    deed: 'created',
    what: 'binds ClusterRole cluster-admin to ServiceAccount tools/default',
    danger: 'rights',
    whose: 'suspect',
    identity: DEPLOYER,
    first: at('cee77754'),
    last: at('cee77754'),
    state: 'deleted',
    ended: { time: at('99718493'), by: ALICE, whose: 'other', proof: proof('99718493') },
    beneficiaries: [TOOLS],
    confidence: 'certain',
    proof: proof('cee77754'),
  },
];

const identities: Identities = {
  nodes: [
    {
      id: CHECKOUT,
      kind: 'serviceAccount',
      label: 'payments/checkout',
      subject: true,
      depth: 0,
      reached: at('e7c74d0f'),
      acted: true,
      requests: 30_904,
      first: at('e7c74d0f'),
      last: at('c0ea78a7'),
      confidence: 'certain',
    },
    {
      id: DEPLOYER,
      kind: 'serviceAccount',
      label: 'ci/deployer',
      subject: false,
      depth: 1,
      reached: at(LISTED),
      acted: true,
      requests: 4,
      first: at('7f7657ae'),
      last: at('cee77754'),
      confidence: 'likely',
    },
    {
      id: TOOLS,
      kind: 'serviceAccount',
      label: 'tools/default',
      subject: false,
      depth: 2,
      reached: at('8c117dbf'),
      acted: true,
      requests: 3,
      first: at('df39deef'),
      last: at('5936a83c'),
      confidence: 'certain',
    },
    {
      id: FLUX,
      kind: 'serviceAccount',
      label: 'flux-system/kustomize-controller',
      subject: false,
      depth: 2,
      reached: at('cee77754'),
      acted: true,
      requests: 1,
      first: at('cee77754'),
      last: at('cee77754'),
      confidence: 'certain',
    },
  ],
  edges: [
    {
      id: 'edge-secret',
      from: CHECKOUT,
      to: DEPLOYER,
      link: 'read token Secret',
      credential: LEGACY,
      time: at(LISTED),
      text: 'Secret ci/deployer-token was among all Secrets that were listed; its token was used from 198.51.100.23 after that',
      confidence: 'likely',
      proof: proof(`${LISTED} 7f7657ae`),
    },
    {
      id: 'edge-mint',
      from: DEPLOYER,
      to: TOOLS,
      link: 'minted token',
      credential: MINTED,
      time: at('8c117dbf'),
      text: 'minted a token of ServiceAccount tools/default',
      confidence: 'certain',
      proof: proof('8c117dbf'),
    },
    {
      id: 'edge-flux',
      from: DEPLOYER,
      to: FLUX,
      link: 'impersonated',
      credential: null,
      time: at('cee77754'),
      text: 'impersonated ServiceAccount flux-system/kustomize-controller',
      confidence: 'certain',
      proof: proof('cee77754'),
    },
  ],
  limited: false,
};

const actions: Action[] = [
  {
    id: 'action-contain',
    kind: 'contain',
    title: 'Shut 198.51.100.23 out of the API server',
    why: 'all suspect requests came from there',
    commands: [],
    note: 'by the firewall or the security group in front of kube-apiserver; an address is quickly changed',
    about: [CHECKOUT],
  },
  {
    id: 'action-checkout',
    kind: 'revoke',
    title: 'Delete pod payments/checkout-6c5d8f7b9c-hv9td',
    why: 'its token ends with it; alice@example.com did so on 2026-11-20 14:36:10, make sure that it is gone',
    commands: [
      'kubectl --namespace=payments get pod checkout-6c5d8f7b9c-hv9td',
      'kubectl --namespace=payments delete pod checkout-6c5d8f7b9c-hv9td',
    ],
    note: 'its controller makes another pod, with another token: find out first how the token got out',
    about: [STOLEN],
  },
  {
    id: 'action-deployer',
    kind: 'revoke',
    title: 'Delete Secret ci/deployer-token',
    why: 'the token in it never ends; alice@example.com did so on 2026-11-20 14:37:05, make sure that it is gone',
    commands: ['kubectl --namespace=ci delete secret deployer-token'],
    note: 'whatever deploys with it stops: give it a token of the TokenRequest API',
    about: [LEGACY],
  },
  {
    id: 'action-tools',
    kind: 'revoke',
    title: 'Delete and make again ServiceAccount tools/default',
    why: 'a token of it was minted that is bound to nothing; it is valid until it expires, which the log has not',
    commands: ['kubectl --namespace=tools delete serviceaccount default'],
    note: 'kube-controller-manager makes a default account again at once; all other tokens of it end, too',
    about: [MINTED],
  },
  {
    id: 'action-binding',
    kind: 'remove',
    title: 'Make sure that ClusterRoleBinding metrics-reader is gone',
    why: 'it bound ClusterRole cluster-admin to ServiceAccount tools/default; alice@example.com deleted it',
    commands: ['kubectl get clusterrolebinding metrics-reader'],
    note: null,
    about: ['left-metrics-reader'],
  },
  {
    id: 'action-secrets',
    kind: 'rotate',
    title: 'Rotate every Secret of the cluster',
    why: 'all of them were listed, with their values, on 2026-11-20 12:44:31',
    commands: ['kubectl get secrets --all-namespaces'],
    note: 'first those of type kubernetes.io/service-account-token: each is a token that never ends',
    about: ['taken-all-secrets', 'taken-payments-secrets'],
  },
  {
    id: 'action-configmaps',
    kind: 'review',
    title: 'Look for passwords in ConfigMaps',
    why: 'all of them were listed on 2026-11-20 13:08:06',
    commands: ['kubectl get configmaps --all-namespaces'],
    note: null,
    about: ['taken-all-configmaps'],
  },
  {
    id: 'action-rights',
    kind: 'review',
    title: 'Take from ServiceAccount payments/checkout what it does not need',
    why: 'its own requests read 1 ConfigMap and listed endpointslices; it was allowed to list all Secrets',
    commands: ['satrap accounts --role payments:checkout …'],
    note: null,
    about: [CHECKOUT],
  },
];

const gaps: Gap[] = [
  {
    id: 'gap-start',
    kind: 'log starts late',
    text: 'the log begins on 2026-11-20 10:00:00, with the first token of the pod already in use',
    hides: 'how long the account has been in use, and what was done with it before',
    from: null,
    until: at('08d8e8fc'),
    count: null,
  },
  {
    id: 'gap-bodies',
    kind: 'bodies',
    text: 'requests for tokens were logged without bodies',
    hides: 'when the minted token ends and for whom it is meant',
    from: at('8c117dbf'),
    until: at('8c117dbf'),
    count: 1,
  },
  {
    id: 'gap-names',
    kind: 'names',
    text: 'lists name no objects',
    hides: 'which Secrets and ConfigMaps there were when they were listed',
    from: at('49c043f9'),
    until: at('5936a83c'),
    count: 3,
  },
  {
    id: 'gap-ids',
    kind: 'credential ids',
    text: 'tokens from Secrets have no credential id',
    hides: 'whether all requests of ci/deployer were made with the same token',
    from: at('7f7657ae'),
    until: at('cee77754'),
    count: 4,
  },
];

/** The story of samples/token-theft, in all parts of a report. */
export const exampleReport: Report = {
  format: 'satrap.investigation/v1',
  satrap: '0.1.0',
  subject: {
    asked: [{ kind: 'serviceAccount', value: 'payments:checkout' }],
    since: null,
    until: null,
    found: true,
    identities: [CHECKOUT],
    log: {
      files: 4,
      bytes: 46_384_266,
      events: 31_466,
      duplicates: 0,
      rejects: 0,
      firstEvent: '2026-11-20T10:00:00.257752Z',
      lastEvent: '2026-11-20T14:55:59.988335Z',
    },
    events: 31_337,
  },
  verdict,
  credentials,
  origins,
  timeline: { steps, omitted: 0, alerts },
  taken,
  leftBehind,
  identities,
  actions,
  gaps,
  evidence,
};
