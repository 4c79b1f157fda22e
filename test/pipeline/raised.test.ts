import { expect, it } from 'vitest';
import { createRaised } from '../../src/pipeline/raised.ts';
import type { Finding } from '../../src/types.ts';
import { info } from './fixtures.ts';

function finding(name: string): Finding {
  return {
    rule: info(name),
    time: 0,
    key: [],
    count: 1,
    firstSeen: 0,
    lastSeen: 0,
    witnesses: [],
  };
}

it('findings are taken in the order of events, whether one or many raised them', () => {
  const names: string[] = [];
  const raised = createRaised(({ rule }) => names.push(rule.name ?? ''));
  raised.add(finding('before all'), 0);
  raised.add(finding('and again'), 0);
  raised.add(finding('before the second'), 1);
  raised.add(finding('after all'), 3);
  raised.settle([
    { sighting: 0, findings: [finding('first'), finding('also first')] },
    { sighting: 2, findings: [finding('third')] },
  ]);
  const order = 'before all, and again, first, also first, before the second, third, after all';
  expect(names.join(', ')).toBe(order);
  raised.settle([]);
  expect(names).toHaveLength(7);
});
