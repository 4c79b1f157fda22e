import { eventually } from '../scenario/world.ts';
import { binding } from './bodies.ts';
import { ACCOUNTS, CONFIGMAPS, NAMESPACES, type PodPart, RIGHTS, SECRETS } from './cast.ts';
import type { Hand } from './hand.ts';
import { AUTHORIZATION, core, RBAC } from './paths.ts';

/** Makes namespaces, accounts, what those may do, and what they work with. */
export async function furnish(installer: Hand): Promise<void> {
  for (const name of NAMESPACES) {
    await installer.post(201, '/api/v1/namespaces', { metadata: { name } });
  }
  for (const account of ACCOUNTS) {
    const [namespace = '', name] = account.split(':');
    await installer.post(201, core(namespace, 'serviceaccounts'), { metadata: { name } });
  }
  for (const [index, right] of RIGHTS.entries()) await grant(installer, right, `right-${index}`);
  for (const place of SECRETS) {
    const [namespace = '', name] = place.split('/');
    const body = { metadata: { name }, stringData: { value: 'not a secret' } };
    await installer.post(201, core(namespace, 'secrets'), body);
  }
  for (const place of CONFIGMAPS) {
    const [namespace = '', name] = place.split('/');
    const body = { metadata: { name }, data: { colour: 'blue' } };
    await installer.post(201, core(namespace, 'configmaps'), body);
  }
  await aggregated(installer);
}

/** `view` and `edit` are put together by kube-controller-manager, a moment after it started. */
async function aggregated(installer: Hand): Promise<void> {
  const attributes = { namespace: 'shop', verb: 'patch', group: 'apps', resource: 'deployments' };
  const spec = { user: 'bob@example.com', resourceAttributes: attributes };
  await eventually(async () => {
    const text = await installer.post(201, `${AUTHORIZATION}/subjectaccessreviews`, { spec });
    const { status } = JSON.parse(text) as { status: { allowed: boolean } };
    if (!status.allowed) throw new Error('the role edit is empty');
  });
}

async function grant(
  installer: Hand,
  { to, namespace, rules, role }: (typeof RIGHTS)[number],
  name: string,
): Promise<void> {
  const path = (resource: string) =>
    namespace === undefined
      ? `${RBAC}/cluster${resource}`
      : `${RBAC}/namespaces/${namespace}/${resource}`;
  const kind = namespace === undefined || role !== undefined ? 'ClusterRole' : 'Role';
  if (rules !== undefined) await installer.post(201, path('roles'), { metadata: { name }, rules });
  await installer.post(201, path('rolebindings'), binding(name, role ?? name, to, kind));
}

/** Kubelets register their nodes, where kube-apiserver reaches the stand-in for both. */
export async function register(
  kubelets: Readonly<Record<PodPart['node'], Hand>>,
  port: number,
): Promise<void> {
  for (const [name, kubelet] of Object.entries(kubelets)) {
    await kubelet.post(201, '/api/v1/nodes', { metadata: { name } });
    await kubelet.patch(200, `/api/v1/nodes/${name}/status`, {
      status: {
        addresses: [{ type: 'InternalIP', address: '127.0.0.1' }],
        daemonEndpoints: { kubeletEndpoint: { Port: port } },
      },
    });
    const lease = { metadata: { name }, spec: { holderIdentity: name, leaseDurationSeconds: 40 } };
    // kube-controller-manager may still be about to make the namespace.
    await eventually(() =>
      kubelet.post(201, '/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases', lease),
    );
  }
}
