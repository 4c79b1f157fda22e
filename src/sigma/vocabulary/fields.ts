import { isDerived } from '../record/derived/index.ts';
import { checkDerived } from './vocabulary-derived.ts';

/**
 * What an audit event can have: the fields of `audit.k8s.io` `Event` in every version that a log may
 * hold, and the values of the fields that have few. Both checks answer with what to write instead, for
 * a person: lower case, no full stop; `undefined` when there is nothing to say.
 */

/** The fields below a field; `ANY`: whatever the request, a plugin or a client puts there. */
interface Fields {
  readonly [key: string]: Fields | typeof ANY;
}

const ANY = 'any';
const LEAF: Fields = {};
const USER: Fields = { username: LEAF, uid: LEAF, groups: LEAF, extra: ANY };

/** `audit.k8s.io/v1`; `authenticationMetadata` came with 1.35, `metadata` and `timestamp` went with v1. */
const EVENT: Fields = {
  kind: LEAF,
  apiVersion: LEAF,
  level: LEAF,
  auditID: LEAF,
  stage: LEAF,
  requestURI: LEAF,
  verb: LEAF,
  user: USER,
  impersonatedUser: USER,
  authenticationMetadata: { impersonationConstraint: LEAF },
  sourceIPs: LEAF,
  userAgent: LEAF,
  objectRef: {
    resource: LEAF,
    namespace: LEAF,
    name: LEAF,
    uid: LEAF,
    apiGroup: LEAF,
    apiVersion: LEAF,
    resourceVersion: LEAF,
    subresource: LEAF,
  },
  responseStatus: {
    kind: LEAF,
    apiVersion: LEAF,
    metadata: ANY,
    status: LEAF,
    message: LEAF,
    reason: LEAF,
    details: ANY,
    code: LEAF,
  },
  requestObject: ANY,
  responseObject: ANY,
  requestReceivedTimestamp: LEAF,
  stageTimestamp: LEAF,
  annotations: ANY,
  metadata: { creationTimestamp: LEAF },
  timestamp: LEAF,
};

/** Names that rules for other tools use, and where the thing is. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  allowprivilegeescalation:
    'requestObject.spec.containers.securityContext.allowPrivilegeEscalation',
  capabilities: 'requestObject.spec.containers.securityContext.capabilities.add',
  clientip: 'sourceIPs',
  command: 'requestURI',
  data: 'requestObject.data',
  decision: 'annotations.authorization.k8s.io/decision',
  hostipc: 'requestObject.spec.hostIPC',
  hostnetwork: 'requestObject.spec.hostNetwork',
  hostpath: 'requestObject.spec.volumes.hostPath.path',
  hostpid: 'requestObject.spec.hostPID',
  image: 'requestObject.spec.containers.image',
  labels: 'requestObject.metadata.labels',
  privileged: 'requestObject.spec.containers.securityContext.privileged',
  responsecode: 'responseStatus.code',
  roleref: 'requestObject.roleRef.name',
  serviceaccountname: 'requestObject.spec.serviceAccountName',
  sourceip: 'sourceIPs',
  spec: 'requestObject.spec',
  statuscode: 'responseStatus.code',
  subjects: 'requestObject.subjects.name',
  uri: 'requestURI',
  user_agent: 'userAgent',
};

const BY_LAST_KEY = indexByLastKey(EVENT);

function indexByLastKey(fields: Fields, prefix = '', index = new Map<string, string>()) {
  for (const [key, below] of Object.entries(fields)) {
    // The first to claim a name keeps it: `uid` is first of all the user's, `name` the object's.
    if (!index.has(key.toLowerCase())) index.set(key.toLowerCase(), prefix + key);
    if (below !== ANY) indexByLastKey(below, `${prefix}${key}.`, index);
  }
  return index;
}

/** Whether an audit event can have this field path; why not, and where the thing is, when it can't. */
export function checkField(path: string): string | undefined {
  if (isDerived(path)) return checkDerived(path);
  const keys = path.split('.');
  let fields = EVENT;
  for (const [depth, key] of keys.entries()) {
    const below = own(fields, key);
    if (below === ANY) return undefined;
    if (below === undefined) {
      const leaf = fields === LEAF ? keys.slice(0, depth).join('.') : undefined;
      return `no audit event has the field \`${path}\`${hint(keys, leaf)}`;
    }
    fields = below;
  }
  return undefined;
}

