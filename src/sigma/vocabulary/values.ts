import { own } from './own.ts';

/** The values of those fields of audit events that have few. */

/** Plural, then what people write for it: the singular (a kind in lower case), kubectl's short names. */
const PLURALS = `
apiservices apiservice|certificatesigningrequests certificatesigningrequest csr
clusterrolebindings clusterrolebinding|clusterroles clusterrole|configmaps configmap cm
controllerrevisions controllerrevision|cronjobs cronjob cj|csidrivers csidriver|csinodes csinode
customresourcedefinitions customresourcedefinition crd crds|daemonsets daemonset ds
deployments deployment deploy|endpoints endpoint ep|endpointslices endpointslice|events event ev
horizontalpodautoscalers horizontalpodautoscaler hpa|ingresses ingress ing
ingressclasses ingressclass|jobs job|leases lease|limitranges limitrange limits
localsubjectaccessreviews localsubjectaccessreview
mutatingadmissionpolicies mutatingadmissionpolicy
mutatingwebhookconfigurations mutatingwebhookconfiguration
namespaces namespace ns|networkpolicies networkpolicy netpol|nodes node no
persistentvolumeclaims persistentvolumeclaim pvc|persistentvolumes persistentvolume pv
poddisruptionbudgets poddisruptionbudget pdb|pods pod po|podtemplates podtemplate
priorityclasses priorityclass pc|replicasets replicaset rs
replicationcontrollers replicationcontroller rc|resourcequotas resourcequota quota
rolebindings rolebinding|roles role|runtimeclasses runtimeclass|secrets secret
selfsubjectaccessreviews selfsubjectaccessreview|selfsubjectreviews selfsubjectreview
selfsubjectrulesreviews selfsubjectrulesreview|serviceaccounts serviceaccount sa
services service svc|statefulsets statefulset sts|storageclasses storageclass sc
subjectaccessreviews subjectaccessreview|tokenreviews tokenreview
validatingadmissionpolicies validatingadmissionpolicy
validatingadmissionpolicybindings validatingadmissionpolicybinding
validatingwebhookconfigurations validatingwebhookconfiguration
volumeattachments volumeattachment`;

const PLURAL_OF = new Map(
  PLURALS.trim()
    .split(/[|\n]/)
    .map((line) => line.split(' '))
    .flatMap(([plural, ...others]) => others.map((other) => [other, plural as string])),
);

const VERBS = 'get list watch create update patch delete deletecollection proxy';
const METHODS = 'head post put options connect trace';
const STAGES = 'RequestReceived ResponseStarted ResponseComplete Panic';

/** What is taken for a verb, and what the log has. */
const NOT_VERBS: Readonly<Record<string, string>> = {
  replace: 'kube-apiserver logs a PUT as `update`',
  apply: 'kube-apiserver logs an apply as `patch`',
  edit: 'kubectl edit is logged as `get` and `patch`',
  read: 'write `get`, `list` and `watch`',
  write: 'write `create`, `update` and `patch`',
  exec: 'write objectRef.subresource: exec',
  attach: 'write objectRef.subresource: attach',
  portforward: 'write objectRef.subresource: portforward',
  impersonate: 'RBAC checks it, the log has impersonatedUser instead',
  bind: 'RBAC checks it, the log has the write of the binding instead',
  escalate: 'RBAC checks it, the log has the write of the role instead',
  approve: 'RBAC checks it, the log has objectRef.subresource: approval instead',
};

type Check = (value: string) => string | undefined;

/** A check that the value, in any case, is one of few. */
function oneOf(words: string, advice: Readonly<Record<string, string>> = {}): Check {
  const known = new Set(words.toLowerCase().split(' '));
  return (value) => (known.has(value) ? undefined : (own(advice, value) ?? `there are ${words}`));
}

function checkResource(value: string): string | undefined {
  const [resource, below] = value.split(/[/.]/, 2) as [string, string?];
  if (below === undefined) {
    const plural = PLURAL_OF.get(value);
    return plural === undefined ? undefined : `write the plural, \`${plural}\``;
  }
  const field = value.includes('/') ? 'subresource' : 'apiGroup';
  const rest = value.slice(resource.length + 1);
  return `write objectRef.resource: ${PLURAL_OF.get(resource) ?? resource} and objectRef.${field}: ${rest}`;
}

function checkGroup(value: string): string | undefined {
  if (value === 'core' || /^v\d/.test(value)) return "the core group's is absent, write null";
  return value.includes('/')
    ? `write it without the version, \`${value.split('/')[0]}\``
    : undefined;
}

const CODE: Check = (value) =>
  /^[1-5]\d\d$/.test(value)
    ? undefined
    : 'it is an HTTP status, 100 to 599; the decision is annotations.authorization.k8s.io/decision';

const USERNAME: Check = (value) =>
  value.startsWith('system:serviceaccounts') ? 'that is a group, see user.groups' : undefined;

const GROUPS: Check = (value) =>
  value.startsWith('system:serviceaccount:') ? 'that is a user, see user.username' : undefined;

const CHECKS: Readonly<Record<string, Check>> = {
  kind: oneOf('Event'),
  apiVersion: oneOf('audit.k8s.io/v1 audit.k8s.io/v1beta1 audit.k8s.io/v1alpha1'),
  level: oneOf('Metadata Request RequestResponse'),
  stage: oneOf(STAGES),
  verb: oneOf(`${VERBS} ${METHODS}`, NOT_VERBS),
  'user.username': USERNAME,
  'user.groups': GROUPS,
  'impersonatedUser.username': USERNAME,
  'impersonatedUser.groups': GROUPS,
  'objectRef.resource': checkResource,
  'objectRef.subresource': (value) =>
    value.includes('/') ? `write what is after the slash, \`${value.split('/')[1]}\`` : undefined,
  'objectRef.apiGroup': checkGroup,
  'objectRef.apiVersion': (value) =>
    value.includes('/') ? 'the group is in objectRef.apiGroup, write the version alone' : undefined,
  'responseStatus.code': CODE,
  'responseStatus.status': oneOf('Success Failure'),
  'annotations.authorization.k8s.io/decision': oneOf('allow forbid'),
};

/**
 * Whether the field at `path` can have `text` as its whole value, in any case of letters; what to
 * write instead when it can't. Patterns (`*`, `?`, escapes) and the empty string are let through.
 */
export function checkValue(path: string, text: string): string | undefined {
  if (text === '' || /[*?\\]/.test(text)) return undefined;
  const advice = own(CHECKS, path)?.(text.toLowerCase());
  return advice === undefined ? undefined : `no audit event has \`${text}\` in ${path}: ${advice}`;
}
