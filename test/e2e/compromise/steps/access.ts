import { core } from '../paths.ts';
import { type Step, taken } from '../scene.ts';

/** What the stolen account may read. */
export const ACCESS: readonly Step[] = [
  {
    id: 'secrets-listed',
    phases: ['access'],
    title: 'lists the Secrets of its namespace',
    as: 'thief',
    taken: [taken('secret', 'shop/*', 'list')],
    run: (thief) => thief.get(200, core('shop', 'secrets?limit=500')),
  },
  {
    id: 'secret-got',
    phases: ['access'],
    title: 'gets one of them by name',
    as: 'thief',
    taken: [taken('secret', 'shop/db-password', 'get')],
    run: (thief) => thief.get(200, core('shop', 'secrets/db-password')),
  },
  {
    id: 'configmap-got',
    phases: ['access'],
    title: 'gets a ConfigMap',
    as: 'thief',
    taken: [taken('configmap', 'shop/feature-flags', 'get')],
    run: (thief) => thief.get(200, core('shop', 'configmaps/feature-flags')),
  },
  {
    id: 'secrets-watched',
    phases: ['access'],
    title: 'watches the Secrets of its namespace',
    as: 'thief',
    taken: [taken('secret', 'shop/*', 'watch')],
    run: (thief) => thief.get(200, core('shop', 'secrets?watch=true&timeoutSeconds=2')),
  },
];
