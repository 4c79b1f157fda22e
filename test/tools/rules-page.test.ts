import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { updatedRulesPage } from '../../tools/rules-page.ts';

describe('docs/rules.md', () => {
  it('has every derived field (npm run readme)', () => {
    const page = readFileSync(join(import.meta.dirname, '../../docs/rules.md'), 'utf8');
    expect(page).toBe(updatedRulesPage(page));
  });
});
