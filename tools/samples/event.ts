import { formatTime } from '../../src/record/time.ts';
import type { JsonObject, Micros } from '../../src/types.ts';

/**
 * Audit events as kube-apiserver 1.34 writes them: the members of `Event` in the order of its Go struct
 * (kubernetes/apiserver, pkg/apis/audit/v1/types.go), maps in the order of their keys, nothing empty,
 * and `&`, `<` and `>` escaped as Go's JSON encoder does.
 */

/** `authentication.k8s.io/v1` `UserInfo`. */
export interface User {
  readonly username: string;
  readonly uid?: string;
  readonly groups?: readonly string[];
  readonly extra?: Readonly<Record<string, readonly string[]>>;
}

/** What a request is for; without `resource` it is for `path`. */
export interface Target {
  readonly group?: string;
  readonly version?: string;
  readonly resource?: string;
  readonly namespace?: string;
  readonly name?: string;
  readonly subresource?: string;
  /** From the request's body: with create and update alone. */
  readonly uid?: string;
  readonly resourceVersion?: string;
  /** Added to the address made from the rest, after `?`. */
  readonly query?: string;
  readonly path?: string;
}

/** One request, of which one or two events are written. */
export interface Request {
  readonly at: Micros;
  readonly verb: string;
  readonly user: User;
  readonly impersonatedUser?: User;
  readonly target: Target;
  readonly ip: string;
  readonly agent: string;
  /** Why RBAC allowed it; `undefined`: it was forbidden, or nobody was there to ask for. */
  readonly reason?: string | undefined;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly code?: number;
  /** For a failure: the members of `Status`. */
  readonly status?: JsonObject;
  readonly level?: string;
  readonly requestObject?: JsonObject;
  readonly responseObject?: JsonObject;
  /** From receipt to the first stage written. Default 4 ms. */
  readonly took?: Micros;
  /** A long-running request: how long it stayed open. Two events. */
  readonly open?: Micros;
  /** The only stage there is, where it is not ResponseComplete. */
  readonly stage?: string;
  readonly auditID: string;
}

/** A line of the log and when it was written. */
export interface Line {
  readonly time: Micros;
  readonly text: string;
}

/** The lines of a request. */
export function linesOf(request: Request): Line[] {
  const { at, took = 4000, open, stage = 'ResponseComplete' } = request;
  if (open === undefined) return [lineOf(request, stage, at + took)];
  return [
    lineOf(request, 'ResponseStarted', at + took),
    lineOf(request, 'ResponseComplete', at + open),
  ];
}

function lineOf(request: Request, stage: string, time: Micros): Line {
  const { user, impersonatedUser, target, code = 200, status } = request;
  const event = {
    kind: 'Event',
    apiVersion: 'audit.k8s.io/v1',
    level: request.level ?? 'Metadata',
    auditID: request.auditID,
    stage,
    requestURI: uriOf(request),
    verb: request.verb,
    user: userOf(user),
    ...(impersonatedUser && { impersonatedUser: userOf(impersonatedUser) }),
    sourceIPs: [request.ip],
    userAgent: request.agent,
    ...(target.resource !== undefined && { objectRef: objectRefOf(target) }),
    responseStatus: { metadata: {}, ...status, code },
    ...(request.requestObject && { requestObject: request.requestObject }),
    ...(request.responseObject && { responseObject: request.responseObject }),
    requestReceivedTimestamp: formatTime(request.at),
    stageTimestamp: formatTime(time),
    ...annotationsOf(request),
  };
  return { time, text: goJson(event) };
}

function userOf({ username, uid, groups, extra }: User): object {
  return {
    ...(username !== '' && { username }),
    ...(uid !== undefined && { uid }),
    ...(groups && { groups }),
    ...(extra && { extra: sorted(extra) }),
  };
}

function objectRefOf(target: Target): object {
  const {
    resource,
    namespace,
    name,
    uid,
    group,
    version = 'v1',
    resourceVersion,
    subresource,
  } = target;
  return {
    resource,
    ...(namespace && { namespace }),
    ...(name && { name }),
    ...(uid && { uid }),
    ...(group && { apiGroup: group }),
    apiVersion: version,
    ...(resourceVersion && { resourceVersion }),
    ...(subresource && { subresource }),
  };
}

/** The address: create names no object in it, unless it creates a part of one. */
function uriOf({ verb, target }: Request): string {
  const { group, version = 'v1', resource, namespace, name, subresource, query, path } = target;
  const root = group === undefined ? `/api/${version}` : `/apis/${group}/${version}`;
  const named = verb !== 'list' && verb !== 'watch' && (verb !== 'create' || subresource);
  const parts = [
    namespace === undefined || resource === 'namespaces' ? [] : ['namespaces', namespace],
    [resource],
    named && name !== undefined ? [name] : [],
    subresource === undefined ? [] : [subresource],
  ].flat();
  const address = path ?? [root, ...parts].join('/');
  return query === undefined ? address : `${address}?${query}`;
}

function annotationsOf({ reason, code = 200, annotations, user }: Request): object {
  // Who failed to log in, or was sent away by priority and fairness, was never asked about.
  const anonymous = user.username === '' || code === 429;
  const decision = reason === undefined && code === 403 ? 'forbid' : 'allow';
  const all = {
    ...(!anonymous && {
      'authorization.k8s.io/decision': decision,
      'authorization.k8s.io/reason': reason ?? '',
    }),
    ...annotations,
  };
  return Object.keys(all).length === 0 ? {} : { annotations: sorted(all) };
}

function sorted<T>(map: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function goJson(value: object): string {
  return JSON.stringify(value)
    .replaceAll('&', '\\u0026')
    .replaceAll('<', '\\u003c')
    .replaceAll('>', '\\u003e');
}
