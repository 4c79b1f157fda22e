import { describe, expect, it } from 'vitest';
import { readInventory } from '../../src/accounts/inventory.ts';

const metadata = { namespace: 'prod', name: 'app', creationTimestamp: '2026-01-02T03:04:05Z' };

describe('an inventory', () => {
  it('is what kubectl prints, of one kind or of any', () => {
    const known = [
      [
        'system:serviceaccount:prod:app',
        { namespace: 'prod', name: 'app', created: metadata.creationTimestamp },
      ],
    ];
    const item = { kind: 'ServiceAccount', metadata };
    expect([...readInventory({ kind: 'List', items: [item] })]).toEqual(known);
    expect([...readInventory({ kind: 'ServiceAccountList', items: [{ metadata }] })]).toEqual(
      known,
    );
    expect([...readInventory(item)]).toEqual(known);
  });

  it.each([
    ['it is no Kubernetes List', []],
    ['it has no items', { kind: 'List' }],
    ['items[0] is Pod, not a ServiceAccount', { kind: 'PodList', items: [{ metadata }] }],
    [
      'items[1] has no namespace or no name',
      { kind: 'ServiceAccountList', items: [{ metadata }, {}] },
    ],
  ])('says what is wrong: %s', (reason, document) => {
    expect(() => readInventory(document)).toThrow(reason);
  });
});
