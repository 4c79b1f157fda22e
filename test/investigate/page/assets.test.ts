import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { assets } from '../../../src/investigate/page/assets.ts';

const ROOT = resolve(import.meta.dirname, '../../..');
const FOLDER = 'src/investigate/page/browser';

/** The files of a page's styles and scripts. */
async function filesOfPage(): Promise<string[]> {
  const names = await readdir(resolve(ROOT, FOLDER));
  return names.filter((name) => /\.(?:css|js)$/.test(name));
}

describe('assets', () => {
  it('are all files that are meant for a page', async () => {
    const { styles, early, scripts } = assets();
    const all = [styles, early, ...scripts].join('\n');
    const unused = (await filesOfPage()).filter(
      (name) => !all.includes(readFileSync(resolve(ROOT, FOLDER, name), 'utf8')),
    );
    expect(unused).toEqual([]);
  });

  it('come with the package, where a build looks for them', async () => {
    const { stdout } = await promisify(execFile)(
      'npm',
      ['pack', '--dry-run', '--json', '--ignore-scripts'],
      { cwd: ROOT, maxBuffer: 1 << 26 },
    );
    const [{ files }] = JSON.parse(stdout) as [{ files: { path: string }[] }];
    const packed = new Set(files.map(({ path }) => path));
    const missing = (await filesOfPage()).filter((name) => !packed.has(`${FOLDER}/${name}`));
    expect(missing).toEqual([]);
  });

  it('hold nothing that could end their element', () => {
    const { styles, early, scripts } = assets();
    expect([styles, early, ...scripts].filter((text) => /<\/|<!--/.test(text))).toEqual([]);
  });
});
