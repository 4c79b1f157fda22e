import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { updatedAccountsPage } from '../../tools/accounts-page.ts';

it('docs/accounts.md shows what its commands print; `npm run readme` puts it there', () => {
  const page = readFileSync(join(import.meta.dirname, '../../docs/accounts.md'), 'utf8');
  expect(page.match(/<!-- output:/g)?.length).toBeGreaterThan(2);
  expect(updatedAccountsPage(page)).toBe(page);
});
