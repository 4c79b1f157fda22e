import type { Json } from '../../types.ts';
import { eventPath } from '../event-path.ts';
import { ofOneField } from './derivation.ts';
import { at, objectOf, orAbsent, textOf, textsOf } from './json.ts';

const ANNOTATIONS = eventPath('annotations');

/** Kubernetes' "Audit annotations" reference: `failed-open.mutation.webhook.admission.k8s.io/round_0_index_1` and its like. */
const FAILED_OPEN = /^failed-open\.(?:mutation|validat\w+)\.webhook\.admission\.k8s\.io\//;
const MUTATION = /^mutation\.webhook\.admission\.k8s\.io\//;

export const WEBHOOKS = ofOneField(
  {
    name: 'webhooks',
    summary:
      '`.failedOpen`: the admission webhooks that could not be asked and let the request pass; `.changed`: those ' +
      'that changed the object, as `CONFIGURATION/WEBHOOK`',
    open: true,
  },
  ANNOTATIONS,
  (value) => {
    const annotations = objectOf(value);
    if (annotations === undefined) return undefined;
    const under = (pattern: RegExp): readonly string[] =>
      Object.keys(annotations)
        .filter((key) => pattern.test(key))
        .flatMap((key) => textsOf(annotations[key]));
    const failedOpen = orAbsent(under(FAILED_OPEN));
    const changed = orAbsent(under(MUTATION).flatMap(mutation));
    if (failedOpen === undefined && changed === undefined) return undefined;
    return { ...(failedOpen && { failedOpen }), ...(changed && { changed }) };
  },
);

/** The annotation's value: `{"configuration":"…","webhook":"…","mutated":true}`. */
function mutation(text: string): string[] {
  const told = objectOf(parsed(text));
  if (at(told, 'mutated') !== true) return [];
  return [`${textOf(at(told, 'configuration')) ?? ''}/${textOf(at(told, 'webhook')) ?? ''}`];
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
