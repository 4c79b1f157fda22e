/**
 * Makes `dist` of the sources: `npm run build`. A few files load sooner than four hundred, in each thread. Packages
 * stay what npm installs (decision 30).
 */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'rolldown';

const ROOT = join(import.meta.dirname, '..');
const SOURCES = join(ROOT, 'src');

const { dependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  readonly dependencies: Readonly<Record<string, string>>;
};
const packages = Object.keys(dependencies);

rmSync(join(ROOT, 'dist'), { recursive: true, force: true });
await build({
  cwd: ROOT,
  platform: 'node',
  tsconfig: true,
  input: {
    cli: join(SOURCES, 'cli.ts'),
    // By the names that those who start them look for, beside themselves.
    'scan-worker': join(SOURCES, 'pipeline/reading/scan-worker.ts'),
    'webhook-worker': join(SOURCES, 'webhook/webhook-worker.ts'),
  },
  external: (id) => packages.some((name) => id === name || id.startsWith(`${name}/`)),
  output: { dir: 'dist', format: 'esm' },
});
