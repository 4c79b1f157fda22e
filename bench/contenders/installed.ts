import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const BENCH = join(import.meta.dirname, '..');

let installing: Promise<void> | undefined;

/**
 * A package of bench/package.json, installed at the first call: nobody else needs these, and they are
 * large. Rejects when that fails.
 */
export async function installed<T>(name: string): Promise<T> {
  installing ??= install();
  await installing;
  return (await import(name)) as T;
}

async function install(): Promise<void> {
  if (existsSync(join(BENCH, 'node_modules'))) return;
  process.stderr.write('installing what satrap is compared with into bench/node_modules, once\n');
  const args = ['ci', '--ignore-scripts', '--no-fund', '--no-audit'];
  await promisify(execFile)('npm', args, { cwd: BENCH, timeout: 300_000 });
}
