import { DRY_RUN } from '../../record/derived/dry-run.ts';
import { textOf } from '../../record/derived/json.ts';
import { writtenObject } from '../../record/derived/object.ts';
import { eventPath } from '../../record/event-path.ts';
import { evidenceOf } from '../../record/evidence.ts';
import type { AuditRecord, Evidence, JsonObject, Micros } from '../../types.ts';
import type { Act } from '../act.ts';
import { type Caller, credentialOf, identityOf } from './caller.ts';
import { codeOf, FIELD, textAt } from './fields.ts';

const RESPONSE_NAME = eventPath('responseObject.metadata.name');
const REQUEST_NAME = eventPath('requestObject.metadata.name');
const DECISION = eventPath('annotations.authorization.k8s.io/decision');

/** An act over a record: what only few parts ask for is read when they do. */
export class EventAct implements Act {
  readonly whose: Act['whose'];
  readonly origin: string;
  readonly caller: Caller;
  readonly record: AuditRecord;
  #evidence: Evidence | undefined;
  #id: string | undefined;

  constructor(record: AuditRecord, caller: Caller, whose: Act['whose'], origin: string) {
    this.record = record;
    this.caller = caller;
    this.whose = whose;
    this.origin = origin;
  }

  get id(): string {
    this.#id ??= this.record.digest;
    return this.#id;
  }

  get time(): Micros {
    return this.record.time;
  }

  get evidence(): Evidence {
    this.#evidence ??= evidenceOf(this.record);
    return this.#evidence;
  }

  get identity(): string {
    return identityOf(this.caller);
  }

  get as(): string | null {
    return textAt(this.record, FIELD.impersonated);
  }

  get credential(): string {
    return credentialOf(this.caller);
  }

  get outcome(): Act['outcome'] {
    const code = codeOf(this.record);
    if (code === 401 || code === 403) return 'denied';
    if (code === null) return this.#isForbidden() ? 'denied' : 'unknown';
    return code < 400 ? 'allowed' : 'failed';
  }

  get group(): string {
    return textAt(this.record, FIELD.group) ?? '';
  }

  get name(): string | null {
    const name = textAt(this.record, FIELD.name);
    if (name !== null || this.evidence.verb !== 'create') return name;
    const { record } = this;
    return textOf(record.field(RESPONSE_NAME)) ?? textOf(record.field(REQUEST_NAME)) ?? null;
  }

  get dryRun(): boolean {
    return DRY_RUN.value(this.record) === 'true';
  }

  get event(): JsonObject {
    return this.record.event;
  }

  get object(): JsonObject | undefined {
    return writtenObject(this.record);
  }

  get partial(): boolean {
    return this.record.partial;
  }

  #isForbidden(): boolean {
    return this.record.field(DECISION) === 'forbid';
  }
}
