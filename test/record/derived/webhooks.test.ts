import { describe, expect, it } from 'vitest';
import { derive } from './derive.ts';

describe('webhooks', () => {
  const annotations = {
    'failed-open.mutation.webhook.admission.k8s.io/round_0_index_1': 'inject.example.com',
    'failed-open.validating.webhook.admission.k8s.io/round_0_index_0': 'check.example.com',
    'mutation.webhook.admission.k8s.io/round_0_index_0':
      '{"configuration":"sidecars","webhook":"sidecar.example.com","mutated":true}',
    'mutation.webhook.admission.k8s.io/round_0_index_2':
      '{"configuration":"idle","webhook":"idle.example.com","mutated":false}',
    'mutation.webhook.admission.k8s.io/round_0_index_3': '{broken',
  };

  it('that failed open are named', () => {
    expect(derive('satrap.webhooks.failedOpen', { annotations })).toEqual([
      'inject.example.com',
      'check.example.com',
    ]);
  });

  it('that changed the object are named', () => {
    expect(derive('satrap.webhooks.changed', { annotations })).toEqual([
      'sidecars/sidecar.example.com',
    ]);
  });

  it('are absent where there were none', () => {
    expect(derive('satrap.webhooks', { annotations: { a: 'b' } })).toBeUndefined();
  });
});
