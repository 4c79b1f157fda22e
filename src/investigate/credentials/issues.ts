import { at, objectOf, textOf, textsOf } from '../../record/derived/json.ts';
import { formatTime, parseTime } from '../../record/time.ts';
import type { JsonObject } from '../../types.ts';
import type { Act } from '../act.ts';
import { Proofs } from '../proofs.ts';
import type { Credential } from '../report/credential.ts';

/** How a credential came about. */
export type Issued = NonNullable<Credential['issued']>;

const ISSUED = 'authentication.kubernetes.io/issued-credential-id';

/** The id of the token that an act issued; `undefined` where it is none, or the log has no ids. */
export function issuedId(act: Act): string | undefined {
  const { verb, subresource } = act.evidence;
  if (verb !== 'create' || subresource !== 'token' || act.outcome === 'denied') return undefined;
  return textOf(at(objectOf(at(act.event, 'annotations')), ISSUED));
}

/** Who asked for it, for what, and until when; the token itself is never looked at. */
export function issueOf(act: Act): Issued {
  const spec = specOf(act.event);
  const bound = objectOf(at(spec, 'boundObjectRef'));
  const seconds = at(spec, 'expirationSeconds');
  const audiences = textsOf(at(spec, 'audiences'));
  const proofs = new Proofs();
  proofs.add(act);
  const name = textOf(at(bound, 'name'));
  return {
    time: formatTime(act.time),
    by: act.as ?? act.identity,
    byCredential: act.credential,
    boundTo:
      name === undefined
        ? null
        : { kind: textOf(at(bound, 'kind')) ?? '', name, uid: textOf(at(bound, 'uid')) ?? null },
    expirationSeconds:
      typeof seconds === 'number' && Number.isSafeInteger(seconds) ? seconds : null,
    expires: expiryOf(act.event),
    audiences: audiences.length === 0 ? null : [...audiences],
    proof: proofs.proof,
  };
}

/** What was granted, else what was asked for. */
function specOf(event: JsonObject): JsonObject | undefined {
  return (
    objectOf(at(objectOf(at(event, 'responseObject')), 'spec')) ??
    objectOf(at(objectOf(at(event, 'requestObject')), 'spec'))
  );
}

function expiryOf(event: JsonObject): string | null {
  const status = objectOf(at(objectOf(at(event, 'responseObject')), 'status'));
  const time = parseTime(at(status, 'expirationTimestamp'));
  return time === undefined ? null : formatTime(time);
}
