import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Asked, type Decision, decide as decideBy } from '../../src/policy/evaluate.ts';
import type { Policy } from '../../src/policy/policy.ts';
import { type PolicyFile, readPolicy } from '../../src/policy/read.ts';
import type { JsonObject } from '../../src/types.ts';

export const DEPLOY: string = resolve(import.meta.dirname, '../../deploy');

const path = resolve(DEPLOY, 'audit-policy.yaml');

/** The policy that satrap ships. */
export const policy: Policy = (readPolicy(path, readFileSync(path, 'utf8')).policy as PolicyFile)
  .policy;

/** What stands in an audit event about its request. */
export function askedBy(event: JsonObject): Asked {
  const user = event.user as { username?: string; groups?: string[] } | undefined;
  const ref = event.objectRef as Record<string, string> | undefined;
  return {
    ...(user?.username ? { user: { name: user.username, groups: user.groups ?? [] } } : {}),
    verb: event.verb as string,
    path: (event.requestURI as string).replace(/\?.*/s, ''),
    ...(ref === undefined
      ? {}
      : {
          resource: {
            group: ref.apiGroup ?? '',
            resource: ref.resource ?? '',
            subresource: ref.subresource ?? '',
            namespace: ref.namespace ?? '',
            name: ref.name ?? '',
          },
        }),
  };
}

/** What the policy says to it. */
export function decide(asked: Asked): Decision {
  return decideBy(policy, asked);
}
