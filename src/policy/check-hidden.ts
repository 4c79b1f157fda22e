import { requestsText } from '../needs/reasons.ts';
import {
  CUSTOM,
  kindsOf,
  kindText,
  REQUEST_KINDS,
  type RequestKind,
} from '../needs/request-kinds.ts';
import type { Doubt } from './doubt.ts';
import type { PolicyRule } from './policy.ts';
import type { PolicyFile } from './read.ts';
import { decisionsFor, usually } from './view.ts';

/** What nobody should do unseen, as `kindText` has it. */
const GRAVE: ReadonlySet<string> = new Set(
  (
    'get secrets,list secrets,watch secrets,create serviceaccounts/token,create pods,create pods/exec,' +
    'get pods/exec,update pods/ephemeralcontainers,patch pods/ephemeralcontainers,get nodes/proxy,create nodes/proxy,' +
    'create clusterrolebindings.rbac.authorization.k8s.io,create rolebindings.rbac.authorization.k8s.io,' +
    'update clusterroles.rbac.authorization.k8s.io,patch clusterroles.rbac.authorization.k8s.io,' +
    'create certificatesigningrequests.certificates.k8s.io,update certificatesigningrequests.certificates.k8s.io/approval,' +
    'create mutatingwebhookconfigurations.admissionregistration.k8s.io,patch secrets,delete secrets,' +
    'deletecollection secrets,patch daemonsets.apps,create daemonsets.apps,delete events,deletecollection events'
  ).split(','),
);
const GRAVE_KINDS = REQUEST_KINDS.filter((kind) => GRAVE.has(kindText(kind)));

/** Doubts about requests that a policy doesn't log at all. */
export function checkHidden({ policy }: PolicyFile): readonly Doubt[] {
  const doubts: Doubt[] = [];
  const hidden = new Map<number | undefined, string[]>();
  for (const kind of GRAVE_KINDS) {
    const rules = decisionsFor(policy, kind).filter(({ level }) => level === 'None');
    for (const rule of new Set(rules.map((decision) => decision.rule))) {
      hidden.set(rule, [...(hidden.get(rule) ?? []), kindText(kind)]);
    }
  }
  for (const [rule, requests] of hidden) {
    const by = rule === undefined ? undefined : policy.rules[rule];
    if (by === undefined || fitsEverything(by)) continue;
    doubts.push({
      rule,
      message:
        `nobody sees ${whoOf(by)} ${requestsText(requests)}: name in this rule the verbs and resources that are noise, ` +
        'and no more',
    });
  }
  return [...doubts, ...checkRest(policy.rules, (kind) => usually(policy, kind).rule)];
}

function whoOf({ users, userGroups }: PolicyRule): string {
  const names = [...users, ...userGroups];
  return names.length === 0 ? 'anybody' : `whoever is, or stole, ${requestsText(names)}`;
}

/** The end of a policy: what no rule fits, and rules that are never asked. */
function checkRest(
  rules: readonly PolicyRule[],
  decider: (kind: RequestKind) => number | undefined,
): Doubt[] {
  const [custom] = kindsOf(CUSTOM, ['create']);
  const last = rules.length - 1;
  const all = rules.findIndex(fitsEverything);
  const dead =
    all < 0 || all === last
      ? []
      : [
          {
            rule: all + 1,
            message: 'this and what follows is never asked: the rule before it fits every request',
          },
        ];
  const rest = custom && decider(custom);
  if (rest !== undefined && rules[rest]?.level !== 'None') return dead;
  const message =
    'what no rule names is not logged, such as the resources of operators, and those of the next Kubernetes ' +
    'release: end with a rule that says `level: Metadata` and nothing else';
  return [...dead, rest === undefined ? { key: 'rules', message } : { rule: rest, message }];
}

function fitsEverything(rule: PolicyRule): boolean {
  const { users, userGroups, verbs, namespaces, resources, nonResourceURLs } = rule;
  const lists = [users, userGroups, verbs, namespaces, resources, nonResourceURLs];
  return lists.every((list) => list.length === 0);
}