/** A rule may ask for `constructor`, which every object has something under. */
function own<T>(table: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}

function hint(keys: readonly string[], leaf: string | undefined): string {
  const last = (keys.at(-1) as string).toLowerCase();
  const place =
    spelled(keys) ??
    (keys[0] === 'spec' ? `requestObject.${keys.join('.')}` : undefined) ??
    own(ELSEWHERE, last) ??
    BY_LAST_KEY.get(last) ??
    (keys[0] === 'metadata' ? `requestObject.${keys.join('.')}` : undefined);
  if (place !== undefined) return `: write ${place}`;
  return leaf === undefined ? '; docs/rules.md has those there are' : `: ${leaf} has no parts`;
}

/** The path with each key in its true case, when that is all that was wrong with it. */
function spelled(keys: readonly string[]): string | undefined {
  const path: string[] = [];
  let fields: Fields | typeof ANY = EVENT;
  for (const [depth, key] of keys.entries()) {
    if (fields === ANY) return [...path, ...keys.slice(depth)].join('.');
    const name = Object.keys(fields).find((one) => one.toLowerCase() === key.toLowerCase());
    if (name === undefined) return undefined;
    path.push(name);
    fields = fields[name] as Fields | typeof ANY;
  }
  return path.join('.');
}

/** Plural, then what people write for it: the singular (a kind in lower case), kubectl's short names. */
const PLURALS = `
apiservices apiservice|certificatesigningrequests certificatesigningrequest csr
clusterrolebindings clusterrolebinding|clusterroles clusterrole|configmaps configmap cm
controllerrevisions controllerrevision|cronjobs cronjob cj|csidrivers csidriver|csinodes csinode
customresourcedefinitions customresourcedefinition crd crds|daemonsets daemonset ds
deployments deployment deploy|endpoints endpoint ep|endpointslices endpointslice|events event ev
horizontalpodautoscalers horizontalpodautoscaler hpa|ingresses ingress ing
ingressclasses ingressclass|jobs job|leases lease|limitranges limitrange limits
localsubjectaccessreviews localsubjectaccessreview
mutatingadmissionpolicies mutatingadmissionpolicy
mutatingwebhookconfigurations mutatingwebhookconfiguration
namespaces namespace ns|networkpolicies networkpolicy netpol|nodes node no
persistentvolumeclaims persistentvolumeclaim pvc|persistentvolumes persistentvolume pv
poddisruptionbudgets poddisruptionbudget pdb|pods pod po|podtemplates podtemplate
priorityclasses priorityclass pc|replicasets replicaset rs
replicationcontrollers replicationcontroller rc|resourcequotas resourcequota quota
rolebindings rolebinding|roles role|runtimeclasses runtimeclass|secrets secret
selfsubjectaccessreviews selfsubjectaccessreview|selfsubjectreviews selfsubjectreview
selfsubjectrulesreviews selfsubjectrulesreview|serviceaccounts serviceaccount sa
services service svc|statefulsets statefulset sts|storageclasses storageclass sc
subjectaccessreviews subjectaccessreview|tokenreviews tokenreview
validatingadmissionpolicies validatingadmissionpolicy
validatingadmissionpolicybindings validatingadmissionpolicybinding
validatingwebhookconfigurations validatingwebhookconfiguration
volumeattachments volumeattachment`;

const PLURAL_OF = new Map(
  PLURALS.trim()
    .split(/[|\n]/)
    .map((line) => line.split(' '))
    .flatMap(([plural, ...others]) => others.map((other) => [other, plural as string])),
);

const VERBS = 'get list watch create update patch delete deletecollection proxy';
const METHODS = 'head post put options connect trace';
const STAGES = 'RequestReceived ResponseStarted ResponseComplete Panic';

