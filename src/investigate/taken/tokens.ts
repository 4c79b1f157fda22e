import { at, listOf, objectOf, textOf } from '../../record/derived/json.ts';
import { eventPath } from '../../record/event-path.ts';
import { fieldPath } from '../../record/field-path.ts';
import type { JsonObject } from '../../types.ts';
import type { Act } from '../act.ts';
import { ENTRIES, kindOf, WORKLOADS, WRITES } from '../kinds.ts';
import { recordOf } from '../record-of.ts';
import { withoutTokens } from '../redact.ts';
import { podSpecOf } from '../timeline/risky-pod.ts';
import { isAnswered, type Reading, sure } from './readings.ts';

const ISSUED = eventPath('annotations.authentication.kubernetes.io/issued-credential-id');
const COMMAND = fieldPath('satrap.command');

const LONGEST_COMMAND = 500;

const NOTHING: readonly Reading[] = [];
const PLAIN = { selector: null, credential: null, serviceAccount: null, command: null } as const;

/** Tokens that a request gave, and pods that it led into or made, with the tokens in them. */
export function tokensIn(act: Act): readonly Reading[] {
  const { resource, subresource, verb } = act.evidence;
  if (resource === null || !isAnswered(act)) return NOTHING;
  if (act.group !== '' && !WORKLOADS.has(resource)) return NOTHING;
  const kind = kindOf(resource, subresource);
  // kube-apiserver issues a token in a dry run as well: TokenRequests are stored nowhere.
  if (kind === 'serviceaccounts/token') return verb === 'create' ? [minted(act)] : NOTHING;
  if (kind === 'pods/log') return [entry(act, 'log', 'log')];
  if (ENTRIES.has(kind)) return entered(act, kind);
  if (verb === null || !WRITES.has(verb) || act.dryRun) return NOTHING;
  return madeIn(act, resource, kind);
}

function madeIn(act: Act, resource: string, kind: string): readonly Reading[] {
  if (kind === 'pods/ephemeralcontainers') return [podToken(act, 'ephemeral container', null)];
  return resource === 'pods' || WORKLOADS.has(resource) ? made(act, kind) : NOTHING;
}

function objectOfAct({ evidence, group, name }: Act): Reading['object'] {
  const { resource, namespace } = evidence;
  return { group, resource: resource ?? '', namespace, name };
}

function minted(act: Act): Reading {
  const { namespace } = act.evidence;
  const account = namespace === null || act.name === null ? null : `${namespace}:${act.name}`;
  return {
    ...PLAIN,
    kind: 'token',
    object: objectOfAct(act),
    scope: 'object',
    how: 'create token',
    credential: textOf(recordOf(act).field(ISSUED)) ?? null,
    serviceAccount: account,
    confidence: sure(act, 'certain'),
  };
}

function entry(act: Act, kind: 'exec' | 'log', how: string): Reading {
  const object = objectOfAct(act);
  const scope = object.name === null ? ('namespace' as const) : ('object' as const);
  return {
    ...PLAIN,
    kind,
    object,
    scope,
    how,
    command: commandOf(act),
    confidence: sure(act, 'certain'),
  };
}

/** The command of an exec, without what looks like a token. */
export function commandOf(act: Act): string | null {
  const value = recordOf(act).field(COMMAND);
  const command = Array.isArray(value) ? textOf(value[0]) : textOf(value);
  return command === undefined
    ? null
    : withoutTokens(command.slice(0, 4 * LONGEST_COMMAND)).slice(0, LONGEST_COMMAND);
}

function entered(act: Act, kind: string): readonly Reading[] {
  const [resource, way = ''] = kind.split('/');
  const entering = entry(act, 'exec', resource === 'pods' ? way : kind);
  // What goes through a forwarded port or a Service reaches a server, not the files of its container.
  if (kind !== 'pods/exec' && kind !== 'pods/attach' && kind !== 'nodes/proxy') return [entering];
  return [entering, podToken(act, entering.how, null)];
}

function podToken(act: Act, how: string, serviceAccount: string | null): Reading {
  const object = objectOfAct(act);
  const scope = object.resource === 'nodes' ? ('selection' as const) : ('object' as const);
  return { ...PLAIN, kind: 'podToken', object, scope, how, serviceAccount, confidence: 'possible' };
}

/** A pod that somebody made runs what they chose, with its ServiceAccount's token. */
function made(act: Act, kind: string): readonly Reading[] {
  const isCreated = act.evidence.verb === 'create' || act.evidence.code === 201;
  const spec = podSpecOf(act);
  const how = isCreated ? 'created' : 'changed';
  if (kind.includes('/')) return NOTHING;
  if (spec === undefined) {
    // Without a body a change of what makes pods may have put another program or account into them.
    const isUnseen = act.object === undefined && WORKLOADS.has(kind);
    return isCreated || isUnseen ? [podToken(act, how, null)] : NOTHING;
  }
  const account = textOf(at(spec, 'serviceAccountName')) ?? textOf(at(spec, 'serviceAccount'));
  if (!hasToken(spec)) return NOTHING;
  // A patch that says nothing of the account left it as it was.
  if (account === undefined && !isCreated) return [podToken(act, how, null)];
  const { namespace } = act.evidence;
  const name = namespace === null ? null : `${namespace}:${account ?? 'default'}`;
  return [{ ...podToken(act, how, name), confidence: 'likely' }];
}

/** Whether a PodSpec lets a token into its pod. */
function hasToken(spec: JsonObject): boolean {
  if (at(spec, 'automountServiceAccountToken') !== false) return true;
  return listOf(at(spec, 'volumes')).some((volume) =>
    listOf(at(objectOf(at(objectOf(volume), 'projected')), 'sources')).some(
      (source) => at(objectOf(source), 'serviceAccountToken') !== undefined,
    ),
  );
}
