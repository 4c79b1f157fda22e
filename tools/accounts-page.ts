import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { between } from './between.ts';

const ROOT = join(import.meta.dirname, '..');

/** A file that an example reads: `<!-- file:NAME -->` and a code block. */
const FILE = /<!-- file:([\w.-]+) -->\n```\w+\n([\s\S]*?)```/g;

/** An example: a command in a block by itself, and where what it prints stands. */
const EXAMPLE = /```console\n(satrap [^\n]+)\n```\n\n<!-- (output:[\w-]+) -->/g;

/** docs/accounts.md as it should be: below each command stands what it prints. */
export function updatedAccountsPage(page: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'satrap-page-'));
  try {
    symlinkSync(join(ROOT, 'samples'), join(folder, 'samples'));
    for (const [, name = '', text = ''] of page.matchAll(FILE)) {
      writeFileSync(join(folder, name), text);
    }
    return [...page.matchAll(EXAMPLE)].reduce((text, [, command = '', mark = '']) => {
      const language =
        command.includes('--role') && !command.includes('--granted') ? 'yaml' : 'text';
      const output = printedBy(command, folder).trimEnd();
      return between(text, mark, `\`\`\`${language}\n${output}\n\`\`\``);
    }, page);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function printedBy(command: string, cwd: string): string {
  const args = command.split(' ').slice(1);
  return execFileSync(process.execPath, [join(ROOT, 'bin/satrap.cjs'), ...args], {
    cwd,
    env: { ...process.env, NO_COLOR: '1' },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
}
