import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { compiledModule, compileScanner } from '../../tools/build-scanner.ts';

it('the scanner in the checkout is what its sources compile to', () => {
  const path = join(import.meta.dirname, '../../src/scanner/compiled.ts');
  expect(readFileSync(path, 'utf8')).toBe(compiledModule(compileScanner()));
});
