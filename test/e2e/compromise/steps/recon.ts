import { FREE_TOKEN } from '../bodies.ts';
import { AUTHORIZATION, core } from '../paths.ts';
import type { Step } from '../scene.ts';

/** A copied token is tried out. */
export const RECON: readonly Step[] = [
  {
    id: 'versions',
    phases: ['recon'],
    title: 'asks for the version and the APIs',
    as: 'thief',
    async run(thief) {
      await thief.get(200, '/version');
      await thief.get(200, '/api');
      await thief.get(200, '/apis');
    },
  },
  {
    id: 'self-reviews',
    phases: ['recon'],
    title: 'asks who it is and what it may',
    as: 'thief',
    async run(thief) {
      await thief.post(201, '/apis/authentication.k8s.io/v1/selfsubjectreviews', {});
      await thief.post(201, `${AUTHORIZATION}/selfsubjectrulesreviews`, {
        spec: { namespace: 'shop' },
      });
      const resourceAttributes = { verb: 'create', group: 'rbac.authorization.k8s.io' };
      await thief.post(201, `${AUTHORIZATION}/selfsubjectaccessreviews`, {
        spec: { resourceAttributes: { ...resourceAttributes, resource: 'clusterrolebindings' } },
      });
    },
  },
  {
    id: 'pods-listed',
    phases: ['recon'],
    title: 'lists the pods around it',
    as: 'thief',
    run: (thief) => thief.get(200, core('shop', 'pods')),
  },
  {
    id: 'lists-refused',
    phases: ['recon'],
    title: 'is refused lists of other namespaces and of the cluster',
    as: 'thief',
    denied: true,
    async run(thief) {
      await thief.get(403, '/api/v1/pods');
      await thief.get(403, '/api/v1/secrets');
      await thief.get(403, core('payments', 'secrets/card-key'));
      await thief.get(403, '/api/v1/nodes');
    },
  },
  {
    id: 'climbing-refused',
    phases: ['escalation', 'persistence', 'access'],
    title: 'is refused a pod, an exec and a token of another account',
    as: 'thief',
    denied: true,
    async run(thief) {
      await thief.post(403, core('kube-system', 'pods'), {
        metadata: { name: 'helper' },
        spec: { containers: [{ name: 'main', image: 'helper' }], hostNetwork: true },
      });
      await thief.exec(403, core('shop', 'pods/cart-0/exec?command=id&container=main'));
      await thief.post(403, core('kube-system', 'serviceaccounts/backup/token'), FREE_TOKEN);
    },
  },
];
