/** Makes docs/images/investigate.png anew: what a reader first sees of the page about samples/token-compromise. */
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { launchChromium } from '../test/e2e/chromium.ts';

const ROOT = resolve(import.meta.dirname, '..');
const PICTURE = join(ROOT, 'docs/images/investigate.png');
const SAMPLE = ['samples/token-compromise', '--service-account', 'shop:orders'];
const WIDTH = 1280;

const folder = await mkdtemp(join(tmpdir(), 'satrap-picture-'));
const browser = await launchChromium();
try {
  const file = join(folder, 'page.html');
  const args = ['bin/satrap.cjs', 'investigate', ...SAMPLE, '--quiet', '--html', file];
  execFileSync(process.execPath, args, { cwd: ROOT, stdio: 'ignore' });
  const page = await browser.newPage({ viewport: { width: WIDTH, height: 900 } });
  await page.goto(pathToFileURL(file).href);
  const timeline = await page.locator('#chart').boundingBox();
  const height = Math.ceil((timeline?.y ?? 0) + (timeline?.height ?? 0)) + 24;
  await page.setViewportSize({ width: WIDTH, height });
  await page.screenshot({ path: PICTURE });
} finally {
  await browser.close();
  await rm(folder, { recursive: true });
}
