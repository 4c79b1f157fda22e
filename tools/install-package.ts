import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Builds and packs a checkout as for publishing and unpacks it where npm would install it below an empty folder;
 * gives the package's place. What it depends on is the checkout's: nothing is downloaded. Throws when one fails.
 */
export function installPackage(checkout: string, folder: string): string {
  const pack = ['pack', '--silent', '--pack-destination', folder];
  execFileSync('npm', pack, { cwd: checkout, stdio: 'pipe' });
  const [archive] = readdirSync(folder) as [string];
  const place = join(folder, 'node_modules', 'satrap');
  mkdirSync(place, { recursive: true });
  execFileSync('tar', ['-xzf', join(folder, archive), '-C', place, '--strip-components=1']);
  symlinkSync(join(checkout, 'node_modules'), join(place, 'node_modules'));
  return place;
}
