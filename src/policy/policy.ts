/** An audit policy as kube-apiserver reads it (`audit.k8s.io/v1`, kind `Policy`). */

/** How much of a request is logged, least first. */
export const AUDIT_LEVELS = ['None', 'Metadata', 'Request', 'RequestResponse'] as const;

/** One of them. */
export type AuditLevel = (typeof AUDIT_LEVELS)[number];

/** When in its life a request is logged. `ResponseStarted`: of what stays open, and of failed authentications. */
export const STAGES = ['RequestReceived', 'ResponseStarted', 'ResponseComplete', 'Panic'] as const;

/** One of them. */
export type Stage = (typeof STAGES)[number];

/** Resources of one API group. */
export interface GroupResources {
  /** Empty: the core group; `*`: every group. */
  readonly group: string;
  /** `pods`, `pods/log`, `pods/*`, `*\/scale`, `*`; none: all of the group, subresources too. */
  readonly resources: readonly string[];
  /** None: every name. */
  readonly resourceNames: readonly string[];
}

/** One rule: all that it says must fit; an empty list says nothing. */
export interface PolicyRule {
  readonly level: AuditLevel;
  readonly users: readonly string[];
  readonly userGroups: readonly string[];
  readonly verbs: readonly string[];
  readonly resources: readonly GroupResources[];
  /** An empty text: what is in no namespace, and requests across all. */
  readonly namespaces: readonly string[];
  /** Paths; `*` at the end stands for anything. */
  readonly nonResourceURLs: readonly string[];
  readonly omitStages: readonly Stage[];
  /** Absent: as the policy has it. */
  readonly omitManagedFields?: boolean | undefined;
}

/** A whole policy: the first rule that fits a request decides. */
export interface Policy {
  readonly omitStages: readonly Stage[];
  readonly omitManagedFields: boolean;
  readonly rules: readonly PolicyRule[];
}
