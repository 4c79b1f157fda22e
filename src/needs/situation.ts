import type { AuditLevel, Stage } from '../policy/policy.ts';
import type { JsonObject } from '../types.ts';
import type { RequestKind, Target } from './request-kinds.ts';

/** An event as far as it is known before it happens. */
export interface Situation {
  /** What is known to stand in it. */
  readonly event: JsonObject;
  /** The fields that are as `event` has them, with all below; of others nothing is known. */
  readonly known: readonly string[];
  /** What stands in a field that is not known is none of these texts, in lower case. */
  readonly excluded: ReadonlyMap<string, ReadonlySet<string>>;
}

/** What else is known of a request. */
export interface Circumstances {
  /** At least `Metadata`: what isn't logged is no event. */
  readonly level: AuditLevel;
  readonly stage?: Stage | undefined;
  readonly caller?: Caller | undefined;
  /** Empty: in none, or across all. */
  readonly namespace?: string | undefined;
  readonly name?: string | undefined;
  /** What an unknown namespace or name is not. */
  readonly not?: { readonly namespaces: readonly string[]; readonly names: readonly string[] };
  /** Fields that no event of a log has, with all below. */
  readonly absent?: readonly string[] | undefined;
}

/** Who asks: by name, one of a group, or somebody else. */
export interface Caller {
  /** `null`: nobody, the authentication failed; absent: somebody who is none of `not.users`. */
  readonly username?: string | null;
  /** Groups that the caller is in; the others are unknown unless `onlyGroups`. */
  readonly groups: readonly string[];
  readonly onlyGroups: boolean;
  readonly not: { readonly users: readonly string[]; readonly groups: readonly string[] };
}

/** What is known of an event about a kind of request. */
export function situationOf(kind: RequestKind, about: Circumstances): Situation {
  const { verb, target, path } = kind;
  const known = ['verb', 'level', ...absentBodies(verb, about), ...(about.absent ?? [])];
  const event: Record<string, JsonObject[string]> = { verb, level: about.level };
  const excluded = new Map<string, ReadonlySet<string>>();
  if (about.stage !== undefined) {
    known.push('stage');
    event.stage = about.stage;
    if (about.stage === 'RequestReceived') known.push('responseStatus');
  }
  if (target === undefined) {
    // Bodies are logged of resources only, and no such path has a query that a rule asks for.
    known.push('objectRef', 'requestURI', 'requestObject', 'responseObject');
    event.requestURI = path;
  } else addObject(target, about, event, known, excluded);
  if (about.caller !== undefined) addCaller(about.caller, event, known, excluded);
  return { event, known, excluded };
}

function addObject(
  target: Target,
  { namespace, name, not }: Circumstances,
  event: Record<string, JsonObject[string]>,
  known: string[],
  excluded: Map<string, ReadonlySet<string>>,
): void {
  known.push('objectRef.resource', 'objectRef.subresource', 'objectRef.apiGroup');
  if (namespace !== undefined) known.push('objectRef.namespace');
  else excluded.set('objectRef.namespace', lower(not?.namespaces ?? []));
  if (name !== undefined) known.push('objectRef.name');
  else excluded.set('objectRef.name', lower(not?.names ?? []));
  event.objectRef = {
    resource: target.resource,
    ...(target.subresource !== '' && { subresource: target.subresource }),
    ...(target.group !== '' && { apiGroup: target.group }),
    ...(namespace && { namespace }),
    ...(name && { name }),
  };
}

/** The bodies that an event of this level and stage can't have. */
function absentBodies(verb: string, { level, stage }: Circumstances): string[] {
  const before = stage === 'RequestReceived';
  const reads = verb === 'get' || verb === 'list' || verb === 'watch';
  const request = level === 'Metadata' || before || reads;
  const response = level !== 'RequestResponse' || before || stage === 'ResponseStarted';
  return [...(request ? ['requestObject'] : []), ...(response ? ['responseObject'] : [])];
}

function addCaller(
  { username, groups, onlyGroups, not }: Caller,
  event: Record<string, JsonObject[string]>,
  known: string[],
  excluded: Map<string, ReadonlySet<string>>,
): void {
  if (username === null) {
    // A failed authentication: nobody, and nothing was decided.
    known.push(
      'user',
      'impersonatedUser',
      'responseStatus.code',
      'annotations.authorization.k8s.io',
    );
    event.user = {};
    event.responseStatus = { code: 401 };
    return;
  }
  excluded.set('responseStatus.code', new Set(['401']));
  if (username === undefined) excluded.set('user.username', lower(not.users));
  else known.push('user.username');
  if (onlyGroups) known.push('user.groups');
  else excluded.set('user.groups', lower(not.groups));
  event.user = { ...(username !== undefined && { username }), groups };
}

function lower(texts: readonly string[]): Set<string> {
  return new Set(texts.map((text) => text.toLowerCase()));
}
