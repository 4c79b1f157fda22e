import type { Micros } from './json.ts';
import type { RuleInfo } from './rule.ts';

/** One event as an alert shows it: typed fields only, never a body. Absent fields are `null`. */
export interface Evidence {
  readonly auditID: string | null;
  readonly stage: string | null;
  /** RFC 3339 with microseconds, UTC. */
  readonly time: string;
  readonly verb: string | null;
  readonly resource: string | null;
  readonly subresource: string | null;
  readonly namespace: string | null;
  readonly name: string | null;
  /** Whose rights were used: the impersonated user where there is one. */
  readonly user: string | null;
  /** Who was behind an impersonation; `null` when the user acted as itself. */
  readonly impersonator: string | null;
  /** The last of `sourceIPs`: the only one the client can't choose. */
  readonly sourceIP: string | null;
  readonly userAgent: string | null;
  /** `responseStatus.code`. */
  readonly code: number | null;
  /** `user.extra["authentication.kubernetes.io/credential-id"][0]`, Kubernetes 1.30 and newer. */
  readonly credentialId: string | null;
  /** `requestURI` without its query, where the request names no resource. */
  readonly path: string | null;
}

/** One event that counts towards a finding. */
export interface Witness {
  readonly time: Micros;
  readonly digest: string;
  readonly partial: boolean;
  /** Its evidence, packed: `evidenceIn()` unpacks it. */
  readonly packed: string;
}

/** One event on its way back to detectors: valid while it is being observed. */
export interface Sighting {
  readonly time: Micros;
  /** The event as a witness, made anew: to be asked for only when a finding may show it. */
  witness(): Witness;
}

/** A rule held. What repeats of one cause within an hour fold into an `Alert`. */
export interface Finding {
  readonly rule: RuleInfo;
  /** When the rule held: the time of the event that completed it. */
  readonly time: Micros;
  /** The cause: findings of one rule with equal keys are repeats of each other. */
  readonly key: readonly (string | number | boolean | null)[];
  /** How many events it took. */
  readonly count: number;
  readonly firstSeen: Micros;
  readonly lastSeen: Micros;
  /** Some of those events, in event order, at most ten. */
  readonly witnesses: readonly Witness[];
  /** What a stateful rule measured, as a clause for the message, such as `31,204 events in 5m`. */
  readonly measured?: string;
  /** What a rule has to say of the event, as a clause for the message, such as `never seen in 12d of history`. */
  readonly remark?: string;
}

/** A record's place in the order of events: by time, then by digest. */
export interface Moment {
  readonly time: Micros;
  readonly digest: string;
}
