/** Makes docs/images/investigate.png anew: what a reader first sees of a report's page. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { reportPage } from '../src/investigate/page/index.ts';
import { launchChromium } from '../test/e2e/chromium.ts';
import { exampleReport } from '../test/investigate/example-report.ts';

const PICTURE = resolve(import.meta.dirname, '../docs/images/investigate.png');

const folder = await mkdtemp(join(tmpdir(), 'satrap-picture-'));
const browser = await launchChromium();
try {
  const file = join(folder, 'page.html');
  await writeFile(file, reportPage(exampleReport));
  const page = await browser.newPage({
    viewport: { width: 1280, height: 1020 },
    colorScheme: 'light',
  });
  await page.goto(pathToFileURL(file).href);
  await page.screenshot({ path: PICTURE });
} finally {
  await browser.close();
  await rm(folder, { recursive: true });
}
