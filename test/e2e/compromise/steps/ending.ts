import { core, RBAC } from '../paths.ts';
import { type Step, taken, thing } from '../scene.ts';
import { nobody, SHELL } from './masks.ts';

/** Damage, and tracks that are covered. */
export const ENDING: readonly Step[] = [
  {
    id: 'configmap-deleted',
    phases: ['impact'],
    title: 'deletes a ConfigMap of others',
    as: 'admin',
    destroyed: [thing('configmaps', 'payments/limits')],
    run: (hand) => hand.delete(200, core('payments', 'configmaps/limits')),
  },
  {
    id: 'pod-removed',
    phases: ['evasion'],
    title: 'deletes its pod',
    as: 'admin',
    removed: [thing('pods', 'shop/debug-shell')],
    async run(hand, { world }) {
      await hand.delete(200, core('shop', 'pods/debug-shell'));
      await world.reap(SHELL);
    },
  },
  {
    id: 'events-deleted',
    phases: ['evasion'],
    title: 'deletes the Events of a namespace',
    as: 'admin',
    run: (hand) => hand.delete(200, core('shop', 'events')),
  },
  {
    id: 'first-binding-removed',
    phases: ['evasion'],
    title: 'deletes the first binding',
    as: 'admin',
    removed: [thing('clusterrolebindings', 'metrics-view')],
    run: (hand) => hand.delete(200, `${RBAC}/clusterrolebindings/metrics-view`),
  },
];

/** The thief comes back with the stolen token, while its pod is still there. */
export const COMES_BACK: readonly Step[] = [
  {
    id: 'comes-back',
    phases: ['recon'],
    title: 'lists pods with the stolen token once more',
    as: 'thief',
    run: (thief) => thief.get(200, core('shop', 'pods')),
  },
];

/** A token that was just used is good for some seconds more: what an apiserver looked up it trusts. */
export const LAST_USE: readonly Step[] = [
  {
    id: 'used-after-death',
    phases: ['access'],
    title: 'gets a ConfigMap with the token of a pod that is gone',
    as: 'thief',
    taken: [taken('configmap', 'shop/orders-settings', 'get')],
    run: (thief) => thief.get(200, core('shop', 'configmaps/orders-settings')),
  },
];

/** After the token is gone as well. */
export const AFTERWARDS: readonly Step[] = [
  {
    id: 'refused',
    phases: ['access'],
    title: 'is not let in with the stolen token any more',
    as: 'nobody',
    denied: true,
    prepare({ masks, wear }) {
      wear('nobody', nobody(masks.get('thief')?.who.token ?? ''));
    },
    async run(hand) {
      await hand.get(401, core('shop', 'secrets'));
      await hand.get(401, core('shop', 'pods'));
    },
  },
];
