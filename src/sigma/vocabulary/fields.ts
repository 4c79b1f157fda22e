import { isDerived } from '../../record/derived/index.ts';
import { checkDerived } from './derived.ts';
import { own } from './own.ts';

/** The fields of `audit.k8s.io` `Event` in every version that a log may hold. */

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
