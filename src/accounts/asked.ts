import type { AuditRecord } from '../types.ts';
import { alsoAsked } from './also-asked.ts';
import { type Call, isUnnamed, textAt } from './call.ts';
import { RARE } from './fields.ts';
import { impersonationRights } from './impersonation.ts';
import type { ResourceRight, Right } from './right.ts';

/**
 * What the authorizer was asked for a request of an account: for the request itself where the account's rights
 * counted, and for impersonating where it used another's. What a request asks comes first.
 */
export function rightsAsked(record: AuditRecord, call: Call, user: string): readonly Right[] {
  const rights: Right[] = [];
  const { impersonated } = call;
  const acting = impersonated === '' ? call.user : impersonated;
  if (acting === user) {
    const own = ownRight(record, call);
    rights.push(own);
    if ('resource' in own) rights.push(...alsoAsked(record, call, own));
  }
  if (impersonated !== '' && call.user === user) rights.push(...impersonationRights(record, call));
  return rights;
}

/** What the request itself asks for (apiserver `NewRequestInfo`). */
function ownRight(record: AuditRecord, call: Call): Right {
  const { verb, group, resource, path } = call;
  if (resource === '') return { verb, path };
  const name = isUnnamed(call) ? '' : textAt(record, RARE.name);
  return { verb, group, resource, namespace: namespaceOf(call), name };
}

/** A Namespace is asked for as if it were inside itself; a ClusterRole is where people look for it. */
function namespaceOf({
  group,
  resource,
  namespace,
}: Pick<ResourceRight, 'group' | 'resource' | 'namespace'>): string {
  const [kind] = resource.split('/', 1);
  return group === '' && kind === 'namespaces' ? '' : namespace;
}
