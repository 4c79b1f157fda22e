import type { Loop } from '../loops.ts';
import type { World } from '../world.ts';

/** What every kubelet does: renew its lease, report its node, look for pods. */
export function nodes({ kubelets }: World): Loop[] {
  return Object.entries(kubelets).map(([name, kubelet]) => ({
    every: 2000,
    async run(turn) {
      const lease = `/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases/${name}`;
      const spec = { renewTime: new Date().toISOString().replace('Z', '000Z') };
      await kubelet.patch(200, lease, { spec });
      if (turn % 4 !== 0) return;
      const conditions = [{ type: 'Ready', status: 'True', reason: 'KubeletReady' }];
      await kubelet.patch(200, `/api/v1/nodes/${name}/status`, { status: { conditions } });
      await kubelet.get(200, `/api/v1/pods?fieldSelector=spec.nodeName%3D${name}&limit=500`);
    },
  }));
}
