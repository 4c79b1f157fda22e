import type { Act } from '../../src/investigate/act.ts';
import { EventRecord } from '../../src/record/event-record.ts';
import { evidenceOf } from '../../src/record/evidence.ts';
import { fieldPath } from '../../src/record/field-path.ts';
import { formatTime } from '../../src/record/time.ts';
import type { JsonObject, Micros } from '../../src/types.ts';

export const THIEF = 'system:serviceaccount:prod:payment';
export const START: Micros = Date.parse('2026-11-20T10:00:00Z') * 1000;
export const SECOND: Micros = 1_000_000;
export const MINUTE: Micros = 60 * SECOND;
export const HOUR: Micros = 60 * MINUTE;

const FORBIDDEN = new Set([401, 403]);
const NAME = fieldPath('satrap.name');
const OBJECT = fieldPath('satrap.object');
const DRY_RUN = fieldPath('satrap.dryRun');

/** What a test says of an act; the rest follows from its event. */
export interface Told extends Partial<Act> {
  readonly verb?: string;
  /** `RESOURCE` or `RESOURCE/SUBRESOURCE`. */
  readonly on?: string;
  readonly namespace?: string;
  readonly code?: number | null;
  /** Behind the `?` of the request's address. */
  readonly query?: string;
  readonly requestObject?: JsonObject | readonly JsonObject[];
  readonly responseObject?: JsonObject;
  readonly annotations?: JsonObject;
  readonly level?: string;
  readonly stage?: string;
  readonly message?: string;
}

let made = 0;

/** One act: a list of all Secrets by the thief, answered with 200, unless told otherwise. */
export function act(told: Told = {}): Act {
  const { verb = 'list', on = 'secrets', time = START, identity = THIEF, as = null } = told;
  const event = { ...eventOf(told, verb, on, time, identity, as), ...told.event };
  const record = new EventRecord(event, time, told.partial ?? false);
  const code = told.code === undefined ? 200 : told.code;
  const name = record.field(NAME);
  return {
    id: `e${made++}`,
    time,
    evidence: evidenceOf(record),
    whose: 'suspect',
    identity,
    as,
    credential: 'JTI=1',
    origin: 'o1',
    outcome:
      code === null
        ? 'unknown'
        : FORBIDDEN.has(code)
          ? 'denied'
          : code < 400
            ? 'allowed'
            : 'failed',
    group: '',
    name: typeof name === 'string' ? name : null,
    dryRun: record.field(DRY_RUN) === 'true',
    event,
    object: record.field(OBJECT) as JsonObject | undefined,
    partial: false,
    ...pick(told),
  };
}

const FIELDS = [
  'id',
  'whose',
  'credential',
  'origin',
  'outcome',
  'group',
  'dryRun',
  'partial',
] as const;

function pick(told: Told): Partial<Act> {
  const own = FIELDS.filter((key) => told[key] !== undefined).map((key) => [key, told[key]]);
  return Object.fromEntries(own) as Partial<Act>;
}

function eventOf(
  told: Told,
  verb: string,
  on: string,
  time: Micros,
  identity: string,
  as: string | null,
): JsonObject {
  const [resource = '', subresource] = on.split('/');
  const { namespace, name, query, group, code = 200, message } = told;
  return {
    level: told.level ?? 'RequestResponse',
    auditID: `a${made}`,
    stage: told.stage ?? 'ResponseComplete',
    requestURI: `/api/v1/${resource}${query === undefined ? '' : `?${query}`}`,
    verb,
    user: { username: identity },
    ...(as !== null && { impersonatedUser: { username: as, groups: ['system:authenticated'] } }),
    sourceIPs: ['203.0.113.7'],
    userAgent: 'curl/8.5.0',
    ...(resource !== '' && {
      objectRef: {
        resource,
        ...(subresource !== undefined && { subresource }),
        ...(namespace !== undefined && { namespace }),
        ...(typeof name === 'string' && { name }),
        ...(group !== undefined && { apiGroup: group }),
      },
    }),
    ...(code !== null && { responseStatus: { code, ...(message !== undefined && { message }) } }),
    ...(told.requestObject !== undefined && { requestObject: told.requestObject }),
    ...(told.responseObject !== undefined && { responseObject: told.responseObject }),
    ...(told.annotations !== undefined && { annotations: told.annotations }),
    stageTimestamp: formatTime(time),
  };
}

export const RBAC = 'rbac.authorization.k8s.io';

/** A binding of a ClusterRole to a ServiceAccount, as a body has it. */
export function bindingBody(role = 'cluster-admin', account = 'tools/default'): JsonObject {
  const [namespace = '', name = ''] = account.split('/');
  return {
    kind: 'ClusterRoleBinding',
    metadata: { name: 'b' },
    roleRef: { apiGroup: RBAC, kind: 'ClusterRole', name: role },
    subjects: [{ kind: 'ServiceAccount', namespace, name }],
  };
}

/** Shows acts to a part and asks what it comes to. */
export function tell<T>(part: { see(act: Act): void; tell(): T }, acts: readonly Act[]): T {
  for (const one of acts) part.see(one);
  return part.tell();
}
