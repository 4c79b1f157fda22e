import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decide } from '../../../src/policy/evaluate.ts';
import { type PolicyFile, readPolicy } from '../../../src/policy/read.ts';
import type { JsonObject } from '../../../src/types.ts';
import { askedBy } from '../../deploy/policy.ts';
import { AUDIT_POLICY } from '../cluster/policy.ts';

/** Bodies of everything but Secrets; what a TokenRequest answers is a token. */
export const EVERYTHING = `apiVersion: audit.k8s.io/v1
kind: Policy
omitStages: [RequestReceived]
omitManagedFields: true
rules:
  - level: None
    nonResourceURLs: ['/healthz*', '/livez*', '/readyz*']
  - level: Metadata
    resources:
      - group: ''
        resources: [secrets]
      - group: authentication.k8s.io
        resources: [tokenreviews]
  - level: Request
    resources:
      - group: ''
        resources: [serviceaccounts/token]
  - level: RequestResponse
`;

const METADATA = `apiVersion: audit.k8s.io/v1
kind: Policy
omitStages: [RequestReceived]
rules:
  - level: Metadata
`;

/** The policy that satrap ships. */
export const SHIPPED: string = readFileSync(
  join(import.meta.dirname, '../../../deploy/audit-policy.yaml'),
  'utf8',
);

/** Ways to log the same cluster, fullest first. */
export const POLICIES = {
  everything: EVERYTHING,
  shipped: SHIPPED,
  thrifty: AUDIT_POLICY,
  metadata: METADATA,
} as const;

/**
 * What a policy would have had logged of events that were logged in full: `policy.e2e.ts` shows that a real
 * apiserver decides the same.
 */
export function underPolicy(events: readonly JsonObject[], text: string): JsonObject[] {
  const { policy } = readPolicy('policy', text).policy as PolicyFile;
  return events.flatMap((event) => {
    const { level, omitStages } = decide(policy, askedBy(event));
    if (level === 'None' || (omitStages as readonly unknown[]).includes(event.stage)) return [];
    const { requestObject, responseObject, ...rest } = event;
    return [
      {
        ...rest,
        level,
        ...(level !== 'Metadata' && requestObject !== undefined && { requestObject }),
        ...(level === 'RequestResponse' && responseObject !== undefined && { responseObject }),
      },
    ];
  });
}

const ISSUED = 'authentication.kubernetes.io/issued-credential-id';

/** What Kubernetes before 1.29 logged: of tokens their pods, of certificates nothing, and no ids anywhere. */
export function asOlder(event: JsonObject): JsonObject {
  return withExtra(withoutIssued(event), ([name]) =>
    /^authentication\.kubernetes\.io\/pod-(?:name|uid)$/.test(name),
  );
}

/** What is left behind a proxy that drops `user.extra`. */
export function withoutExtra(event: JsonObject): JsonObject {
  return withExtra(event, () => false);
}

function withoutIssued(event: JsonObject): JsonObject {
  const { [ISSUED]: _, ...annotations } = (event.annotations ?? {}) as JsonObject;
  return event.annotations === undefined ? event : { ...event, annotations };
}

function withExtra(event: JsonObject, keeps: (entry: [string, unknown]) => boolean): JsonObject {
  const { extra, ...user } = (event.user ?? {}) as JsonObject;
  if (extra === undefined) return event;
  const kept = Object.entries(extra as JsonObject).filter(keeps);
  return {
    ...event,
    user: { ...user, ...(kept.length > 0 && { extra: Object.fromEntries(kept) }) },
  };
}
