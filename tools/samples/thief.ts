import type { JsonObject, Micros } from '../../src/types.ts';
import {
  ABOUT_ITSELF,
  allowedBy,
  allowedGroup,
  type Client,
  CREDENTIAL,
  DISCOVERY,
  type Draft,
  forbidden,
} from './cluster.ts';
import type { Target, User } from './event.ts';
import { ELSEWHERE, type Stage, type Stolen } from './stolen.ts';

/** Why the stolen token may so much: a chart once bound a ClusterRole for service discovery. */
const OVERREACH: string =
  'RBAC: allowed by ClusterRoleBinding "checkout-discovery" of ClusterRole "checkout-discovery" to ServiceAccount "checkout/payments"';

/** The whole story but for its loudest five minutes. */
export function thief(stage: Stage, stolen: Stolen): void {
  lookAround(stage, stolen);
  readSecrets(stage, stolen);
  useLegacyToken(stage);
  becomeDefault(stage);
  comeBack(stage, stolen);
  stay(stage);
  noticed(stage, stolen);
}

/** 12:41: the token is used from a second address. First questions: what is here, what may I, who is around? */
function lookAround({ log, at }: Stage, stolen: Stolen): void {
  log.send(at(12, 41, 10), stolen, {
    verb: 'get',
    target: { path: '/version' },
    reason: DISCOVERY,
  });
  log.send(at(12, 41, 25), stolen, { verb: 'get', target: { path: '/apis' }, reason: DISCOVERY });
  const group = 'authorization.k8s.io';
  const rules = { group, resource: 'selfsubjectrulesreviews' };
  log.send(at(12, 42, 2), stolen, {
    verb: 'create',
    target: rules,
    code: 201,
    reason: ABOUT_ITSELF,
  });
  const access = { group, resource: 'selfsubjectaccessreviews' };
  for (let step = 0; step < 4; step++) {
    const draft = { verb: 'create', target: access, code: 201, reason: ABOUT_ITSELF };
    log.send(at(12, 42, 20 + step), stolen, draft);
  }
  const pods = { resource: 'pods', namespace: 'payments', query: 'limit=500' };
  log.send(at(12, 43, 12), stolen, { verb: 'list', target: pods, reason: OVERREACH });
}

/** 12:44: Secrets, first those of the namespace, then all there are. What it may not is refused. */
function readSecrets({ log, at }: Stage, stolen: Stolen): void {
  const reason = OVERREACH;
  const own = { resource: 'secrets', namespace: 'payments', query: 'limit=500' };
  log.send(at(12, 44, 5), stolen, { verb: 'list', target: own, reason });
  log.send(at(12, 44, 31), stolen, { verb: 'list', target: { resource: 'secrets' }, reason });
  const binding = { group: 'rbac.authorization.k8s.io', resource: 'clusterrolebindings' };
  const refused = [
    forbidden(stolen.account, 'create', binding),
    forbidden(stolen.account, 'create', { resource: 'pods', namespace: 'kube-system' }),
    forbidden(stolen.account, 'get', {
      resource: 'pods',
      namespace: 'payments',
      name: 'ledger-0',
      subresource: 'exec',
      query: 'command=id&stdout=true',
    }),
  ];
  for (const [step, draft] of refused.entries()) log.send(at(12, 52, step * 9), stolen, draft);
}

/** The account of a pipeline that nobody has used for months. Its token was among the Secrets. */
function deployer({ cluster }: Stage): Client {
  const account = cluster.account('ci', 'deployer');
  return {
    ip: ELSEWHERE,
    agent: 'kubectl/v1.33.5 (linux/amd64) kubernetes/8a5fbe4',
    user: () => account,
  };
}

const LEGACY = {
  'authentication.k8s.io/legacy-token': 'system:serviceaccount:ci:deployer',
  'authentication.k8s.io/legacy-token-manual-secret': 'deployer-token',
};

/** 13:05: the legacy token works: no expiry, no pod, no address that it belongs to. */
function useLegacyToken(stage: Stage): void {
  const { log, at } = stage;
  const client = deployer(stage);
  const annotations = LEGACY;
  const reason = allowedBy('ci', 'deployer', 'cluster');
  log.send(at(13, 5, 3), client, {
    verb: 'get',
    target: { path: '/api' },
    reason: DISCOVERY,
    annotations,
  });
  const accounts = { resource: 'serviceaccounts', query: 'limit=500' };
  log.send(at(13, 5, 4), client, { verb: 'list', target: accounts, reason, annotations });
}

