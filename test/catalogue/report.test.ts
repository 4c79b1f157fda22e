import { describe, expect, it } from 'vitest';
import { coverageOf } from '../../src/catalogue/coverage.ts';
import { coverageJson, Levels } from '../../src/catalogue/report.ts';
import { rulesIn } from '../../src/needs/rule-needs.ts';
import { rulesOf } from '../needs/fixtures.ts';
import { info } from '../pipeline/fixtures.ts';

const rules = rulesOf({
  wild: '{ a: { verb: [create, patch], objectRef.resource: roles, satrap.grants: "* *.*" }, condition: a }',
});
const levels = new Levels(rulesIn(rules));
const own = rules.detections.map((rule) => ({ ...rule.info, tags: ['satrap.d06'] }));

describe('the report of a coverage', () => {
  it('has for each rule the level of audit that it needs', () => {
    const { detections } = coverageJson(coverageOf(own), levels) as {
      detections: { code: string; rules: object[] }[];
    };
    expect(detections.find(({ code }) => code === 'd06')?.rules).toEqual([
      { name: 'wild', level: 'medium', audit: 'Request', auditForAll: 'RequestResponse' },
    ]);
  });

  it('takes a detector that is no Sigma rule for one that looks at requests without their bodies', () => {
    expect(levels.text(info('written'))).toBe('Metadata');
    expect(levels.of(info('written'))).toBeUndefined();
  });
});
