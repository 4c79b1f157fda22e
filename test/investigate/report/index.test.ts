import { describe, expect, it } from 'vitest';
import { type Report, report as schema } from '../../../src/investigate/report/index.ts';
import { problemsOf } from '../consistent.ts';
import { exampleReport } from '../example-report.ts';
import { hostileReport, wideReport } from '../hostile-report.ts';

const REPORTS: readonly [string, Report][] = [
  ['the example', exampleReport],
  ['the wide one', wideReport],
  ['the hostile one', hostileReport],
];

describe('report', () => {
  it.each(REPORTS)('%s is valid, and all its references resolve', (_name, report) => {
    expect(problemsOf(report)).toEqual([]);
  });

  it('the hostile one has a hostile text wherever text may stand', () => {
    const texts = JSON.stringify(hostileReport);
    expect(texts).toContain('<script>');
    expect(texts).toContain('\\u001b[31m');
    expect(texts).toContain('\u202e');
  });

  it('keeps nothing that it does not know, and refuses what lacks something', () => {
    expect(schema.parse({ ...exampleReport, weather: 'fine' })).toEqual(exampleReport);
    const { gaps: _, ...lacking } = exampleReport;
    expect(schema.safeParse(lacking).success).toBe(false);
  });
});
