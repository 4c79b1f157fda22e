import { spawn } from 'node:child_process';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Alert } from '../../src/types.ts';

/** The program as users start it. */
export const SATRAP = resolve(import.meta.dirname, '../../bin/satrap.cjs');

/** Flags where one rule is enough, that of Secrets: a start with all of them takes twice the processor time. */
export const ONE_RULE: readonly string[] = [
  '--rules',
  resolve(import.meta.dirname, '../../rules/credential-access/sa_lists_secrets.yml'),
];

/** What a finished satrap left behind. */
export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the real program in a process of its own. */
export function satrap(
  args: readonly string[],
  options: {
    stdin?: string | Buffer;
    env?: Record<string, string>;
    cwd?: string;
    /** Another than that of this checkout. */
    program?: string;
  } = {},
): Promise<Outcome> {
  return new Promise((done, fail) => {
    const { NO_COLOR: _, FORCE_COLOR: __, ...inherited } = process.env;
    const child = spawn(process.execPath, [options.program ?? SATRAP, ...args], {
      cwd: options.cwd,
      env: { ...inherited, ...options.env },
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.on('error', fail);
    child.on('close', (code) => done({ code, stdout, stderr }));
    child.stdin.on('error', () => {});
    child.stdin.end(options.stdin ?? '');
  });
}

/** The alerts of a run with JSON output. */
export function alertsOf(outcome: Outcome): Alert[] {
  return outcome.stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Alert);
}

/** A folder of its own with these files. */
export async function folderWith(files: Record<string, string | Buffer>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'satrap-'));
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
  return folder;
}
