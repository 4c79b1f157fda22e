import { fieldPath } from '../record/field-path.ts';
import type { AuditRecord, Detector, RuleInfo } from '../types.ts';
import { type CycleTaken, createCycle, textsAt } from './made-used-removed.ts';
import type { StoryLimits } from './stories.ts';

const RULE: RuleInfo = {
  id: '6e08df54-8f13-4cd6-888a-89cd90c7d7ff',
  name: 'chain_16_grant_use_revoke',
  title: 'Rights Granted, Used and Taken Back',
  level: 'high',
  author: 'satrap contributors',
  description:
    'Within an hour a RoleBinding or ClusterRoleBinding was written, a request was allowed by it that wrote ' +
    'something, read Secrets or entered a pod, and the binding was deleted. Whoever looks at the cluster ' +
    'afterwards sees no trace of the rights that were used.\n\n' +
    'What to do next: look at what was done by the right while it was there: the events whose ' +
    'authorization.k8s.io/reason names the binding. If no change or release explains it, rotate the Secrets ' +
    'that were read, undo what was written, and take the right to write bindings from whoever made and ' +
    'deleted this one.\n\n' +
    'Counted: writes, uses and deletions that succeeded, for one binding, whoever does them. Not counted: dry ' +
    'runs, ordinary reads, and bindings that go with their namespace.',
  status: 'experimental',
  tags: [
    'attack.privilege-escalation',
    'attack.defense-evasion',
    'attack.t1098.006',
    'attack.t1070',
    'satrap.chain16',
    'noise.occasional',
  ],
  references: [
    'https://kubernetes.io/docs/reference/access-authn-authz/rbac/',
    'https://kubernetes.io/docs/concepts/security/rbac-good-practices/',
  ],
  falsepositives: [
    'Access that is granted for a while by a tool that takes it back',
    'Installations that are tried out and removed again, and Helm hooks with a role of their own',
  ],
};

const HOUR = 3_600_000_000;

const DEFAULTS: StoryLimits = { span: HOUR, most: 10_000 };

const GRANTED_BY = fieldPath('satrap.grantedBy.binding');
const RESOURCE = fieldPath('objectRef.resource');
const NAMESPACE = fieldPath('objectRef.namespace');
const NAME = fieldPath('satrap.name');

const BINDING = [RESOURCE, NAMESPACE, NAME];

/** The binding that a record is about, as `satrap.grantedBy.binding` calls it. */
function bindingOf(record: AuditRecord): readonly string[] {
  const [name] = textsAt(record, NAME);
  if (name === undefined) return [];
  if (record.field(RESOURCE) === 'clusterrolebindings') return [`ClusterRoleBinding ${name}`];
  return textsAt(record, NAMESPACE).map((namespace) => `RoleBinding ${namespace}/${name}`);
}

/** Finds bindings that are made, used and deleted again. */
export function createGrantUseRevoke(limits: Partial<StoryLimits> = {}): Detector<CycleTaken> {
  return createCycle({
    rule: RULE,
    limits: { ...DEFAULTS, ...limits },
    used: {
      rule: 'step_acts',
      paths: [GRANTED_BY],
      keys: (record) => textsAt(record, GRANTED_BY),
    },
    made: { rule: 'step_binding_written', paths: BINDING, keys: bindingOf },
    removed: { rule: 'step_binding_deleted', paths: BINDING, keys: bindingOf },
  });
}
