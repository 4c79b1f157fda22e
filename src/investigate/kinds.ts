/** Kinds of objects, as several parts of a report tell them apart. */

/** Which roles a subject has, and what a role allows. */
export const BINDINGS: ReadonlySet<string> = new Set(['rolebindings', 'clusterrolebindings']);
export const ROLES: ReadonlySet<string> = new Set(['roles', 'clusterroles']);

/** What makes pods. */
export const CONTROLLERS: ReadonlySet<string> = new Set([
  'deployments',
  'daemonsets',
  'statefulsets',
  'replicasets',
  'replicationcontrollers',
  'jobs',
  'cronjobs',
]);

/** What has a template of pods. */
export const WORKLOADS: ReadonlySet<string> = new Set([...CONTROLLERS, 'podtemplates']);

/** What kube-apiserver asks, or hands requests to, whatever they are about. */
export const WEBHOOKS: ReadonlySet<string> = new Set([
  'mutatingwebhookconfigurations',
  'validatingwebhookconfigurations',
]);

/** What decides by itself which requests are admitted. */
export const ADMISSION_POLICIES: ReadonlySet<string> = new Set([
  'validatingadmissionpolicies',
  'validatingadmissionpolicybindings',
  'mutatingadmissionpolicies',
  'mutatingadmissionpolicybindings',
]);

/** Whose values are what they are for. */
export const CONFIDENTIAL: ReadonlySet<string> = new Set(['secrets', 'configmaps']);

/** Ways into a pod, or through one, with its rights. */
export const ENTRIES: ReadonlySet<string> = new Set([
  'pods/exec',
  'pods/attach',
  'pods/portforward',
  'pods/proxy',
  'services/proxy',
  'nodes/proxy',
]);

/** Asking costs nothing and changes nothing. */
export const REVIEWS: ReadonlySet<string> = new Set([
  'selfsubjectaccessreviews',
  'selfsubjectrulesreviews',
  'selfsubjectreviews',
  'subjectaccessreviews',
  'localsubjectaccessreviews',
  'tokenreviews',
]);

/** What controllers and kubelets write all the time, and that changes nobody's rights. */
export const ROUTINE: ReadonlySet<string> = new Set([
  'leases',
  'events',
  'endpoints',
  'endpointslices',
  'controllerrevisions',
  'csistoragecapacities',
  'volumeattachments',
  'leasecandidates',
  'storageversions',
]);

export const READS: ReadonlySet<string> = new Set(['get', 'list', 'watch', 'head', 'options']);
export const WRITES: ReadonlySet<string> = new Set(['create', 'update', 'patch']);
export const DELETIONS: ReadonlySet<string> = new Set(['delete', 'deletecollection']);

/** `RESOURCE` or `RESOURCE/SUBRESOURCE`; empty where a request is about no object. */
export function kindOf(resource: string | null, subresource: string | null): string {
  if (resource === null) return '';
  return subresource === null ? resource : `${resource}/${subresource}`;
}
