import type { AuditRecord, Evidence, FieldPath, Json, Witness } from '../types.ts';
import { fieldPath } from './field-path.ts';
import { formatTime } from './time.ts';

const PATHS = {
  auditID: fieldPath('auditID'),
  stage: fieldPath('stage'),
  verb: fieldPath('verb'),
  resource: fieldPath('objectRef.resource'),
  subresource: fieldPath('objectRef.subresource'),
  namespace: fieldPath('objectRef.namespace'),
  name: fieldPath('objectRef.name'),
  user: fieldPath('user.username'),
  impersonated: fieldPath('impersonatedUser.username'),
  sourceIPs: fieldPath('sourceIPs'),
  userAgent: fieldPath('userAgent'),
  code: fieldPath('responseStatus.code'),
  credentialId: fieldPath('user.extra.authentication.kubernetes.io/credential-id'),
  uri: fieldPath('requestURI'),
} as const;

/** Where what is packed is read, in the order of `FIELDS`: for `user` the impersonated one, then the user's own. */
export const EVIDENCE_PATHS: readonly FieldPath[] = [
  PATHS.auditID,
  PATHS.stage,
  PATHS.verb,
  PATHS.resource,
  PATHS.subresource,
  PATHS.namespace,
  PATHS.name,
  PATHS.impersonated,
  PATHS.user,
  PATHS.sourceIPs,
  PATHS.userAgent,
  PATHS.code,
  PATHS.credentialId,
  PATHS.uri,
];

/** Of these the last element counts. */
export const EVIDENCE_LASTS: ReadonlySet<FieldPath> = new Set([
  PATHS.sourceIPs,
  PATHS.credentialId,
]);

/** What is packed, in this order. */
const FIELDS = [
  'auditID',
  'stage',
  'verb',
  'resource',
  'subresource',
  'namespace',
  'name',
  'user',
  'impersonator',
  'sourceIP',
  'userAgent',
  'code',
  'credentialId',
  'path',
] as const satisfies readonly (keyof Evidence)[];

/** The longest text from an event that an alert carries, in UTF-16 units. */
const LONGEST = 512;

/** What an alert shows of a record. */
export function evidenceOf(record: AuditRecord): Evidence {
  return evidenceIn(witnessOf(record));
}

/** What an alert shows of the event that a witness stands for. */
export function evidenceIn({ time, packed }: Witness): Evidence {
  const values = JSON.parse(packed) as readonly (string | number | null)[];
  const fields = FIELDS.map((field, index) => [field, values[index] ?? null]);
  return { ...Object.fromEntries(fields), time: formatTime(time) } as Evidence;
}

/** Detectors ask for the witness of one record one after another. */
let latest: { readonly record: AuditRecord; readonly witness: Witness } | undefined;

/**
 * A record as a witness of a finding. Its evidence is packed into one string: detectors hold many
 * witnesses for a while and look at few, and packed they take a fifth of the room.
 */
export function witnessOf(record: AuditRecord): Witness {
  if (latest?.record !== record) {
    const { time, digest, partial } = record;
    const packed = record.packed ?? packEvidence(record);
    latest = { record, witness: { time, digest, partial, packed } };
  }
  return latest.witness;
}

function packEvidence(record: AuditRecord): string {
  const evidence = readEvidence(record);
  return JSON.stringify(FIELDS.map((field) => evidence[field]));
}

function readEvidence(record: AuditRecord): Omit<Evidence, 'time'> {
  const at = (name: keyof typeof PATHS) => text(record.field(PATHS[name]));
  const self = at('user');
  const impersonated = at('impersonated');
  const resource = at('resource');
  const code = record.field(PATHS.code);
  return {
    auditID: at('auditID'),
    stage: at('stage'),
    verb: at('verb'),
    resource,
    subresource: at('subresource'),
    namespace: at('namespace'),
    name: at('name'),
    user: impersonated ?? self,
    impersonator: impersonated === null ? null : self,
    sourceIP: last(record.field(PATHS.sourceIPs)),
    userAgent: at('userAgent'),
    code: typeof code === 'number' ? code : null,
    credentialId: last(record.field(PATHS.credentialId)),
    path: resource === null ? (at('uri')?.replace(/[?].*$/s, '') ?? null) : null,
  };
}

function text(value: Json | undefined): string | null {
  if (typeof value !== 'string' || value === '') return null;
  return value.length > LONGEST ? `${value.slice(0, LONGEST)}…` : value;
}

function last(value: Json | undefined): string | null {
  return text(Array.isArray(value) ? value.at(-1) : value);
}