/** 13:07: with it, a token for a namespace's default ServiceAccount, which may view the cluster. */
function becomeDefault(stage: Stage): void {
  const { log, at, random, cluster } = stage;
  const id = `JTI=${random.uuid()}`;
  const target = {
    resource: 'serviceaccounts',
    namespace: 'tools',
    name: 'default',
    subresource: 'token',
  };
  log.send(at(13, 7, 40), deployer(stage), {
    verb: 'create',
    target,
    code: 201,
    reason: allowedBy('ci', 'deployer', 'cluster'),
    annotations: { ...LEGACY, 'authentication.kubernetes.io/issued-credential-id': id },
  });
  const user: User = { ...cluster.account('tools', 'default'), extra: { [CREDENTIAL]: [id] } };
  const client = {
    ip: ELSEWHERE,
    agent: 'kubectl/v1.33.5 (linux/amd64) kubernetes/8a5fbe4',
    user: () => user,
  };
  const reason =
    'RBAC: allowed by ClusterRoleBinding "usage-report" of ClusterRole "view" to ServiceAccount "default/tools"';
  log.send(at(13, 8, 2), client, { verb: 'get', target: { path: '/api/v1' }, reason: DISCOVERY });
  for (const [step, resource] of ['pods', 'configmaps'].entries()) {
    const draft = { verb: 'list', target: { resource, query: 'limit=500' }, reason };
    log.send(at(13, 8, 5 + step), client, draft);
  }
}

/** 13:40: back with the first token. Its pod has long had another; kube-apiserver notes that this one is stale. */
function comeBack({ log, at }: Stage, stolen: Stolen): void {
  for (const [step, resource] of ['namespaces', 'nodes', 'pods'].entries()) {
    const time = at(13, 40, 12 + step * 7);
    const annotations = stolen.staleness(time);
    log.send(time, stolen, { verb: 'list', target: { resource }, reason: OVERREACH, annotations });
  }
}

/** 13:46: the pipeline may impersonate. As Flux's account it binds cluster-admin to an account of its choice. */
function stay(stage: Stage): void {
  const { log, at, random } = stage;
  const impersonatedUser: User = {
    username: 'system:serviceaccount:flux-system:kustomize-controller',
    groups: [
      'system:serviceaccounts',
      'system:serviceaccounts:flux-system',
      'system:authenticated',
    ],
  };
  const group = 'rbac.authorization.k8s.io';
  const name = 'metrics-reader';
  const query = 'fieldManager=kubectl-create&fieldValidation=Strict';
  const asked: JsonObject = {
    kind: 'ClusterRoleBinding',
    apiVersion: `${group}/v1`,
    metadata: { name },
    subjects: [{ kind: 'ServiceAccount', name: 'default', namespace: 'tools' }],
    roleRef: { apiGroup: group, kind: 'ClusterRole', name: 'cluster-admin' },
  };
  const metadata = {
    name,
    uid: random.uuid(),
    resourceVersion: '4413702',
    creationTimestamp: '2026-11-20T13:46:30Z',
  };
  log.send(at(13, 46, 30), deployer(stage), {
    verb: 'create',
    target: { group, resource: 'clusterrolebindings', name, query },
    impersonatedUser,
    code: 201,
    level: 'RequestResponse',
    requestObject: asked,
    responseObject: { ...asked, metadata },
    reason: allowedBy('flux-system', 'kustomize-controller', 'cluster'),
    annotations: LEGACY,
  });
}

/** 14:35: somebody sees the alerts. The pod and the Secret go, and with them the tokens. */
function noticed(stage: Stage, stolen: Stolen): void {
  const { log, at, alice } = stage;
  const reason = allowedGroup('cluster-admin', 'platform-admins');
  const send = (time: Micros, verb: string, target: Target) =>
    log.send(time, alice, { verb, target, reason });
  const group = 'rbac.authorization.k8s.io';
  const pod = { resource: 'pods', namespace: 'payments', name: 'checkout-6c5d8f7b9c-hv9td' };
  const secret = { resource: 'secrets', namespace: 'ci', name: 'deployer-token' };
  const bindings = { group, resource: 'clusterrolebindings' };
  send(at(14, 35, 20), 'list', { resource: 'pods', namespace: 'payments', query: 'limit=500' });
  send(at(14, 36, 10), 'delete', pod);
  for (const step of [0, 1, 2]) log.send(at(14, 36, 30 + step), nobody(stolen), refusal());
  send(at(14, 37, 5), 'delete', secret);
  send(at(14, 37, 40), 'list', { ...bindings, query: 'limit=500' });
  send(at(14, 38, 2), 'delete', { ...bindings, name: 'metrics-reader' });
  send(at(14, 38, 30), 'delete', { ...bindings, name: 'checkout-discovery' });
  log.send(at(14, 41, 12), nobody(deployer(stage)), refusal());
}

/** A client whose token is no longer taken: kube-apiserver logs no user at all. */
function nobody(client: Client): Client {
  return { ...client, user: () => ({ username: '' }) };
}

/** A failed authentication: one event, at the stage ResponseStarted, without a decision. */
function refusal(): Draft {
  const status = { status: 'Failure', message: 'Unauthorized', reason: 'Unauthorized' };
  const target = { resource: 'secrets' };
  return { verb: 'list', target, code: 401, status, stage: 'ResponseStarted' };
}
