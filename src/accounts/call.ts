import { textOf } from '../record/derived/json.ts';
import type { AuditRecord, FieldPath, Micros } from '../types.ts';
import { type Credential, credentialOf } from './credential.ts';
import { FIELDS, RARE } from './fields.ts';
import type { Right } from './right.ts';

/** A request as it came, outlasting its record. Texts that aren't there are empty. */
export interface Call {
  readonly time: Micros;
  readonly stage: string;
  /** Who was authenticated. */
  readonly user: string;
  /** In whose name, where that is another; its rights were asked for, then. */
  readonly impersonated: string;
  readonly verb: string;
  readonly group: string;
  /** With its subresource: `pods/log`. Empty where the request names no resource. */
  readonly resource: string;
  readonly namespace: string;
  /** Where the request names no resource: the path that was asked for, without its query. */
  readonly path: string;
  readonly code: number | null;
  /** The authorizer allowed it, and nothing behind it refused it. */
  readonly allowed: boolean;
  /** The last source address: the only one that the client can't choose. */
  readonly address: string;
  readonly agent: string;
  readonly credential: Credential;
  /** What had to be granted for it, where that is collected. */
  readonly rights?: readonly Right[] | undefined;
}

/** A request's kind that is still under way when its answer has begun. */
const LONG = new Set(['exec', 'attach', 'portforward', 'proxy', 'log']);

/** Whether a request is logged when its answer begins, and once more when it ends. */
export function isLong({ verb, resource }: Pick<Call, 'verb' | 'resource'>): boolean {
  if (verb === 'watch') return true;
  const slash = resource.indexOf('/');
  return slash >= 0 && LONG.has(resource.slice(slash + 1));
}

/** Whether the address had no name though the log has one: that of the new object, out of the body. */
export function isUnnamed({ verb, resource }: Pick<Call, 'verb' | 'resource'>): boolean {
  return verb === 'create' && !resource.includes('/');
}

/** Nothing that exists has a longer name: UTF-16 units. Clients write what they like, of any length. */
const LONGEST = 1024;

/** The text at a path of a record, cut where no honest one is so long; empty where there is none. */
export function textAt(record: AuditRecord, path: FieldPath): string {
  const text = textOf(record.field(path)) ?? '';
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

/** Reads a record as a call. */
export function callOf(record: AuditRecord): Call {
  const at = (path: FieldPath) => textAt(record, path);
  const resource = at(FIELDS.resource);
  const subresource = resource === '' ? '' : at(FIELDS.subresource);
  const status = record.field(FIELDS.code);
  const code = typeof status === 'number' ? status : null;
  const decision = at(FIELDS.decision);
  const user = at(FIELDS.user);
  return {
    time: record.time,
    stage: at(FIELDS.stage),
    user,
    impersonated: at(FIELDS.impersonated),
    verb: at(FIELDS.verb),
    group: at(FIELDS.group),
    resource: subresource === '' ? resource : `${resource}/${subresource}`,
    namespace: at(FIELDS.namespace),
    path: resource === '' ? pathOf(at(RARE.uri)) : '',
    code,
    allowed: (decision === '' || decision === 'allow') && code !== 401 && code !== 403,
    address: at(FIELDS.sourceIPs),
    agent: at(FIELDS.userAgent),
    credential: credentialOf(user, at),
  };
}

/** The path as the authorizer is asked for it: decoded, without the query. */
function pathOf(uri: string): string {
  const end = uri.search(/[?#]/);
  const path = end < 0 ? uri : uri.slice(0, end);
  if (!path.includes('%')) return path;
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
