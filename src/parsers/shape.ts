import type { Json, JsonObject } from '../types.ts';

/** What makes a JSON value an audit event, and what to say of one that is none. */

/** The versions that kube-apiserver has written; their fields differ only where `record` knows it. */
const VERSIONS = new Set<unknown>([
  'audit.k8s.io/v1',
  'audit.k8s.io/v1beta1',
  'audit.k8s.io/v1alpha1',
]);
const STAGES = new Set<unknown>([
  'RequestReceived',
  'ResponseStarted',
  'ResponseComplete',
  'Panic',
]);
const LEVELS = new Set<unknown>(['None', 'Metadata', 'Request', 'RequestResponse']);
const LISTS = new Set<unknown>(['EventList', 'List']);

/**
 * Why a whole JSON value is no audit event, `undefined` when it is one. An event says so with `kind` and
 * `apiVersion`, or, as a webhook's items do, has neither and the fields of one: an `auditID` or a known
 * `stage`, and a `verb`, `user` or `requestURI`.
 */
export function whyNoEvent(value: Json): string | undefined {
  if (!isObject(value)) return 'JSON, but no object';
  const { kind, apiVersion } = value;
  if (!isEventKind(kind) || !isAuditVersion(apiVersion)) return describe(value);
  const declared = kind !== undefined && apiVersion !== undefined;
  if (!declared && !hasShape(value)) return describe(value);
  if (apiVersion === undefined || VERSIONS.has(apiVersion)) return undefined;
  return `an audit event of ${quote(apiVersion)}, a version that is not known`;
}

/** True when a list has no items at all: `null`, as Go writes an empty list, or absent. */
export function isEmptyList(value: Json): boolean {
  return isObject(value) && LISTS.has(value.kind) && (value.items ?? null) === null;
}

/**
 * True when what was read of an event that breaks off is worth evaluating: its id, its user, or what
 * was asked for is known. Without `kind` and `apiVersion` a level and an id are its mark.
 */
export function isPartialEvent(value: JsonObject): boolean {
  const { kind, apiVersion, level, auditID, user, verb, requestURI } = value;
  const marked = LEVELS.has(level) && isText(auditID);
  if (!isEventKind(kind) || !isAuditVersion(apiVersion)) return false;
  if (!marked && !VERSIONS.has(apiVersion) && !hasShape(value)) return false;
  return isText(auditID) || isObject(user) || (isText(verb) && isText(requestURI));
}

function hasShape(value: JsonObject): boolean {
  const { auditID, stage, verb, user, requestURI } = value;
  const marked = isText(auditID) || STAGES.has(stage);
  return marked && (isText(verb) || isObject(user) || isText(requestURI));
}

function isEventKind(kind: Json | undefined): boolean {
  return kind === undefined || kind === 'Event';
}

function isAuditVersion(version: Json | undefined): version is string | undefined {
  if (version === undefined) return true;
  return typeof version === 'string' && version.startsWith('audit.k8s.io/');
}

function isText(value: Json | undefined): value is string {
  return typeof value === 'string' && value !== '';
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function describe(value: JsonObject): string {
  const { kind, apiVersion, items } = value;
  if (Array.isArray(items)) return 'a list that is nested too deep';
  if (isText(kind) && isText(apiVersion)) {
    return `a Kubernetes object that is no audit event: ${quote(apiVersion)} ${quote(kind)}`;
  }
  const keys = Object.keys(value);
  if (keys.length === 0) return 'an empty JSON object';
  const more = keys.length > 4 ? ', …' : '';
  return `a JSON object that is no audit event: has ${keys.slice(0, 4).map(quote).join(', ')}${more}`;
}

/** Text from an input, cut short and without anything that isn't plain. */
function quote(text: string): string {
  return text.slice(0, 40).replaceAll(/[^\w.@:/-]/g, '?');
}
