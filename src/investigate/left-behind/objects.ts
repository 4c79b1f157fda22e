import type { Act } from '../act.ts';
import type { ObjectRef } from '../report/common.ts';

/** The object that an act is about. */
export function refOf({ evidence, group, name }: Act): ObjectRef {
  const { resource, namespace } = evidence;
  // The name of a namespace stands in both places.
  return {
    group,
    resource: resource ?? '',
    namespace: resource === 'namespaces' ? null : namespace,
    name,
  };
}

/** One key for one object. */
export function objectKey({ group, resource, namespace, name }: ObjectRef): string {
  return JSON.stringify([group, resource, namespace, name]);
}
