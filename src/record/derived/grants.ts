import type { JsonObject } from '../../types.ts';
import type { Derivation } from './derivation.ts';
import { at, listOf, objectOf, orAbsent, textsOf } from './json.ts';
import { OBJECT_READS, writtenObject } from './object.ts';

/** The verbs that authorization knows; others grant nothing, and an attacker may invent any number. */
const VERBS: ReadonlySet<string> = new Set(
  (
    '* get list watch create update patch delete deletecollection proxy ' +
    'escalate bind impersonate approve sign attest use ' +
    'head post put options'
  ).split(' '),
);

export const GRANTS: Derivation = {
  name: 'grants',
  summary:
    'what the Role or ClusterRole that was written grants, as `VERB RESOURCE`, joined only within one of its ' +
    'rules: `get secrets`, `* *.*`, `create pods/exec`, `patch deployments.apps`, `get /metrics`',
  ofBodies: true,
  reads: OBJECT_READS,
  value(record) {
    const rules = listOf(at(writtenObject(record), 'rules'));
    return orAbsent([...new Set(rules.flatMap((rule) => grantsOf(objectOf(rule))))]);
  },
};

/** kube-apiserver compares verbs and resources letter by letter, so letters count here too. */
function grantsOf(rule: JsonObject | undefined): string[] {
  const verbs = new Set(
    textsOf(at(rule, 'verbs'))
      .map(verbOf)
      .filter((verb) => verb !== undefined),
  );
  const resources = [...resourcesOf(rule), ...textsOf(at(rule, 'nonResourceURLs'))];
  return resources.flatMap((resource) => Array.from(verbs, (verb) => `${verb} ${resource}`));
}

/** Constrained impersonation (Kubernetes 1.35) has a verb for each kind of identity: `impersonate:user-info`. */
function verbOf(verb: string): string | undefined {
  if (VERBS.has(verb)) return verb;
  return verb.startsWith('impersonate:') ? 'impersonate' : undefined;
}

function resourcesOf(rule: JsonObject | undefined): string[] {
  const groups = textsOf(at(rule, 'apiGroups'));
  return textsOf(at(rule, 'resources')).flatMap((resource) => {
    const [kind = '', ...parts] = resource.split('/');
    const below = parts.length === 0 ? '' : `/${parts.join('/')}`;
    return groups.map((group) => `${kind}${group === '' ? '' : `.${group}`}${below}`);
  });
}
