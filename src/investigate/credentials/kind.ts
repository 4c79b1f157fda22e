import type { Credential } from '../report/credential.ts';
import { accountOf, type Caller } from '../trail/caller.ts';
import type { Issued } from './issues.ts';

/** What kind of credential a caller has, as far as its requests and its issue tell. */
export function kindOf(caller: Caller, issued: Issued | null, hasIds: boolean): Credential['kind'] {
  const { credentialId, pod, legacy, user } = caller;
  if (credentialId?.startsWith('X509SHA256=') === true) return 'certificate';
  if (legacy) return 'legacy';
  if (pod !== null) return 'bound';
  if (credentialId?.startsWith('JTI=') === true) {
    return issued?.boundTo != null || caller.node !== null ? 'bound' : 'unbound';
  }
  // A ServiceAccount's token without an id, where others have one, is from a Secret.
  return hasIds && accountOf(user) !== undefined ? 'legacy' : 'unknown';
}

/** A token that was obtained and not used, as far as the log tells. */
export function unusedCredential(id: string, issued: Issued, identity: string): Credential {
  return {
    id,
    kind: issued.boundTo === null ? 'unbound' : 'bound',
    identity,
    whose: 'suspect',
    confidence: 'certain',
    pod: null,
    node: null,
    secret: null,
    issued,
    firstUse: null,
    lastUse: null,
    requests: 0,
    origins: [],
    siblings: [],
    ended: null,
    usedAfterEnd: null,
    refused: null,
  };
}
