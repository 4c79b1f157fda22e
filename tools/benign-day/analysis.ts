import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve, sep } from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import type { Alert } from '../../src/types.ts';
import { benignDay } from './day.ts';

/** The seed of the day that docs/benign-day.md is about. */
export const SEED = 20261118;

/** What `satrap analyze` makes of the day. */
export interface Outcome {
  readonly events: number;
  readonly rejects: number;
  readonly alerts: readonly Alert[];
}

const ROOT = resolve(import.meta.dirname, '../..');

/** The day as text, a minute at a time. */
export function* dayText(seed: number): Generator<string> {
  for (const lines of benignDay(seed)) {
    if (lines.length > 0) yield `${lines.join('\n')}\n`;
  }
}

/**
 * Makes the whole day and runs `satrap analyze` on it with the bundled rules at the default profile, with or
 * without what `rules/exclusions` leaves out. Rejects with its complaint when it fails.
 */
export async function analyzeDay({ exclusions }: { exclusions: boolean }): Promise<Outcome> {
  const folder = await mkdtemp(join(tmpdir(), 'satrap-benign-'));
  try {
    const flags: string[] = [];
    if (!exclusions) {
      const rules = join(folder, 'rules');
      await cp(join(ROOT, 'rules'), rules, {
        recursive: true,
        filter: (path) => !path.includes(`${sep}rules${sep}exclusions`),
      });
      flags.push('--rules', rules);
    }
    const summary = join(folder, 'summary.json');
    const satrap = spawn(
      process.execPath,
      [
        join(ROOT, 'bin/satrap.cjs'),
        'analyze',
        '-q',
        '-o',
        'json',
        '--summary',
        summary,
        ...flags,
        '-',
      ],
      { cwd: folder },
    );
    const [output, complaint] = [text(satrap.stdout), text(satrap.stderr)];
    const exit = once(satrap, 'exit') as Promise<[number | null]>;
    await pipeline(Readable.from(dayText(SEED)), satrap.stdin);
    const [code] = await exit;
    if (code !== 0) throw new Error(`satrap analyze: ${await complaint}`);
    const lines = (await output).split('\n').filter((line) => line !== '');
    const { events, rejects } = JSON.parse(await readFile(summary, 'utf8')) as Outcome;
    return { events, rejects, alerts: lines.map((line) => JSON.parse(line) as Alert) };
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** The alerts that somebody is to look at today. */
export function aboveLow(alerts: readonly Alert[]): Alert[] {
  return alerts.filter(({ level }) => level !== 'low' && level !== 'informational');
}
