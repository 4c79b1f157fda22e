import type { Draft } from '../samples/cluster.ts';

/**
 * The level at which deploy/audit-policy.yaml logs a request. What it leaves out altogether (heartbeats,
 * probes) is here at Metadata, as most managed clusters have it: rules must bear it too.
 */
export function levelOf({ verb, target }: Draft): string {
  const { group = '', resource = '', subresource } = target;
  if (resource === 'serviceaccounts' && subresource === 'token') return 'Request';
  if (group === 'authentication.k8s.io' || ['secrets', 'configmaps'].includes(resource)) {
    return 'Metadata';
  }
  if (group === 'authorization.k8s.io') return 'Request';
  const changes = ['create', 'update', 'patch'].includes(verb);
  if (group === 'rbac.authorization.k8s.io') {
    return changes || verb.startsWith('delete') ? 'RequestResponse' : 'Metadata';
  }
  if (!changes) return 'Metadata';
  const isExtension = ['apiservices', 'customresourcedefinitions'].includes(resource);
  if (group === 'admissionregistration.k8s.io' || isExtension) {
    return 'RequestResponse';
  }
  const workload =
    (group === 'apps' && resource !== 'controllerrevisions') ||
    group === 'batch' ||
    (group === '' && resource === 'pods');
  if (workload && (subresource === undefined || subresource === 'ephemeralcontainers')) {
    return verb === 'patch' ? 'RequestResponse' : 'Request';
  }
  if (workload && subresource === 'scale' && verb !== 'create') return 'Request';
  const named = ['namespaces', 'persistentvolumes', 'serviceaccounts', 'services'];
  const telling = named.includes(resource) && group === '' && subresource === undefined;
  if (telling || group === 'certificates.k8s.io' || group === 'networking.k8s.io') {
    return verb === 'patch' ? 'RequestResponse' : 'Request';
  }
  return resource === 'persistentvolumeclaims' && verb !== 'create' ? 'Request' : 'Metadata';
}

/** A request with its level, and without the bodies that this level doesn't have. */
export function logged(draft: Draft): Draft {
  const level = levelOf(draft);
  const { requestObject, responseObject, ...rest } = draft;
  return {
    ...rest,
    level,
    ...(requestObject && level !== 'Metadata' && { requestObject }),
    ...(responseObject && level === 'RequestResponse' && { responseObject }),
  };
}
