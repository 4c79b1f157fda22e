import { eventPaths, fieldPath } from '../record/field-path.ts';
import type { FieldPath } from '../types.ts';
import { inOrderOfReference, pathsByBase } from './correlation/dependencies.ts';
import type { Form } from './predicate.ts';
import type { RuleSet } from './rule-set.ts';

/**
 * Every field of events that the rules of a set look at and that their correlations and baselines read. Of
 * bodies, which few events have, only whether they are there: each field of every event takes room and time,
 * and forty that nearly none has took as long as all others.
 */
export function fieldsOf({ detections, correlations, baselines }: RuleSet): readonly FieldPath[] {
  const asked = detections.flatMap(({ form }) => (form === undefined ? [] : fieldsIn(form)));
  const read = [...pathsByBase(inOrderOfReference(correlations)).values()].flat();
  const remembered = baselines.flatMap(({ groupBy, fields }) =>
    [...groupBy, ...fields].flatMap(({ paths }) => paths),
  );
  const paths = eventPaths([...asked, ...read, ...remembered]);
  return [...new Set(paths.map(({ text }) => fieldPath(BODY.exec(text)?.[0] ?? text)))];
}

const BODY = /^(?:request|response)Object(?=[.]|$)/;

function fieldsIn(form: Form): readonly FieldPath[] {
  if (form.kind === 'field') return [form.path];
  if (form.kind === 'record') return form.paths;
  return form.kind === 'not' ? fieldsIn(form.part) : form.parts.flatMap(fieldsIn);
}
