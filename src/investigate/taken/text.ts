import { quoted, singular } from '../../text/request.ts';
import type { Taken } from '../report/taken.ts';
import { listed } from '../words.ts';

/** The facts that a sentence about what was taken needs. */
type Facts = Pick<
  Taken,
  'kind' | 'object' | 'scope' | 'selector' | 'how' | 'serviceAccount' | 'confidence'
>;

const NOUNS: Readonly<Record<string, readonly [one: string, all: string]>> = {
  secrets: ['Secret', 'Secrets'],
  configmaps: ['ConfigMap', 'ConfigMaps'],
};

/** One sentence about what may have been taken. */
export function textOfTaken(facts: Facts): string {
  const { kind, how, object } = facts;
  const ways = listed(how, 0, 10);
  switch (kind) {
    case 'secret':
    case 'configmap':
      return confidential(facts, ways);
    case 'token':
      return `a token of ServiceAccount ${accountOf(facts)} was issued to it`;
    case 'exec':
      return `${placeOf(object)} was entered: ${ways}`;
    case 'log':
      return `the log of ${placeOf(object)} was read`;
    case 'podToken':
      return podToken(facts, ways);
  }
}

function confidential({ object, scope, selector, confidence }: Facts, ways: string): string {
  const [one, all] = NOUNS[object.resource] ?? ['object', 'objects'];
  const doubt = confidence === 'possible' ? ', as far as the log tells' : '';
  if (scope === 'object') return `${one} ${nameOf(object)} was read (${ways})${doubt}`;
  const where =
    object.namespace === null ? 'in all namespaces' : `in namespace ${quoted(object.namespace)}`;
  const which = selector === null ? '' : ` that match ${quoted(selector, 200)}`;
  return `${all} ${where}${which} were read (${ways})${doubt}: each of them must be taken as read`;
}

function podToken({ object, serviceAccount }: Facts, ways: string): string {
  const whose =
    serviceAccount === null
      ? 'the token'
      : `the token of ServiceAccount ${account(serviceAccount)}`;
  if (object.resource === 'nodes')
    return `the tokens of all pods on ${placeOf(object)} could be read (${ways})`;
  const where = object.resource === 'pods' ? '' : 'the pods of ';
  return `${whose} in ${where}${placeOf(object)} could be read (${ways})`;
}

function accountOf({ serviceAccount, object }: Facts): string {
  return serviceAccount === null ? nameOf(object) : account(serviceAccount);
}

function account(text: string): string {
  return quoted(text.replace(':', '/'), 320);
}

function nameOf({ namespace, name }: Taken['object']): string {
  const inside = namespace === null ? '' : `${namespace}/`;
  return name === null ? 'without a name in the log' : quoted(`${inside}${name}`, 320);
}

function placeOf(object: Taken['object']): string {
  const noun = singular(quoted(object.resource));
  if (object.name !== null) return `${noun} ${nameOf(object)}`;
  const where = object.namespace === null ? '' : ` in namespace ${quoted(object.namespace)}`;
  return `a ${noun}${where}`;
}
