import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { copiesOf } from '../../../bench/parts/rule-copies.ts';
import { loadRules } from '../../../src/sigma/index.ts';
import { ROOT } from '../../rule-tests/bundled.ts';

/** The bundled rules with copies, loaded. */
const load = (times: number) =>
  loadRules([{ path: 'rules.yml', text: copiesOf(join(ROOT, 'rules'), times) }]);

describe('copies of the bundled rules', () => {
  it('load without a problem, so many times as many', () => {
    const one = load(1);
    const three = load(3);
    expect([...one.problems, ...three.problems]).toEqual([]);
    expect(three.rules.detections).toHaveLength(3 * one.rules.detections.length);
    expect(three.rules.correlations).toHaveLength(3 * one.rules.correlations.length);
  });
});
