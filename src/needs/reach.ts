import type { AuditLevel } from '../policy/policy.ts';
import type { Form } from '../sigma/predicate.ts';
import type { DetectionRule } from '../sigma/rule-set.ts';
import { CUSTOM, kindsOf, REQUEST_KINDS, type RequestKind } from './request-kinds.ts';
import { situationOf } from './situation.ts';
import { truthOf } from './truth.ts';

/** A kind of request for which a rule can hold. */
export interface Reached {
  readonly kind: RequestKind;
  /** Below this level it can't hold. */
  readonly least: AuditLevel;
  /** From this level on it sees everything that it asks for. */
  readonly full: AuditLevel;
}

const LOGGED: readonly AuditLevel[] = ['Metadata', 'Request', 'RequestResponse'];

/** All kinds of requests for which a rule can hold; it may look at more, such as who asks. */
export function reachOf({ form }: Pick<DetectionRule, 'form'>): readonly Reached[] {
  if (form === undefined) return [];
  return [...REQUEST_KINDS, ...namedKinds(form)].flatMap((kind) => {
    const truth = truthOf(form, situationOf(kind, { level: 'RequestResponse' }));
    if (truth === 'no') return [];
    const full = truth === 'yes' ? 'Metadata' : truth.needs;
    const can = (level: AuditLevel) => truthOf(form, situationOf(kind, { level })) !== 'no';
    const least = full === 'Metadata' ? full : LOGGED.find(can);
    return least === undefined ? [] : [{ kind, least, full }];
  });
}

/** Requests for the custom resources that a rule names. */
function namedKinds(form: Form): RequestKind[] {
  const builtIn = new Set(REQUEST_KINDS.map(({ target }) => target?.resource));
  const names = textsIn(form, 'objectRef.resource').filter((name) => !builtIn.has(name));
  const groups = textsIn(form, 'objectRef.apiGroup');
  return names.flatMap((resource) =>
    (groups.length === 0 ? [CUSTOM.group] : groups).flatMap((group) =>
      kindsOf({ ...CUSTOM, group, resource }),
    ),
  );
}

/** The whole texts that a condition compares a field with. */
export function textsIn(form: Form, field: string): readonly string[] {
  if (form.kind === 'record') return [];
  if (form.kind === 'field') return form.path.text === field ? (form.texts ?? []) : [];
  if (form.kind === 'not') return textsIn(form.part, field);
  return [...new Set(form.parts.flatMap((part) => textsIn(part, field)))];
}
