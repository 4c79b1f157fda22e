import { API_RESOURCES } from './api-resources.ts';

/** What a request is about. */
export interface Target {
  readonly group: string;
  readonly resource: string;
  /** Empty: the resource itself. */
  readonly subresource: string;
  readonly namespaced: boolean;
}

/** A kind of request: what an audit policy can tell apart, but for who asks, where and by which name. */
export interface RequestKind {
  readonly verb: string;
  /** Absent: a request for a path that is no resource. */
  readonly target?: Target;
  /** The path; of a resource only what kind of thing it is. */
  readonly path: string;
}

/** Stands for any resource that isn't built in. */
export const CUSTOM: Target = {
  group: 'custom.example',
  resource: 'customs',
  subresource: '',
  namespaced: true,
};

const VERBS = ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete', 'deletecollection'];

const VERBS_OF = { all: VERBS, create: ['create'], read: ['get', 'list', 'watch'] };

/** What can be done to a subresource, where it isn't to read and write it. */
const SUBRESOURCE_VERBS: Readonly<Record<string, readonly string[]>> = {
  attach: ['create', 'get'],
  binding: ['create'],
  eviction: ['create'],
  exec: ['create', 'get'],
  finalize: ['update'],
  log: ['get'],
  portforward: ['create', 'get'],
  proxy: ['get', 'create', 'update', 'patch', 'delete'],
  token: ['create'],
};
const READ_AND_WRITE = ['get', 'update', 'patch'];

/** What stays open: it is logged when it begins as well (kube-apiserver's `LongRunningFunc`). */
const LONG = new Set(['attach', 'exec', 'log', 'portforward', 'proxy']);

/** Paths that are no resource, and one that stands for all others. */
const PATHS = [
  '/api',
  '/apis',
  '/healthz',
  '/livez',
  '/readyz',
  '/version',
  '/openapi/v3',
  '/.well-known/openid-configuration',
  '/openid/v1/jwks',
  '/metrics',
  '/logs/',
  '/debug/pprof/',
  '/other',
];
const METHODS = ['get', 'head', 'options', 'post', 'put', 'patch', 'delete'];

/** Every kind of request that kube-apiserver answers by itself, and one resource that stands for all others. */
export const REQUEST_KINDS: readonly RequestKind[] = [
  ...API_RESOURCES.flatMap(({ subresources, verbs, ...rest }) => [
    ...kindsOf({ ...rest, subresource: '' }, VERBS_OF[verbs]),
    ...subresources.flatMap((subresource) =>
      kindsOf({ ...rest, subresource }, SUBRESOURCE_VERBS[subresource] ?? READ_AND_WRITE),
    ),
  ]),
  ...kindsOf(CUSTOM, VERBS),
  ...PATHS.flatMap((path) => METHODS.map((verb) => ({ verb, path }))),
];

/** The kinds of requests for a resource; all verbs unless told. */
export function kindsOf(target: Target, verbs: readonly string[] = VERBS): RequestKind[] {
  return verbs.map((verb) => ({ verb, target, path: '/apis/' }));
}

/** Whether a request stays open, as watches and what runs in pods do. */
export function staysOpen({ verb, target }: RequestKind): boolean {
  return verb === 'watch' || (target !== undefined && LONG.has(target.subresource));
}

/** `create pods/exec`, `patch deployments.apps`, `get /metrics`. */
export function kindText({ verb, target, path }: RequestKind): string {
  return `${verb} ${target === undefined ? path : targetText(target)}`;
}

/** `pods/exec`, `deployments.apps/scale`. */
export function targetText(target: Target): string {
  if (target === CUSTOM) return 'custom resources';
  const { group, resource, subresource } = target;
  return `${resource}${group === '' ? '' : `.${group}`}${subresource === '' ? '' : `/${subresource}`}`;
}
