import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { installed } from '../installed.ts';

/** The package's version. */
export function version(): string {
  const path = fileURLToPath(installed('package.json'));
  return (JSON.parse(readFileSync(path, 'utf8')) as { version: string }).version;
}
