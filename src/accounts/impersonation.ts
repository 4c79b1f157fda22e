import { objectOf, textOf, textsOf } from '../record/derived/json.ts';
import { fieldPath } from '../record/field-path.ts';
import type { AuditRecord } from '../types.ts';
import { type Call, isUnnamed, textAt } from './call.ts';
import { RARE } from './fields.ts';
import { groupsByName, type Identity, identityOf } from './identity.ts';
import type { ResourceRight, Right } from './right.ts';

const PATHS = {
  groups: fieldPath('impersonatedUser.groups'),
  uid: fieldPath('impersonatedUser.uid'),
  extra: fieldPath('impersonatedUser.extra'),
  constraint: fieldPath('authenticationMetadata.impersonationConstraint'),
};

const AUTHENTICATION = 'authentication.k8s.io';

/**
 * What is asked of who acts in another's name (apiserver endpoints/filters/impersonation). Since 1.36 there is
 * a narrower way, which names the verbs and the objects as well; the event then says by which constraint.
 */
export function impersonationRights(record: AuditRecord, call: Call): readonly Right[] {
  const constraint = textOf(record.field(PATHS.constraint)) ?? '';
  if (constraint === '') return rightsTo('impersonate', '', record, call);
  const mode = constraint.slice('impersonate:'.length);
  const verb = `impersonate-on:${mode}:${call.verb}`;
  const { group, resource, namespace, path } = call;
  const name = isUnnamed(call) ? '' : textAt(record, RARE.name);
  const on = resource === '' ? { verb, path } : { verb, group, resource, namespace, name };
  return [...rightsTo(constraint, AUTHENTICATION, record, call), on];
}

/** What is asked for whom: the user, and each group, user id and value of extra that the client chose. */
function rightsTo(
  verb: string,
  group: string,
  record: AuditRecord,
  { impersonated }: Call,
): ResourceRight[] {
  const identity = identityOf(impersonated);
  const extra = Object.entries(objectOf(record.field(PATHS.extra)) ?? {});
  // These groups come by themselves.
  const given = new Set(groupsByName(identity));
  if (verb === 'impersonate') given.delete('system:nodes');
  const groups = textsOf(record.field(PATHS.groups)).filter((one) => !given.has(one));
  const uid = textOf(record.field(PATHS.uid));
  const to = (of: string, resource: string, name: string) => ({
    verb,
    group: of,
    resource,
    namespace: '',
    name,
  });
  return [
    { ...userRight(identity, verb), verb, group },
    ...groups.map((one) => to(group, 'groups', one)),
    ...(uid === undefined ? [] : [to(AUTHENTICATION, 'uids', uid)]),
    ...extra.flatMap(([key, values]) =>
      textsOf(values).map((value) => to(AUTHENTICATION, `userextras/${key}`, value)),
    ),
  ];
}

function userRight(
  { kind, user, namespace, name }: Identity,
  verb: string,
): Pick<ResourceRight, 'resource' | 'namespace' | 'name'> {
  if (kind === 'serviceaccount') {
    return { resource: 'serviceaccounts', namespace: namespace ?? '', name };
  }
  if (kind !== 'node' || verb === 'impersonate') {
    return { resource: 'users', namespace: '', name: user };
  }
  // A pod that acts for its own node is asked for all nodes.
  const node = verb === 'impersonate:associated-node' ? '*' : name;
  return { resource: 'nodes', namespace: '', name: node };
}
