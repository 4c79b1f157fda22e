import { fieldPath } from '../record/field-path.ts';
import type { AuditRecord, Detector, RuleInfo } from '../types.ts';
import { type CycleTaken, createCycle, textsAt } from './made-used-removed.ts';
import type { StoryLimits } from './stories.ts';

const RULE: RuleInfo = {
  id: '47f75a7f-e008-4838-8363-475b397fee4f',
  name: 'chain_11_admission_implant',
  title: 'Webhook Written, Used to Change Objects and Deleted',
  level: 'high',
  author: 'satrap contributors',
  description:
    'Within a day a mutating webhook was written, changed objects on their way into the cluster, and was deleted. ' +
    'A webhook can put containers, images and tokens into what others deploy, in their name, and see the ' +
    'content of Secrets; what it changed stays when it is gone.\n\n' +
    'What to do next: find what it changed: the events with an annotation ' +
    'mutation.webhook.admission.k8s.io/… that names the configuration, and at level Request ' +
    'patch.webhook.admission.k8s.io/… with the change itself. Deploy these objects anew from their source, ' +
    'rotate the Secrets that were written while it was there, and end the credential that wrote it.\n\n' +
    'Counted: writes and deletions of a MutatingWebhookConfiguration that succeeded, and objects that ' +
    'kube-apiserver says it changed. Not counted: dry runs, and webhooks that change nothing.',
  status: 'experimental',
  tags: [
    'attack.persistence',
    'attack.defense-evasion',
    'attack.t1546',
    'attack.t1562.001',
    'satrap.chain11',
    'noise.occasional',
  ],
  references: [
    'https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/#mutating-webhook-auditing-annotations',
    'https://kubernetes.io/docs/reference/access-authn-authz/admission-webhooks-good-practices/',
  ],
  falsepositives: [
    'Installations of meshes and operators that are removed or replaced the same day',
  ],
};

const DAY = 86_400_000_000;

const DEFAULTS: StoryLimits = { span: DAY, most: 1000 };

const CHANGED = fieldPath('satrap.webhooks.changed');
const NAME = fieldPath('satrap.name');

/** The configurations whose webhooks changed an object; no name has a slash. */
function changers(record: AuditRecord): readonly string[] {
  const names = textsAt(record, CHANGED).map((each) => each.slice(0, each.indexOf('/')));
  return [...new Set(names)];
}

/** Finds webhooks that are made, change objects and are deleted again. */
export function createAdmissionImplant(limits: Partial<StoryLimits> = {}): Detector<CycleTaken> {
  const configuration = { paths: [NAME], keys: (record: AuditRecord) => textsAt(record, NAME) };
  return createCycle({
    rule: RULE,
    limits: { ...DEFAULTS, ...limits },
    used: { rule: 'step_webhook_changed_object', paths: [CHANGED], keys: changers },
    made: { rule: 'step_webhook_written', ...configuration },
    removed: { rule: 'step_webhook_deleted', ...configuration },
  });
}
