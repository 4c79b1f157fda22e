import { describe, expect, it } from 'vitest';
import { isPodOf } from '../../../../src/investigate/trail/links/pod-names.ts';

describe('names of pods', () => {
  it.each([
    ['deployments', 'web', 'web-6c5d8f7b9c-hv9td'],
    ['replicasets', 'web', 'web-hv9td'],
    ['replicationcontrollers', 'web', 'web-hv9td'],
    ['daemonsets', 'web', 'web-hv9td'],
    ['statefulsets', 'web', 'web-12'],
    ['jobs', 'web', 'web-hv9td'],
    ['jobs', 'web', 'web-3-hv9td'],
    ['cronjobs', 'web', 'web-29187345-hv9td'],
    ['deployments', 'w'.repeat(53), `${'w'.repeat(53)}-6c5dhv9td`],
    ['daemonsets', 'w'.repeat(60), `${'w'.repeat(58)}hv9td`],
  ])('of %s fit: %s has %s', (resource, workload, pod) => {
    expect(isPodOf(resource, workload, pod)).toBe(true);
  });

  it.each([
    ['deployments', 'web', 'web-admin-6c5d8f7b9c-hv9td'],
    ['deployments', 'web', 'web-admin-hv9td'],
    ['deployments', 'web', 'web-0'],
    ['deployments', 'web', 'website-6c5d8f7b9c-hv9td'],
    ['daemonsets', 'web', 'web-6c5d8f7b9c-hv9td'],
    ['statefulsets', 'web', 'web-hv9td'],
    ['statefulsets', 'web', 'web-admin-0'],
    ['jobs', 'web', 'web-29187345-hv9td-0'],
    ['cronjobs', 'web', 'web-hv9td'],
    ['deployments', 'w'.repeat(53), `${'w'.repeat(53)}-admihv9td`],
    ['podtemplates', 'web', 'web-hv9td'],
  ])("of other workloads don't: %s %s has no %s", (resource, workload, pod) => {
    expect(isPodOf(resource, workload, pod)).toBe(false);
  });
});
