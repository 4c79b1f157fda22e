/**
 * What kube-apiserver serves by itself, of all releases that are in use (Kubernetes 1.24 to 1.36, `kubectl
 * api-resources` and the storage of each group in kubernetes/kubernetes `pkg/registry`). Custom resources come
 * on top, under any name.
 */

/** A resource of the API, with what stands below it. */
export interface ApiResource {
  /** Empty: the core group. */
  readonly group: string;
  readonly resource: string;
  readonly namespaced: boolean;
  /** Reviews can only be created, metrics only be read. */
  readonly verbs: 'all' | 'create' | 'read';
  readonly subresources: readonly string[];
}

/**
 * Group, then its resources: `*` behind one: it is in no namespace; `!`: it can only be created; `?`: only read.
 * Subresources in brackets. `core` is the core group.
 */
const TABLE = `
core bindings! configmaps endpoints events limitranges persistentvolumeclaims(status)
core pods(attach,binding,ephemeralcontainers,eviction,exec,log,portforward,proxy,resize,status) podtemplates
core replicationcontrollers(scale,status) resourcequotas(status) secrets serviceaccounts(token)
core services(proxy,status) componentstatuses*? namespaces*(finalize,status) nodes*(proxy,status)
core persistentvolumes*(status)
admissionregistration.k8s.io mutatingwebhookconfigurations* validatingwebhookconfigurations*
admissionregistration.k8s.io validatingadmissionpolicies*(status) validatingadmissionpolicybindings*
admissionregistration.k8s.io mutatingadmissionpolicies* mutatingadmissionpolicybindings*
apiextensions.k8s.io customresourcedefinitions*(status)
apiregistration.k8s.io apiservices*(status)
apps controllerrevisions daemonsets(status) deployments(scale,status) replicasets(scale,status)
apps statefulsets(scale,status)
authentication.k8s.io tokenreviews*! selfsubjectreviews*!
authorization.k8s.io localsubjectaccessreviews! selfsubjectaccessreviews*! selfsubjectrulesreviews*!
authorization.k8s.io subjectaccessreviews*!
autoscaling horizontalpodautoscalers(status)
batch cronjobs(status) jobs(status)
certificates.k8s.io certificatesigningrequests*(approval,status) clustertrustbundles* podcertificaterequests(status)
coordination.k8s.io leases leasecandidates
discovery.k8s.io endpointslices
events.k8s.io events
flowcontrol.apiserver.k8s.io flowschemas*(status) prioritylevelconfigurations*(status)
internal.apiserver.k8s.io storageversions*(status)
metrics.k8s.io nodes*? pods?
networking.k8s.io ingressclasses* ingresses(status) networkpolicies ipaddresses* servicecidrs*(status)
node.k8s.io runtimeclasses*
policy poddisruptionbudgets(status)
rbac.authorization.k8s.io clusterrolebindings* clusterroles* rolebindings roles
resource.k8s.io deviceclasses* resourceclaims(status,binding,driver) resourceclaimtemplates resourceslices*
scheduling.k8s.io priorityclasses*
storage.k8s.io csidrivers* csinodes* csistoragecapacities storageclasses* volumeattachments*(status)
storage.k8s.io volumeattributesclasses*
storagemigration.k8s.io storageversionmigrations*(status)
`;

/** All of them. */
export const API_RESOURCES: readonly ApiResource[] = TABLE.trim()
  .split('\n')
  .flatMap((line) => {
    const [group = '', ...resources] = line.split(' ');
    return resources.map((written) => readResource(group === 'core' ? '' : group, written));
  });

function readResource(group: string, written: string): ApiResource {
  const [, resource = '', marks = '', below = ''] =
    /^([a-z]+)([*!?]*)(?:\((.*)\))?$/.exec(written) ?? [];
  return {
    group,
    resource,
    namespaced: !marks.includes('*'),
    verbs: marks.includes('!') ? 'create' : marks.includes('?') ? 'read' : 'all',
    subresources: below === '' ? [] : below.split(','),
  };
}
