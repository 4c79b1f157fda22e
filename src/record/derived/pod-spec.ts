import type { AuditRecord, Json, JsonObject } from '../../types.ts';
import { eventPath } from '../event-path.ts';
import type { Derivation } from './derivation.ts';
import { at, listOf, objectOf, orAbsent, textOf, textsOf } from './json.ts';
import { OBJECT_READS, writtenObject } from './object.ts';

const RESOURCE = eventPath('objectRef.resource');
const READS = [...OBJECT_READS, RESOURCE];

/** Where objects have their PodSpec, by resource: an attacker may add keys that another one would have. */
const PLACES: Readonly<Record<string, readonly string[]>> = {
  pods: ['spec'],
  podtemplates: ['template', 'spec'],
  cronjobs: ['spec', 'jobTemplate', 'spec', 'template', 'spec'],
};

/** Deployments, Jobs and all others, custom resources made after them included. */
const TEMPLATE = ['spec', 'template', 'spec'];

/** The three lists of a PodSpec (core/v1). */
const CONTAINERS = ['containers', 'initContainers', 'ephemeralContainers'];

export const POD_SPEC: Derivation = {
  name: 'podSpec',
  summary:
    'the PodSpec of that object, whether it is a Pod or has a template for some; its `containers` are ' +
    'containers, initContainers and ephemeralContainers together',
  ofBodies: true,
  reads: READS,
  open: true,
  value: podSpec,
};

function podSpec(record: AuditRecord): JsonObject | undefined {
  const object = writtenObject(record);
  const resource = textOf(record.field(RESOURCE)) ?? '';
  const place = Object.hasOwn(PLACES, resource) ? PLACES[resource] : undefined;
  const spec = object && descend(object, place ?? TEMPLATE);
  if (spec === undefined) return undefined;
  const containers = CONTAINERS.flatMap((key) => listOf(at(spec, key)));
  return { ...spec, ...(containers.length > 0 && { containers }) };
}

function descend(object: JsonObject, keys: readonly string[]): JsonObject | undefined {
  let place: JsonObject | undefined = object;
  for (const key of keys) place = objectOf(at(place, key));
  return place;
}

export const IMAGE_REPOSITORIES: Derivation = {
  name: 'imageRepositories',
  summary: 'the images of that PodSpec without tag and digest',
  ofBodies: true,
  reads: READS,
  value(record) {
    const images = listOf(podSpec(record)?.containers).flatMap((container: Json) =>
      textsOf(at(objectOf(container), 'image')),
    );
    return orAbsent([...new Set(images.map(repositoryOf))]);
  },
};

/** A tag follows the last colon, unless that belongs to the registry's port. */
function repositoryOf(image: string): string {
  const [name = ''] = image.split('@');
  const colon = name.lastIndexOf(':');
  return colon > name.lastIndexOf('/') ? name.slice(0, colon) : name;
}
