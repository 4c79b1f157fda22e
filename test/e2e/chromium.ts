import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];

/** A real browser without a window: that of `CHROMIUM`, else the system's. Rejects with what to do. */
export async function launchChromium(): Promise<Browser> {
  const executablePath = process.env.CHROMIUM || installed();
  if (executablePath === undefined) {
    throw new Error(
      `no ${NAMES.join(', ')} in PATH: install one (Debian: apt-get install chromium), ` +
        'or set CHROMIUM to the path of one',
    );
  }
  return chromium.launch({ executablePath });
}

function installed(): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  const paths = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
  return paths.find(isProgram);
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
