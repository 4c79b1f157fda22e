import { certificateRequest } from '../../cluster/pki.ts';
import { eventually } from '../../scenario/world.ts';
import {
  approved,
  binding,
  cronJob,
  deployment,
  signingRequest,
  subject,
  webhook,
} from '../bodies.ts';
import { certificateIn } from '../innocents/people.ts';
import { ADMISSION, CERTIFICATES, core, grouped, RBAC, userOf } from '../paths.ts';
import { changed, created, mayLink, type Step, taken, thing } from '../scene.ts';
import { ADMIN, admin } from './masks.ts';

/** Ways to come back. */
export const PERSISTENCE: readonly Step[] = [
  {
    id: 'certificate',
    phases: ['persistence'],
    title: 'asks for a client certificate, approves that itself, and fetches it',
    as: 'runner',
    left: [created('certificatesigningrequests', 'ops-admin')],
    async run(hand, { wear }) {
      const { request, key } = await certificateRequest(ADMIN);
      const text = await hand.post(201, CERTIFICATES, signingRequest('ops-admin', request));
      await hand.put(200, `${CERTIFICATES}/ops-admin/approval`, approved(text));
      const cert = await eventually(async () =>
        certificateIn(await hand.get(200, `${CERTIFICATES}/ops-admin`)),
      );
      wear('admin', admin({ cert, key }), {
        by: 'runner',
        links: ['certificate', 'granted rights'],
        kind: 'certificate',
        issuedBy: 'system:serviceaccount:ops:runner',
      });
    },
  },
  {
    id: 'second-binding',
    phases: ['persistence', 'escalation'],
    title: "binds cluster-admin to the certificate's user",
    as: 'runner',
    left: [created('clusterrolebindings', 'ops-admins')],
    run: (hand) =>
      hand.post(
        201,
        `${RBAC}/clusterrolebindings`,
        binding('ops-admins', 'cluster-admin', `user:${ADMIN}`),
      ),
  },
  {
    id: 'certificate-used',
    phases: ['recon'],
    title: 'looks at bindings and nodes with the certificate',
    as: 'admin',
    async run(hand) {
      await hand.get(200, `${RBAC}/clusterrolebindings?limit=500`);
      await hand.get(200, '/api/v1/nodes?limit=500');
    },
  },
  {
    id: 'webhook',
    phases: ['persistence'],
    title: 'has itself asked about new Secrets',
    as: 'admin',
    left: [created('mutatingwebhookconfigurations', 'secret-defaults')],
    run: (hand) =>
      hand.post(201, `${ADMISSION}/mutatingwebhookconfigurations`, webhook('secret-defaults')),
  },
  {
    id: 'workloads',
    phases: ['persistence'],
    title: 'leaves a CronJob and a Deployment',
    as: 'admin',
    left: [
      created('cronjobs', 'kube-system/image-cleaner'),
      created('deployments', 'ops/log-shipper'),
    ],
    taken: [
      taken('podToken', 'kube-system/image-cleaner', 'podToken', true),
      taken('podToken', 'ops/log-shipper', 'podToken', true),
    ],
    offspring: [thing('replicasets', 'ops/log-shipper-'), thing('pods', 'ops/log-shipper-')],
    links: [
      mayLink(ADMIN, userOf('ops:runner'), 'created pod'),
      mayLink(ADMIN, userOf('kube-system:backup'), 'created pod'),
    ],
    async run(hand) {
      await hand.post(
        201,
        grouped('batch/v1', 'kube-system', 'cronjobs'),
        cronJob('image-cleaner', 'backup', 'registry.example/cleaner:1'),
      );
      await hand.post(
        201,
        grouped('apps/v1', 'ops', 'deployments'),
        deployment('log-shipper', 'runner', 'registry.example/shipper:1'),
      );
    },
  },
  {
    id: 'ephemeral-container',
    phases: ['persistence'],
    title: 'adds an ephemeral container to a pod of others',
    as: 'admin',
    left: [changed('pods', 'shop/cart-0')],
    taken: [taken('podToken', 'shop/cart-0', 'podToken', true)],
    links: [mayLink(ADMIN, userOf('shop:cart'), 'entered pod')],
    run: (hand) =>
      hand.patch(
        200,
        core('shop', 'pods/cart-0/ephemeralcontainers'),
        {
          spec: {
            ephemeralContainers: [
              { name: 'debugger', image: 'registry.example/shell:1', targetContainerName: 'main' },
            ],
          },
        },
        'application/strategic-merge-patch+json',
      ),
  },
  {
    id: 'account-made',
    phases: ['persistence'],
    title: 'makes an account and lets it edit a namespace',
    as: 'admin',
    left: [
      created('serviceaccounts', 'ops/metrics-agent'),
      created('rolebindings', 'payments/metrics-agent'),
    ],
    links: [mayLink(ADMIN, userOf('ops:metrics-agent'), 'granted rights')],
    async run(hand) {
      await hand.post(201, core('ops', 'serviceaccounts'), { metadata: { name: 'metrics-agent' } });
      await hand.post(
        201,
        `${RBAC}/namespaces/payments/rolebindings`,
        binding('metrics-agent', 'edit', 'ops:metrics-agent'),
      );
    },
  },
  {
    id: 'binding-changed',
    phases: ['persistence', 'escalation'],
    title: 'adds that account to a binding that was there',
    as: 'admin',
    left: [changed('rolebindings', 'shop/team-view')],
    // The patch names the group again that was bound before.
    links: [mayLink(ADMIN, 'team', 'granted rights')],
    run: (hand) =>
      hand.patch(200, `${RBAC}/namespaces/shop/rolebindings/team-view`, {
        subjects: [subject('group:team'), subject('ops:metrics-agent')],
      }),
  },
];