/** What is taken for a verb, and what the log has. */
const NOT_VERBS: Readonly<Record<string, string>> = {
  replace: 'kube-apiserver logs a PUT as `update`',
  apply: 'kube-apiserver logs an apply as `patch`',
  edit: 'kubectl edit is logged as `get` and `patch`',
  read: 'write `get`, `list` and `watch`',
  write: 'write `create`, `update` and `patch`',
  exec: 'write objectRef.subresource: exec',
  attach: 'write objectRef.subresource: attach',
  portforward: 'write objectRef.subresource: portforward',
  impersonate: 'RBAC checks it, the log has impersonatedUser instead',
  bind: 'RBAC checks it, the log has the write of the binding instead',
  escalate: 'RBAC checks it, the log has the write of the role instead',
  approve: 'RBAC checks it, the log has objectRef.subresource: approval instead',
};

type Check = (value: string) => string | undefined;

/** A check that the value, in any case, is one of few. */
function oneOf(words: string, advice: Readonly<Record<string, string>> = {}): Check {
  const known = new Set(words.toLowerCase().split(' '));
  return (value) => (known.has(value) ? undefined : (own(advice, value) ?? `there are ${words}`));
}

function checkResource(value: string): string | undefined {
  const [resource, below] = value.split(/[/.]/, 2) as [string, string?];
  if (below === undefined) {
    const plural = PLURAL_OF.get(value);
    return plural === undefined ? undefined : `write the plural, \`${plural}\``;
  }
  const field = value.includes('/') ? 'subresource' : 'apiGroup';
  const rest = value.slice(resource.length + 1);
  return `write objectRef.resource: ${PLURAL_OF.get(resource) ?? resource} and objectRef.${field}: ${rest}`;
}

function checkGroup(value: string): string | undefined {
  if (value === 'core' || /^v\d/.test(value)) return "the core group's is absent, write null";
  return value.includes('/')
    ? `write it without the version, \`${value.split('/')[0]}\``
    : undefined;
}

const CODE: Check = (value) =>
  /^[1-5]\d\d$/.test(value)
    ? undefined
    : 'it is an HTTP status, 100 to 599; the decision is annotations.authorization.k8s.io/decision';

const USERNAME: Check = (value) =>
  value.startsWith('system:serviceaccounts') ? 'that is a group, see user.groups' : undefined;

const GROUPS: Check = (value) =>
  value.startsWith('system:serviceaccount:') ? 'that is a user, see user.username' : undefined;

const CHECKS: Readonly<Record<string, Check>> = {
  kind: oneOf('Event'),
  apiVersion: oneOf('audit.k8s.io/v1 audit.k8s.io/v1beta1 audit.k8s.io/v1alpha1'),
  level: oneOf('Metadata Request RequestResponse'),
  stage: oneOf(STAGES),
  verb: oneOf(`${VERBS} ${METHODS}`, NOT_VERBS),
  'user.username': USERNAME,
  'user.groups': GROUPS,
  'impersonatedUser.username': USERNAME,
  'impersonatedUser.groups': GROUPS,
  'objectRef.resource': checkResource,
  'objectRef.subresource': (value) =>
    value.includes('/') ? `write what is after the slash, \`${value.split('/')[1]}\`` : undefined,
  'objectRef.apiGroup': checkGroup,
  'objectRef.apiVersion': (value) =>
    value.includes('/') ? 'the group is in objectRef.apiGroup, write the version alone' : undefined,
  'responseStatus.code': CODE,
  'responseStatus.status': oneOf('Success Failure'),
  'annotations.authorization.k8s.io/decision': oneOf('allow forbid'),
};

/**
 * Whether the field at `path` can have `text` as its whole value, in any case of letters; what to
 * write instead when it can't. Patterns (`*`, `?`, escapes) and the empty string are let through.
 */
export function checkValue(path: string, text: string): string | undefined {
  if (text === '' || /[*?\\]/.test(text)) return undefined;
  const advice = own(CHECKS, path)?.(text.toLowerCase());
  return advice === undefined ? undefined : `no audit event has \`${text}\` in ${path}: ${advice}`;
}
