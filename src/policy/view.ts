import { textsIn } from '../needs/reach.ts';
import { type RequestKind, staysOpen } from '../needs/request-kinds.ts';
import type { View } from '../needs/sight.ts';
import type { Caller } from '../needs/situation.ts';
import type { Form } from '../sigma/predicate.ts';
import { callersOf, NOBODY } from './callers.ts';
import { type Asked, type AskedResource, type Decision, decide, fits } from './evaluate.ts';
import type { Policy, PolicyRule, Stage } from './policy.ts';

/**
 * How a policy has requests logged. A policy may tell callers, namespaces and names apart: each that it or a
 * rule names is tried, and one that neither does.
 */
export function policyView(policy: Policy): View {
  const relevant = new Map<RequestKind, readonly Numbered[]>();
  return {
    *ways(kind, form) {
      let rules = relevant.get(kind);
      if (rules === undefined) {
        rules = rulesFor(policy, kind);
        relevant.set(kind, rules);
      }
      const small: Policy = { ...policy, rules: rules.map(({ rule }) => rule) };
      for (const candidate of candidatesOf(kind, form, small.rules)) {
        const { asked, ...about } = candidate;
        const decision = decide(small, asked);
        const by = decision.rule === undefined ? undefined : rules[decision.rule]?.place;
        const stages = stagesOf(kind, about.caller).filter(
          (one) => !decision.omitStages.includes(one),
        );
        if (decision.level === 'None' || stages.length === 0) yield { ...about, by, level: 'None' };
        else for (const stage of stages) yield { ...about, by, level: decision.level, stage };
      }
    },
  };
}

/** Every decision that a policy may come to about a kind of request, whoever asks. */
export function decisionsFor(policy: Policy, kind: RequestKind): readonly Decision[] {
  const relevant = rulesFor(policy, kind).map(({ rule }) => rule);
  const candidates = candidatesOf(kind, undefined, relevant);
  return Array.from(candidates, ({ asked }) => decide(policy, asked));
}

/** What it decides about somebody whom it doesn't name, on an object that it doesn't name. */
export function usually(policy: Policy, kind: RequestKind): Decision {
  const [first] = decisionsFor(policy, kind);
  return first as Decision;
}

interface Numbered {
  readonly rule: PolicyRule;
  readonly place: number;
}

/** The rules that fit a kind of request for some caller, namespace and name. */
export function rulesFor(policy: Policy, kind: RequestKind): readonly Numbered[] {
  return policy.rules
    .map((rule, place) => ({ rule, place }))
    .filter(({ rule }) => {
      const { namespaces, resources } = rule;
      const [namespace = ''] = namespaces;
      if (kind.target !== undefined && !kind.target.namespaced && namespaces.length > 0) {
        if (!namespaces.includes('')) return false;
      }
      const names = ['', ...resources.flatMap(({ resourceNames }) => resourceNames)];
      return names.some((name) =>
        fits({ ...rule, users: [], userGroups: [] }, askedOf(kind, { namespace, name })),
      );
    });
}

interface Candidate {
  readonly asked: Asked;
  readonly caller?: Caller | undefined;
  readonly namespace?: string | undefined;
  readonly name?: string | undefined;
  /** What an unknown namespace or name is not. */
  readonly not: { readonly namespaces: readonly string[]; readonly names: readonly string[] };
}

/** What the rules of a policy could tell apart about a kind of request; what they don't is left open. */
function* candidatesOf(
  kind: RequestKind,
  form: Form | undefined,
  rules: readonly PolicyRule[],
): Generator<Candidate> {
  const named = (list: (rule: PolicyRule) => readonly string[], field: string) => {
    const texts = rules.flatMap(list);
    const asked = form === undefined ? [] : textsIn(form, field);
    return texts.length === 0 ? [] : [...new Set([...texts, ...asked])];
  };
  const callers = callersOf(
    named((rule) => rule.users, 'user.username'),
    named((rule) => rule.userGroups, 'user.groups'),
  );
  const namespaces = named((rule) => rule.namespaces, 'objectRef.namespace');
  const ofResources = (rule: PolicyRule) => rule.resources.flatMap((one) => one.resourceNames);
  const names = named(ofResources, 'objectRef.name');
  for (const { caller, user } of callers) {
    for (const namespace of placesOf(kind, namespaces)) {
      for (const name of names.length === 0 ? [undefined] : [undefined, ...names]) {
        const asked = askedOf(kind, { namespace: namespace ?? OTHER, name: name ?? OTHER });
        yield { asked: { ...asked, user }, caller, namespace, name, not: { namespaces, names } };
      }
    }
  }
}

/** No object and no namespace may be called that. */
const OTHER = '/other';

function placesOf(
  { target }: RequestKind,
  namespaces: readonly string[],
): readonly (string | undefined)[] {
  if (target !== undefined && !target.namespaced) return [''];
  return namespaces.length === 0 ? [undefined] : [undefined, ...new Set([...namespaces, ''])];
}

/** What kube-apiserver would ask. */
export function askedOf(
  { verb, path, target }: RequestKind,
  where: Pick<AskedResource, 'namespace' | 'name'>,
): Asked {
  if (target === undefined) return { verb, path };
  const { group, resource, subresource } = target;
  return { verb, path, resource: { group, resource, subresource, ...where } };
}

/** When a request is logged; a failed authentication has one stage only. */
function stagesOf(kind: RequestKind, caller: Caller | undefined): readonly Stage[] {
  if (caller === NOBODY) return ['ResponseStarted'];
  const open: readonly Stage[] = staysOpen(kind) ? ['ResponseStarted'] : [];
  return ['ResponseComplete', ...open, 'RequestReceived', 'Panic'];
}
