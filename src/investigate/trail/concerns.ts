import { onceForNumbers } from '../../record/once-for-numbers.ts';
import type { AuditRecord, FieldPath } from '../../types.ts';
import { DELETIONS, WRITES } from '../kinds.ts';
import type { Caller } from './caller.ts';
import { codeOf, FIELD, textAt } from './fields.ts';
import { type Grant, grantOf } from './links/granted.ts';
import type { Trail } from './trail.ts';

/** Requests of which only the object matters, by verb, resource and subresource. */
type Kind = 'change' | 'token' | 'other';

const KIND_PATHS: readonly FieldPath[] = [FIELD.verb, FIELD.resource, FIELD.subresource];
const REASON_PATHS: readonly FieldPath[] = [FIELD.reason];

/** What an object is not the same after. */
const CHANGES: ReadonlySet<string | null> = new Set([...WRITES, ...DELETIONS]);

/** Subresources by which an object is given away, or ended. */
const PARTS: ReadonlySet<string> = new Set([
  'certificatesigningrequests/approval',
  'pods/eviction',
]);

/** Tells which requests of others are about something on a trail. */
export class Concerns {
  readonly #trail: Trail;
  readonly #kinds = onceForNumbers(KIND_PATHS, kindOf);
  readonly #reasons = onceForNumbers(REASON_PATHS, (record) => textAt(record, FIELD.reason));

  constructor(trail: Trail) {
    this.#trail = trail;
  }

  /** Whether it issues a credential of the trail, touches an object of it, or fits as a refusal. */
  about(record: AuditRecord, caller: Caller): boolean {
    const trail = this.#trail;
    if (caller.user === '') {
      return (
        caller.address !== null && trail.addresses.has(caller.address) && codeOf(record) === 401
      );
    }
    const kind = this.#kinds(record);
    if (kind === 'other') return false;
    if (kind === 'token') return isIssue(record, (id) => trail.hasCredential(id));
    const resource = textAt(record, FIELD.resource) ?? '';
    const namespace = textAt(record, FIELD.namespace);
    if (!trail.objects.has(resource, namespace, textAt(record, FIELD.name))) return false;
    return (codeOf(record) ?? 200) < 400;
  }

  /** Whether it issues a suspect's credential. */
  issues(record: AuditRecord): boolean {
    if (this.#kinds(record) !== 'token') return false;
    return isIssue(record, (id) => this.#trail.credentials.has(id));
  }

  /** Whether it is about the approval of a certificate that the trail requested. */
  approves(record: AuditRecord): boolean {
    const { requests } = this.#trail;
    if (requests.size === 0 || textAt(record, FIELD.subresource) !== 'approval') return false;
    return requests.has(textAt(record, FIELD.name) ?? '');
  }

  /** The binding of the trail that a request was allowed by. */
  grant(record: AuditRecord): Grant | undefined {
    if (this.#trail.grants.size === 0) return undefined;
    return grantOf(this.#reasons(record), this.#trail);
  }
}

function isIssue(record: AuditRecord, isKnown: (id: string) => boolean): boolean {
  const issued = textAt(record, FIELD.issued);
  return issued !== null && isKnown(issued);
}

function kindOf(record: AuditRecord): Kind {
  const verb = textAt(record, FIELD.verb);
  if (!CHANGES.has(verb)) return 'other';
  const resource = textAt(record, FIELD.resource);
  const subresource = textAt(record, FIELD.subresource);
  if (subresource === 'token' && resource === 'serviceaccounts') return 'token';
  if (resource === null) return 'other';
  return subresource === null || PARTS.has(`${resource}/${subresource}`) ? 'change' : 'other';
}
