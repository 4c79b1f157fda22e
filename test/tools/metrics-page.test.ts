import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { LIVE_METRICS } from '../../src/metrics/live-metrics.ts';
import { WEBHOOK_METRICS } from '../../src/metrics/webhook-metrics.ts';
import { updatedMetricsPage } from '../../tools/metrics-page.ts';

const page = readFileSync(join(import.meta.dirname, '../../docs/metrics.md'), 'utf8');
const names = [...LIVE_METRICS, ...WEBHOOK_METRICS].map(({ name }) => name);

describe('docs/metrics.md', () => {
  it('lists what is exposed; `npm run readme` puts it there', () => {
    expect(updatedMetricsPage(page)).toBe(page);
  });

  it('has example alerts on metrics that there are', () => {
    const [, yaml = ''] = /```yaml\n([\s\S]*?)```/.exec(page) ?? [];
    const { groups } = parse(yaml) as { groups: { rules: { alert: string; expr: string }[] }[] };
    const used = groups
      .flatMap(({ rules }) => rules)
      .flatMap(({ expr }) => expr.match(/satrap_\w+/g) ?? []);
    expect(used.length).toBeGreaterThan(5);
    expect(used.filter((name) => name !== 'satrap_build_info' && !names.includes(name))).toEqual(
      [],
    );
  });
});

describe('metrics', () => {
  it.each([...LIVE_METRICS, ...WEBHOOK_METRICS])(
    '$name follows Prometheus: a prefix, a unit, _total where it only grows',
    ({ name, type, help, labels }) => {
      expect(name).toMatch(/^satrap_[a-z_]+$/);
      expect(name.endsWith('_total')).toBe(type === 'counter');
      expect(help).toMatch(/^[A-Z].*[^.]$/);
      for (const label of labels)
        expect(['source', 'reason', 'rule', 'sink', 'result', 'code', 'what']).toContain(label);
    },
  );

  it('are all different', () => {
    expect(new Set(names).size).toBe(names.length);
  });
});
