import { at, listOf, objectOf, textOf, textsOf } from '../../record/derived/json.ts';
import { quoted } from '../../text/request.ts';
import type { Json, JsonObject } from '../../types.ts';
import type { Act } from '../act.ts';
import { listed } from '../words.ts';

/** What webhooks, API servers and other objects that stand in the way of requests do. */

/** `is asked about create pods and sends them to https://…`. */
export function webhook({ object, evidence }: Act): string {
  const may =
    evidence.resource === 'mutatingwebhookconfigurations' ? 'sees and changes' : 'sees and refuses';
  const hooks = listOf(at(object, 'webhooks')).map(objectOf);
  if (hooks.length === 0)
    return `${may} requests; ${object === undefined ? 'body' : 'webhooks'} not logged`;
  const rules = hooks.flatMap((hook) => listOf(at(hook, 'rules')).map(objectOf));
  const asked = [...new Set(rules.flatMap((rule) => deedsOf(rule)))];
  const targets = [...new Set(hooks.map((hook) => targetOf(objectOf(at(hook, 'clientConfig')))))];
  const what = asked.length === 0 ? 'requests' : listed(asked);
  return `${may} ${what}, at ${listed(targets)}`;
}

function deedsOf(rule: JsonObject | undefined): string[] {
  const verbs = textsOf(at(rule, 'operations')).map((one) => one.toLowerCase());
  return textsOf(at(rule, 'resources')).flatMap((one) => verbs.map((verb) => `${verb} ${one}`));
}

/** A `clientConfig`: an address, or a Service of the cluster. */
function targetOf(config: JsonObject | undefined): string {
  const url = textOf(at(config, 'url'));
  return url ?? serviceOf(at(config, 'service')) ?? 'an address that was not logged';
}

function serviceOf(value: Json | undefined): string | undefined {
  const ref = objectOf(value);
  const name = textOf(at(ref, 'name'));
  return name === undefined ? undefined : `service ${textOf(at(ref, 'namespace')) ?? ''}/${name}`;
}

/** Another server that kube-apiserver hands requests to. */
export function apiService({ object, name }: Act): string {
  const spec = objectOf(at(object, 'spec'));
  const target = serviceOf(at(spec, 'service'));
  const serves = `answers requests for ${quoted(name ?? 'an API group')}`;
  if (target !== undefined) return `${serves} from ${quoted(target)}`;
  return object === undefined ? `${serves}; body not logged` : serves;
}

/** A kind of objects; with a conversion webhook somebody sees them all. */
export function definition({ object, name }: Act): string {
  const conversion = objectOf(at(objectOf(at(object, 'spec')), 'conversion'));
  const config = objectOf(at(objectOf(at(conversion, 'webhook')), 'clientConfig'));
  const defines = `defines ${quoted(name ?? 'a kind of objects')}`;
  if (config !== undefined)
    return `${defines} and sends each of them to ${quoted(targetOf(config))}`;
  return object === undefined ? `${defines}; body not logged` : defines;
}

/** A namespace, and what its pods may do. */
export function namespace({ object }: Act): string {
  const labels = objectOf(at(objectOf(at(object, 'metadata')), 'labels'));
  const enforced = textOf(at(labels, 'pod-security.kubernetes.io/enforce'));
  if (enforced !== undefined) return `is a namespace whose pods are held to ${quoted(enforced)}`;
  return object === undefined ? 'is a namespace; body not logged' : 'is a namespace';
}

/** A way into the cluster. */
export function service({ object }: Act): string {
  const spec = objectOf(at(object, 'spec'));
  const addresses = textsOf(at(spec, 'externalIPs'));
  const type = textOf(at(spec, 'type'));
  if (addresses.length > 0) return `takes what is sent to ${listed(addresses)}`;
  if (type !== undefined) return `is a Service of type ${quoted(type)}`;
  return object === undefined ? 'is a Service; body not logged' : 'is a Service';
}
