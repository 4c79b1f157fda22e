import { at, listOf, objectOf, textsOf } from '../../record/derived/json.ts';
import { fieldPath } from '../../record/field-path.ts';
import type { JsonObject } from '../../types.ts';
import type { Act } from '../act.ts';
import { recordOf } from '../record-of.ts';

const POD_SPEC = fieldPath('satrap.podSpec');

/** Capabilities that lead out of a container (capabilities(7)). */
const DANGEROUS: ReadonlySet<string> = new Set([
  'ALL',
  'SYS_ADMIN',
  'SYS_PTRACE',
  'SYS_MODULE',
  'SYS_RAWIO',
  'DAC_READ_SEARCH',
  'BPF',
  'NET_ADMIN',
]);

/** The PodSpec that an act wrote, as far as its bodies were logged. */
export function podSpecOf(act: Act): JsonObject | undefined {
  return objectOf(recordOf(act).field(POD_SPEC));
}

/** Whether the pods of what was written could leave their containers. */
export function isRisky(act: Act): boolean {
  const spec = podSpecOf(act);
  return spec !== undefined && risksOf(spec).length > 0;
}

/** How the pods of a PodSpec could leave their containers, as adjectives and nouns. */
export function risksOf(spec: JsonObject): readonly string[] {
  const containers = listOf(at(spec, 'containers')).map((one) =>
    objectOf(at(objectOf(one), 'securityContext')),
  );
  const added = containers.flatMap((one) => textsOf(at(objectOf(at(one, 'capabilities')), 'add')));
  const dangerous = [...new Set(added)].filter((one) => DANGEROUS.has(one.replace(/^CAP_/, '')));
  const paths = listOf(at(spec, 'volumes')).flatMap((volume) =>
    textsOf(at(objectOf(at(objectOf(volume), 'hostPath')), 'path')),
  );
  return [
    ...(containers.some((one) => at(one, 'privileged') === true) ? ['privileged'] : []),
    ...['hostPID', 'hostNetwork', 'hostIPC'].filter((key) => at(spec, key) === true),
    ...dangerous.map((one) => `capability ${one}`),
    ...[...new Set(paths)].slice(0, 5).map((one) => `host path ${one}`),
  ];
}
