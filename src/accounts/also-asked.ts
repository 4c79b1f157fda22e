import { at, objectOf, textOf } from '../record/derived/json.ts';
import { writtenObject } from '../record/derived/object.ts';
import type { AuditRecord, JsonObject } from '../types.ts';
import type { Call } from './call.ts';
import { rulesOf } from './rbac.ts';
import { RBAC_GROUP, type ResourceRight } from './right.ts';

/**
 * What kube-apiserver asks beside the request itself, later on its way. Each is asked of the same account, and
 * none is logged: it follows from what was done.
 */
export function alsoAsked(
  record: AuditRecord,
  call: Call,
  own: ResourceRight,
): readonly ResourceRight[] {
  if (!call.allowed || (call.code ?? 200) >= 400) return [];
  return [
    ...createdOnTheWay(call, own),
    ...connected(own),
    ...bound(record, own),
    ...escalated(record, own),
    ...signed(record, own),
  ];
}

/** `patch` (server-side apply) and `update` of what isn't there: endpoints/handlers/{patch,update}.go. */
function createdOnTheWay({ code }: Call, own: ResourceRight): ResourceRight[] {
  const creates = own.verb === 'patch' || own.verb === 'update';
  return creates && code === 201 ? [{ ...own, verb: 'create' }] : [];
}

const CONNECTS = new Set(['pods/attach', 'pods/exec', 'pods/portforward']);

/** Over WebSocket these are `get`; since 1.35 `create` is asked as well (pkg/registry/core/pod/rest/authorize.go). */
function connected(own: ResourceRight): ResourceRight[] {
  return own.verb === 'get' && own.group === '' && CONNECTS.has(own.resource)
    ? [{ ...own, verb: 'create' }]
    : [];
}

const WRITES = new Set(['create', 'update', 'patch']);

/** Who binds a role must hold all that it grants, or may `bind` it (pkg/registry/rbac/escalation_check.go). */
function bound(record: AuditRecord, own: ResourceRight): ResourceRight[] {
  const binds = own.resource === 'rolebindings' || own.resource === 'clusterrolebindings';
  if (own.group !== RBAC_GROUP || !binds || !WRITES.has(own.verb)) return [];
  const role = objectOf(at(writtenObject(record), 'roleRef'));
  const kind = textOf(at(role, 'kind'));
  const name = textOf(at(role, 'name'));
  const { group, namespace } = own;
  if (name === undefined || (kind !== 'ClusterRole' && kind !== 'Role')) {
    return [{ verb: 'bind', group, resource: 'roles', namespace, name: '', untold: true }];
  }
  const resource = kind === 'ClusterRole' ? 'clusterroles' : 'roles';
  return [{ verb: 'bind', group, resource, namespace, name }];
}

/** Who writes a role must hold all that it grants, or may `escalate` it. */
function escalated(record: AuditRecord, own: ResourceRight): ResourceRight[] {
  const isRole = own.resource === 'roles' || own.resource === 'clusterroles';
  if (own.group !== RBAC_GROUP || !isRole || !WRITES.has(own.verb)) return [];
  const right = { ...own, verb: 'escalate' };
  const object = writtenObject(record);
  if (object === undefined) return [{ ...right, untold: true }];
  if (at(object, 'aggregationRule') !== undefined) return [right];
  const holding = rulesOf(at(object, 'rules'));
  return holding.length === 0 ? [] : [{ ...right, holding }];
}

/** The approval and the signature of a certificate, by its signer (plugin/pkg/admission/certificates). */
const SIGNING: Readonly<Record<string, string>> = {
  'certificatesigningrequests/approval': 'approve',
  'certificatesigningrequests/status': 'sign',
};

function signed(record: AuditRecord, own: ResourceRight): ResourceRight[] {
  const verb = own.group === 'certificates.k8s.io' ? SIGNING[own.resource] : undefined;
  if (verb === undefined || (own.verb !== 'update' && own.verb !== 'patch')) return [];
  const object = writtenObject(record);
  const name = textOf(at(objectOf(at(object, 'spec')), 'signerName'));
  const right = { verb, group: own.group, resource: 'signers', namespace: '' };
  if (name === undefined) return [{ ...right, name: '', untold: true }];
  return verb === 'sign' && !isSigned(object) ? [] : [{ ...right, name }];
}

function isSigned(object: JsonObject | undefined): boolean {
  return textOf(at(objectOf(at(object, 'status')), 'certificate')) !== undefined;
}
