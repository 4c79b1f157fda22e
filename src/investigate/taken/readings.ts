import { at, listOf, objectOf, textOf } from '../../record/derived/json.ts';
import { queryValues } from '../../record/derived/request-query.ts';
import { eventPath } from '../../record/event-path.ts';
import type { JsonObject } from '../../types.ts';
import type { Act } from '../act.ts';
import { CONFIDENTIAL } from '../kinds.ts';
import { recordOf } from '../record-of.ts';
import type { Confidence } from '../report/common.ts';
import type { Taken } from '../report/taken.ts';

/** What one request may have taken. */
export interface Reading {
  readonly kind: Taken['kind'];
  readonly object: Taken['object'];
  readonly scope: Taken['scope'];
  readonly selector: string | null;
  /** One way: `get`, `list`, `deletecollection (dry run)`. */
  readonly how: string;
  readonly credential: string | null;
  readonly serviceAccount: string | null;
  readonly command: string | null;
  readonly confidence: Confidence;
}

const RESPONSE = eventPath('responseObject');

/** More names of one answer are not told one by one. */
const MOST_ITEMS = 1000;
/** No selector that kube-apiserver takes is longer: what is beyond is cut. */
const LONGEST_SELECTOR = 500;

const NOTHING: readonly Reading[] = [];

/** Answers with objects in them; kube-apiserver answers a patch with the whole object as it is then. */
const TELLING: ReadonlySet<string> = new Set(['get', 'list', 'watch', 'patch', 'deletecollection']);

/** The Secrets and ConfigMaps that a request's answer had in it. */
export function confidentialIn(act: Act): readonly Reading[] {
  const { resource, subresource, verb, namespace } = act.evidence;
  if (resource === null || !CONFIDENTIAL.has(resource) || subresource !== null) return NOTHING;
  if (act.group !== '' || verb === null || !TELLING.has(verb) || !isAnswered(act)) return NOTHING;
  const base = {
    kind: resource === 'secrets' ? ('secret' as const) : ('configmap' as const),
    how: act.dryRun ? `${verb} (dry run)` : verb,
    credential: null,
    serviceAccount: null,
    command: null,
    confidence: sure(act, surenessOf(act, verb)),
  };
  const object = { group: '', resource, namespace, name: act.name };
  if (verb !== 'get' && verb !== 'patch') return collection(act, base, object);
  return [{ ...base, object, scope: 'object', selector: null }];
}

function surenessOf(act: Act, verb: string): Confidence {
  if (verb === 'patch') return 'likely';
  return verb === 'watch' ? watched(act) : 'certain';
}

function collection(
  act: Act,
  base: Omit<Reading, 'object' | 'scope' | 'selector'>,
  object: Taken['object'],
): readonly Reading[] {
  const answered = itemsOf(act);
  if (answered.onlyNames) return NOTHING;
  const selector = selectorOf(act);
  const named = answered.items.map(({ namespace, name }): Reading => {
    const place = { ...object, namespace: namespace ?? object.namespace, name };
    return { ...base, object: place, scope: 'object', selector: null };
  });
  if (answered.all) return named;
  // kube-apiserver takes the name out of `fieldSelector=metadata.name=…`.
  if (object.name !== null) return [{ ...base, object, scope: 'object', selector: null }];
  const wide = object.namespace === null ? ('cluster' as const) : ('namespace' as const);
  return [...named, { ...base, object, scope: selector === null ? wide : 'selection', selector }];
}

/** Whether there was an answer with something in it; of a request without a logged answer nobody knows. */
export function isAnswered(act: Act): boolean {
  return act.outcome === 'allowed' || act.outcome === 'unknown';
}

/** No surer than the log is. */
export function sure(act: Act, confidence: Confidence): Confidence {
  return act.outcome === 'unknown' ? 'possible' : confidence;
}

/** A watch that begins at a version of the past tells only what changed since. */
function watched(act: Act): Confidence {
  const record = recordOf(act);
  const [version = ''] = queryValues(record, 'resourceVersion');
  const isWhole = version === '' || version === '0';
  return isWhole || queryValues(record, 'sendInitialEvents').includes('true')
    ? 'certain'
    : 'possible';
}

/** The selectors that narrowed a collection, as the client wrote them. */
export function selectorOf(act: Act): string | null {
  const record = recordOf(act);
  const parts = (['labelSelector', 'fieldSelector'] as const).flatMap((key) =>
    queryValues(record, key).filter((value) => value !== ''),
  );
  return parts.length === 0 ? null : parts.join(' and ').slice(0, LONGEST_SELECTOR);
}

/** What an answer has in it. */
export interface Items {
  readonly items: readonly { readonly namespace: string | null; readonly name: string }[];
  /** Each object of the answer is among them. */
  readonly all: boolean;
  /** The answer had metadata only: kubectl's table. */
  readonly onlyNames: boolean;
}

/** The names in a logged answer; of its values nothing is looked at. */
export function itemsOf(act: Act): Items {
  const answer = objectOf(recordOf(act).field(RESPONSE));
  const kind = at(answer, 'kind');
  const rows = listOf(at(answer, kind === 'Table' ? 'rows' : 'items'));
  const objects = rows.map((row) =>
    kind === 'Table' ? objectOf(at(objectOf(row), 'object')) : objectOf(row),
  );
  const items = objects.slice(0, MOST_ITEMS).flatMap((object) => {
    const metadata = objectOf(at(object, 'metadata'));
    const name = textOf(at(metadata, 'name'));
    return name === undefined
      ? []
      : [{ namespace: textOf(at(metadata, 'namespace')) ?? null, name }];
  });
  const isList =
    answer !== undefined && Array.isArray(at(answer, kind === 'Table' ? 'rows' : 'items'));
  const whole = isList && !act.partial && items.length === rows.length;
  const onlyNames =
    whole &&
    (kind === 'PartialObjectMetadataList' || (kind === 'Table' && objects.every(isMetadata)));
  return { items, all: whole, onlyNames };
}

function isMetadata(object: JsonObject | undefined): boolean {
  return object === undefined || at(object, 'kind') === 'PartialObjectMetadata';
}
