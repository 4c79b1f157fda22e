import type { Evidence } from '../types.ts';
import { printable } from './escape.ts';

/** What a request did, or tried to do, in words: a past tense and a bare form. */
type Words = readonly [past: string, bare: string];

/** Request verbs (Kubernetes' "Request verb" table), and HTTP methods of requests that name no object. */
const VERBS: Readonly<Record<string, Words>> = {
  get: ['read', 'read'],
  list: ['listed', 'list'],
  watch: ['watched', 'watch'],
  create: ['created', 'create'],
  update: ['updated', 'update'],
  patch: ['patched', 'patch'],
  delete: ['deleted', 'delete'],
  deletecollection: ['deleted a collection of', 'delete a collection of'],
  post: ['posted to', 'post to'],
  put: ['put to', 'put to'],
  head: ['asked for the headers of', 'ask for the headers of'],
  options: ['asked for the options of', 'ask for the options of'],
};

/** Subresources whose verb says nothing: `create pods/exec` creates nothing. */
const SUBRESOURCES: Readonly<Record<string, Words>> = {
  'pods/exec': ['ran a command in', 'run a command in'],
  'pods/attach': ['attached to', 'attach to'],
  'pods/portforward': ['forwarded a port of', 'forward a port of'],
  'pods/log': ['read the log of', 'read the log of'],
  'pods/eviction': ['evicted', 'evict'],
  'pods/binding': ['scheduled', 'schedule'],
  'pods/proxy': ['sent a request through', 'send a request through'],
  'services/proxy': ['sent a request through', 'send a request through'],
  'nodes/proxy': ['sent a request through', 'send a request through'],
  'serviceaccounts/token': ['requested a token for', 'request a token for'],
};

/** Built-in resources that live in namespaces: without one, a request is about all of them. */
const NAMESPACED = new Set(
  (
    'bindings configmaps controllerrevisions cronjobs csistoragecapacities daemonsets deployments ' +
    'endpoints endpointslices events horizontalpodautoscalers ingresses jobs leases limitranges ' +
    'networkpolicies persistentvolumeclaims poddisruptionbudgets pods podtemplates replicasets ' +
    'replicationcontrollers resourceclaims resourceclaimtemplates resourcequotas rolebindings roles ' +
    'secrets serviceaccounts services statefulsets'
  ).split(' '),
);

const COLLECTIVE = new Set(['list', 'watch', 'deletecollection']);

/**
 * What was done to which object: `listed secrets in all namespaces`, `ran a command in pod prod/db-0`.
 * Where the events of an alert differ, the sentence says so: `listed secrets in several namespaces`.
 */
export function deed(
  evidence: Evidence,
  succeeded: boolean,
  various: ReadonlySet<keyof Evidence> = new Set(),
): string {
  const { verb, resource, subresource } = evidence;
  const kindsDiffer = various.has('resource') || various.has('subresource');
  const known = kindsDiffer ? undefined : SUBRESOURCES[`${resource}/${subresource}`];
  const words = various.has('verb') ? MIXED : (known ?? wordsOf(verb));
  const act = succeeded ? words[0] : `tried to ${words[1]}`;
  if (kindsDiffer) return `${act} several resources`;
  const part = subresource === null || known !== undefined ? '' : ` the ${quoted(subresource)} of`;
  return `${act}${part} ${object(evidence, various)}`;
}

/** For alerts whose events have different verbs. */
const MIXED: Words = ['made requests for', 'make requests for'];

/**
 * An event's text inside a sentence: bare when it is one plain word, else in double quotes, so that
 * no name can continue the sentence.
 */
export function quoted(text: string, longest = 253): string {
  const shown = printable(text, longest);
  if (/^[\w.:@/+=~%*-]+$/.test(shown)) return shown;
  return `"${shown.replaceAll('"', '\\u{22}')}"`;
}

function wordsOf(verb: string | null): Words {
  if (verb === null) return ['made a request for', 'make a request for'];
  const known = Object.hasOwn(VERBS, verb) ? VERBS[verb] : undefined;
  const kind = quoted(verb, 40);
  return known ?? [`made a ${kind} request for`, `make a ${kind} request for`];
}

function object(evidence: Evidence, various: ReadonlySet<keyof Evidence>): string {
  const { resource, namespace, name, path } = evidence;
  if (resource === null) {
    if (path === null) return 'an unnamed object';
    return various.has('path') ? 'several paths' : quoted(path);
  }
  if (various.has('namespace')) return `${quoted(resource)} in several namespaces`;
  if (name === null || various.has('name')) return collection(evidence, various.has('name'));
  const inside = namespace === null || resource === 'namespaces' ? '' : `${namespace}/`;
  return `${singular(quoted(resource))} ${quoted(inside + name, 320)}`;
}

/** Objects that are not named one by one, and where they are. */
function collection({ verb, resource, namespace }: Evidence, several: boolean): string {
  const kind = quoted(resource ?? '');
  const noun = verb === 'create' && !several ? one(singular(kind)) : kind;
  const counted = several ? `several ${noun}` : noun;
  if (namespace !== null) return `${counted} in namespace ${quoted(namespace)}`;
  const all = verb !== null && COLLECTIVE.has(verb) && NAMESPACED.has(resource ?? '');
  return all ? `${counted} in all namespaces` : counted;
}

/** One of a resource: Kubernetes' plurals are regular English, `endpoints` and its like excepted. */
export function singular(resource: string): string {
  if (resource === 'endpoints') return resource;
  if (resource.endsWith('ies')) return `${resource.slice(0, -3)}y`;
  if (/(?:ss|x)es$/.test(resource)) return resource.slice(0, -2);
  return /[^s"]s$/.test(resource) ? resource.slice(0, -1) : resource;
}

function one(noun: string): string {
  return /^[aeio]/.test(noun) ? `an ${noun}` : `a ${noun}`;
}
