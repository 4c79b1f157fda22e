import type { AuditRecord, FieldPath, Micros } from '../../types.ts';
import { FIELD, textAt } from './fields.ts';

/** Who makes requests, told by all that kube-apiserver logs of it: one identity, credential, place and program. */
export interface Caller {
  /** The user name that authenticated; empty where none was logged. */
  readonly user: string;
  /** `JTI=…` or `X509SHA256=…`; Kubernetes 1.30 and newer. */
  readonly credentialId: string | null;
  readonly pod: string | null;
  readonly podUid: string | null;
  readonly node: string | null;
  /** The last of `sourceIPs`. */
  readonly address: string | null;
  readonly agent: string | null;
  /** What `userAgent` begins with. */
  readonly program: string | null;
  /** A token from a Secret, by kube-apiserver's annotation. */
  readonly legacy: boolean;
  readonly secret: string | null;
  /** Event time of its first and last event in the log, and how many there are. */
  first: Micros;
  last: Micros;
  events: number;
}

/** All that a caller is told by. */
export const CALLER_PATHS: readonly FieldPath[] = [
  FIELD.user,
  FIELD.credentialId,
  FIELD.podName,
  FIELD.podUid,
  FIELD.nodeName,
  FIELD.legacy,
  FIELD.autoSecret,
  FIELD.manualSecret,
  FIELD.sources,
  FIELD.agent,
];

/** The caller of one event, of which nothing else is known yet. */
export function callerOf(record: AuditRecord): Caller {
  const at = (path: FieldPath) => textAt(record, path);
  const agent = at(FIELD.agent);
  const secret = at(FIELD.autoSecret) ?? at(FIELD.manualSecret);
  return {
    user: at(FIELD.user) ?? '',
    credentialId: at(FIELD.credentialId),
    pod: at(FIELD.podName),
    podUid: at(FIELD.podUid),
    node: at(FIELD.nodeName),
    address: at(FIELD.sources),
    agent,
    program: programOf(agent),
    legacy: secret !== null || at(FIELD.legacy) !== null,
    // NAMESPACE/NAME in some releases.
    secret: secret === null ? null : secret.slice(secret.lastIndexOf('/') + 1),
    first: Number.POSITIVE_INFINITY,
    last: Number.NEGATIVE_INFINITY,
    events: 0,
  };
}

/** What the program is called of those that there was no room to tell apart. */
export const OTHERS = '(others)';

/** As `satrap.client`. */
export function programOf(agent: string | null): string | null {
  return agent?.match(/^[^/\s]+/)?.[0] ?? null;
}

/** Notes one more event. */
export function noteUse(caller: Caller, time: Micros): void {
  caller.events++;
  if (time === 0) return;
  if (time < caller.first) caller.first = time;
  if (time > caller.last) caller.last = time;
}

const ACCOUNT = /^system:serviceaccount:([^:]+):([^:]+)$/;

/** Namespace and name of a ServiceAccount by its user name. */
export function accountOf(
  user: string,
): { readonly namespace: string; readonly name: string } | undefined {
  const [, namespace, name] = ACCOUNT.exec(user) ?? [];
  return namespace === undefined || name === undefined ? undefined : { namespace, name };
}

/** The user name of a ServiceAccount. */
export function userOf(namespace: string, name: string): string {
  return `system:serviceaccount:${namespace}:${name}`;
}

/** Who a caller is, by its id in the report. */
export function identityOf({ user }: Caller): string {
  return user === '' ? '?' : user;
}

/** What a caller holds, by its id in the report: as `satrap.credential`. */
export function credentialOf(caller: Caller): string {
  if (caller.credentialId !== null) return caller.credentialId;
  const account = accountOf(caller.user);
  if (caller.pod !== null && account !== undefined) return `pod:${account.namespace}/${caller.pod}`;
  return `${identityOf(caller)}@${caller.address ?? ''}`;
}

/** What rotation leaves as it is: the pod of a token, or how else a credential came about. */
export function seriesOf(caller: Caller): string {
  if (caller.podUid !== null) return `pod:${caller.podUid}`;
  if (caller.pod !== null) return `pod:${accountOf(caller.user)?.namespace ?? ''}/${caller.pod}`;
  if (caller.credentialId?.startsWith('JTI=') === true) return 'token';
  return caller.credentialId ?? (caller.legacy ? `legacy:${caller.secret ?? ''}` : '');
}

/** Whether an id is that of a client certificate. */
export function isCertificate(credentialId: string): boolean {
  return credentialId.startsWith('X509SHA256=');
}
