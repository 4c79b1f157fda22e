import { at, listOf, objectOf, textOf, textsOf } from '../../record/derived/json.ts';
import { quoted } from '../../text/request.ts';
import type { JsonObject } from '../../types.ts';
import type { Act } from '../act.ts';
import { podSpecOf, risksOf } from '../timeline/risky-pod.ts';
import { listed } from '../words.ts';
import type { What } from './what.ts';

/** What pods and workloads run. */

/** `runs evil:1 as ServiceAccount prod/admin on schedule "* * * * *", privileged`. */
export function workload(act: Act): What {
  const spec = podSpecOf(act);
  const { namespace, resource, subresource } = act.evidence;
  const within = subresource === 'ephemeralcontainers' ? ' in a container that was added' : '';
  if (spec === undefined) {
    const what = act.object === undefined ? '; body not logged' : '';
    return { what: `runs something${within}${what}`, beneficiaries: [] };
  }
  const account = textOf(at(spec, 'serviceAccountName')) ?? textOf(at(spec, 'serviceAccount'));
  const inside = namespace === null ? '' : `${namespace}/`;
  const as = account === undefined ? '' : ` as ServiceAccount ${quoted(`${inside}${account}`)}`;
  const risks = risksOf(spec);
  const how = risks.length === 0 ? '' : `, ${listed(risks, 0, 6)}`;
  const when = resource === 'cronjobs' ? scheduleOf(act.object) : '';
  const users =
    account === undefined || namespace === null
      ? []
      : [`system:serviceaccount:${namespace}:${account}`];
  return {
    what: `runs ${imagesOf(spec, subresource)}${within}${as}${when}${how}`,
    beneficiaries: users,
  };
}

function imagesOf(spec: JsonObject, subresource: string | null): string {
  const key =
    subresource === 'ephemeralcontainers'
      ? subresource.replace('containers', 'Containers')
      : 'containers';
  const own = listOf(at(spec, key));
  const images = (own.length > 0 ? own : listOf(at(spec, 'containers'))).flatMap((container) =>
    textsOf(at(objectOf(container), 'image')),
  );
  return images.length === 0 ? 'something' : listed([...new Set(images)]);
}

function scheduleOf(object: JsonObject | undefined): string {
  const schedule = textOf(at(objectOf(at(object, 'spec')), 'schedule'));
  return schedule === undefined ? '' : ` on schedule ${quoted(schedule, 80)}`;
}
