import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import type { Report } from '../../src/investigate/report/index.ts';
import { investigationSchema } from '../../tools/investigation-schema.ts';
import { exampleReport } from '../investigate/example-report.ts';
import { hostileReport, wideReport } from '../investigate/hostile-report.ts';

const page = readFileSync(
  join(import.meta.dirname, '../../docs/investigation.schema.json'),
  'utf8',
);

describe('docs/investigation.schema.json', () => {
  const fits = new Ajv2020({ strict: true, allowUnionTypes: true }).compile<Report>(
    JSON.parse(page),
  );

  it('is what reports are checked against; `npm run readme` puts it there', () => {
    expect(investigationSchema()).toBe(page);
  });

  it.each([exampleReport, wideReport, hostileReport])('allows a report', (report) => {
    fits(report);
    expect(fits.errors).toBeNull();
  });

  it('allows what a later satrap may add', () => {
    expect(fits({ ...exampleReport, weather: 'fine' })).toBe(true);
  });

  it('refuses a report that lacks something, or says what there is no word for', () => {
    const { gaps: _, ...lacking } = exampleReport;
    expect(fits(lacking)).toBe(false);
    const verdict = { ...exampleReport.verdict, verdict: 'guilty' };
    expect(fits({ ...exampleReport, verdict })).toBe(false);
  });

  it('says what its parts mean', () => {
    const { properties, $defs } = JSON.parse(page) as Record<string, Record<string, unknown>>;
    expect(Object.keys(properties ?? {})).toEqual(
      expect.arrayContaining(
        'subject verdict credentials origins timeline taken leftBehind identities actions gaps'.split(
          ' ',
        ),
      ),
    );
    expect(Object.keys($defs ?? {})).toEqual(expect.arrayContaining(['proof', 'object', 'time']));
  });
});
