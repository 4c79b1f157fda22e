import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { updatedCoveragePage } from '../../tools/coverage-page.ts';
import { coverage } from '../../tools/update-readme.ts';

it('docs/coverage.md lists what the rules cover; `npm run readme` puts it there', () => {
  const page = readFileSync(join(import.meta.dirname, '../../docs/coverage.md'), 'utf8');
  expect(updatedCoveragePage(page, coverage())).toBe(page);
});
