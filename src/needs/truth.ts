import { AUDIT_LEVELS, type AuditLevel } from '../policy/policy.ts';
import { eventPath, resolve } from '../record/event-path.ts';
import type { FieldItem, Form, RecordItem } from '../sigma/predicate.ts';
import type { AuditRecord, FieldPath, Json, JsonObject } from '../types.ts';
import type { Situation } from './situation.ts';

/**
 * Whether a condition can hold in a situation of which not everything is known: Kleene's logic of three values.
 * An item that looks only at what is known is asked itself, by a record that notes what it is asked for.
 */

/** `open`: it depends on what isn't known, and for that on bodies of at least this level. */
export type Truth = 'yes' | 'no' | { readonly needs: AuditLevel };

/** What is known of a condition. */
export function truthOf(form: Form, situation: Situation): Truth {
  switch (form.kind) {
    case 'not': {
      const inner = truthOf(form.part, situation);
      return inner === 'yes' ? 'no' : inner === 'no' ? 'yes' : inner;
    }
    case 'and':
      return linked(form.parts, situation, 'no', 'yes');
    case 'or':
      return linked(form.parts, situation, 'yes', 'no');
    case 'field':
    case 'record':
      return ofItem(form, situation);
  }
}

function linked(
  parts: readonly Form[],
  situation: Situation,
  final: 'yes' | 'no',
  neutral: 'yes' | 'no',
): Truth {
  let needs: AuditLevel | undefined;
  for (const part of parts) {
    const truth = truthOf(part, situation);
    if (truth === final) return final;
    if (typeof truth === 'object') needs = higher(needs, truth.needs);
  }
  return needs === undefined ? neutral : { needs };
}

function ofItem(item: FieldItem | RecordItem, situation: Situation): Truth {
  const probe = new Probe(situation);
  if (item.kind === 'record') {
    const held = item.holds(probe);
    return probe.missed.length === 0 ? answer(held) : { needs: neededBy(probe.missed, situation) };
  }
  const value = probe.field(item.path);
  if (probe.missed.length === 0) return answer(item.holds(value));
  const excluded = situation.excluded.get(item.path.text);
  if (excluded !== undefined && item.texts?.every((text) => excluded.has(text.toLowerCase()))) {
    return 'no';
  }
  // Of a list, some elements may be known: what holds for one of them holds.
  const some = resolve(situation.event, item.path);
  if (Array.isArray(some) && some.length > 0 && item.texts !== undefined && item.holds(some)) {
    return 'yes';
  }
  return { needs: neededBy(probe.missed, situation) };
}

function answer(held: boolean): Truth {
  return held ? 'yes' : 'no';
}

/**
 * The level at which what was missed is logged. Where something else than bodies was missed as well, that may
 * answer by itself. What a patch came to only its response says.
 */
function neededBy(missed: readonly string[], { event }: Situation): AuditLevel {
  const request = missed.some((text) => isBelow(text, 'requestObject'));
  const response = missed.some((text) => isBelow(text, 'responseObject'));
  const bodies = missed.every(
    (text) => isBelow(text, 'requestObject') || isBelow(text, 'responseObject'),
  );
  if (!bodies) return 'Metadata';
  return request && (event.verb !== 'patch' || !response) ? 'Request' : 'RequestResponse';
}

/** The higher of two levels. */
export function higher(one: AuditLevel | undefined, other: AuditLevel): AuditLevel {
  return one === undefined || AUDIT_LEVELS.indexOf(one) < AUDIT_LEVELS.indexOf(other) ? other : one;
}

/** A record of what is known, which notes what else it is asked for. */
class Probe implements AuditRecord {
  readonly time = 0;
  readonly partial = false;
  readonly digest = '';
  readonly missed: string[] = [];
  readonly #situation: Situation;

  constructor(situation: Situation) {
    this.#situation = situation;
  }

  get event(): JsonObject {
    this.missed.push('');
    return this.#situation.event;
  }

  field(path: FieldPath): Json | undefined {
    if (path.derived !== undefined) return path.derived.of(this);
    const { known, event } = this.#situation;
    if (known.some((field) => isBelow(path.text, field)))
      return resolve(event, eventPath(path.text));
    this.missed.push(path.text);
    return undefined;
  }
}

/** Whether a path is that field, or stands in it. */
function isBelow(text: string, field: string): boolean {
  return text === field || (text.startsWith(field) && text.charAt(field.length) === '.');
}
