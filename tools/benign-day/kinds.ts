import type { Draft } from '../samples/cluster.ts';
import type { Target } from '../samples/event.ts';

/** Groups and, where it isn't v1, versions of the resources that the day's clients ask for. */
const GROUPS: Readonly<Record<string, string>> = {
  apps: 'deployments replicasets statefulsets daemonsets controllerrevisions',
  batch: 'jobs cronjobs',
  'coordination.k8s.io': 'leases',
  'discovery.k8s.io': 'endpointslices',
  'networking.k8s.io': 'ingresses ingressclasses networkpolicies',
  'rbac.authorization.k8s.io': 'roles rolebindings clusterroles clusterrolebindings',
  'storage.k8s.io': 'storageclasses csinodes csidrivers volumeattachments',
  'policy/v1': 'poddisruptionbudgets',
  'autoscaling/v2': 'horizontalpodautoscalers',
  'authorization.k8s.io': 'selfsubjectaccessreviews selfsubjectrulesreviews subjectaccessreviews',
  'authentication.k8s.io': 'tokenreviews',
  'certificates.k8s.io': 'certificatesigningrequests',
  'admissionregistration.k8s.io':
    'mutatingwebhookconfigurations validatingwebhookconfigurations validatingadmissionpolicies',
  'apiextensions.k8s.io': 'customresourcedefinitions',
  'apiregistration.k8s.io': 'apiservices',
  'node.k8s.io': 'runtimeclasses',
  'events.k8s.io': 'events.events.k8s.io',
  'metrics.k8s.io/v1beta1': 'pods.metrics.k8s.io',
  'cilium.io/v2':
    'ciliumendpoints ciliumidentities ciliumnodes ciliumnetworkpolicies ciliumclusterwidenetworkpolicies',
  'cert-manager.io': 'certificates certificaterequests issuers clusterissuers',
  'acme.cert-manager.io': 'orders challenges',
  'external-secrets.io': 'externalsecrets secretstores clustersecretstores',
  'argoproj.io/v1alpha1': 'applications appprojects',
  'kustomize.toolkit.fluxcd.io': 'kustomizations',
  'helm.toolkit.fluxcd.io/v2': 'helmreleases',
  'source.toolkit.fluxcd.io': 'gitrepositories helmrepositories',
  'kyverno.io': 'clusterpolicies policies updaterequests',
  'reports.kyverno.io': 'ephemeralreports',
  'wgpolicyk8s.io/v1alpha2': 'policyreports',
  'constraints.gatekeeper.sh/v1beta1': 'k8srequiredlabels',
  'templates.gatekeeper.sh': 'constrainttemplates',
  'velero.io': 'backups podvolumebackups schedules',
  'operators.coreos.com/v1alpha1':
    'clusterserviceversions subscriptions installplans catalogsources',
  'monitoring.coreos.com': 'servicemonitors prometheusrules prometheuses',
};

const PLACES = new Map(
  Object.entries(GROUPS).flatMap(([place, names]) => {
    const [group = '', version = 'v1'] = place.split('/');
    return names.split(' ').map((name) => [name, { group, version }] as const);
  }),
);

/** What a request may have besides verb and resource. */
export type More = Partial<Draft> &
  Pick<Target, 'namespace' | 'name' | 'subresource' | 'query' | 'uid' | 'resourceVersion'>;

/** A request of a resource, such as `pods`, `pods/exec` or, where two groups have one, `pods.metrics.k8s.io`. */
export function ask(verb: string, what: string, more: More = {}): Draft {
  const { namespace, name, query, uid, resourceVersion, ...draft } = more;
  const [kind = '', subresource] = what.split('/');
  const place = PLACES.get(kind);
  const target: Target = {
    resource: kind.split('.')[0] ?? '',
    ...place,
    ...(namespace !== undefined && { namespace }),
    ...(name !== undefined && { name }),
    ...(subresource !== undefined && { subresource }),
    ...(query !== undefined && { query }),
    ...(uid !== undefined && { uid }),
    ...(resourceVersion !== undefined && { resourceVersion }),
  };
  return { verb, target, ...(verb === 'create' && { code: 201 }), ...draft };
}

/** A failure's members of `Status`. */
export function failure(code: number, reason: string, message: string): Partial<Draft> {
  return { code, status: { status: 'Failure', message, reason } };
}

/** What kube-apiserver says of an object that isn't there. */
export function missing(kind: string, name: string): Partial<Draft> {
  return failure(404, 'NotFound', `${kind} "${name}" not found`);
}

/** What it says of an update that comes too late. */
export function conflict(kind: string, name: string): Partial<Draft> {
  const message =
    `Operation cannot be fulfilled on ${kind} "${name}": the object has been modified; ` +
    'please apply your changes to the latest version and try again';
  return failure(409, 'Conflict', message);
}
