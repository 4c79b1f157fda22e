import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { updatedReadme } from '../../tools/update-readme.ts';

it('README shows what the program prints; `npm run readme` puts it there', () => {
  const readme = readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8');
  expect(updatedReadme(readme)).toBe(readme);
});
