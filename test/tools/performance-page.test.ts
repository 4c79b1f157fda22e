import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PARTS } from '../../bench/report/results.ts';
import { readResults } from '../../bench/report/store.ts';
import { updatedPerformancePage } from '../../tools/performance-page.ts';

const page = readFileSync(join(import.meta.dirname, '../../docs/performance.md'), 'utf8');

describe('docs/performance.md', () => {
  it('shows what was measured last; `npm run bench` puts it there', () => {
    expect(updatedPerformancePage(page, readResults())).toBe(page);
  });

  it('says of each part how to measure it, measured or not', () => {
    const empty = updatedPerformancePage(page, {});
    for (const name of PARTS)
      expect(empty).toContain(`Not measured yet: \`npm run bench -- --only ${name}\` does.`);
  });
});
