import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Alert, JsonObject } from '../../src/types.ts';
import { alertsOf, satrap } from '../cli/run.ts';
import type { Apiserver } from './cluster/apiserver.ts';
import type { Expected } from './scenario/expected.ts';

/** What `satrap analyze` made of a log. */
export interface Analysis {
  readonly alerts: readonly Alert[];
  readonly records: number;
  readonly events: number;
  readonly rejects: number;
}

/** Runs `satrap analyze` over files or folders; rejects with its complaint when it fails. */
export async function analyze(
  paths: readonly string[],
  flags: readonly string[] = [],
): Promise<Analysis> {
  const folder = await mkdtemp(join(tmpdir(), 'satrap-analysis-'));
  try {
    const summary = join(folder, 'summary.json');
    const outcome = await satrap(
      ['analyze', '-q', '-o', 'json', '--summary', summary, ...flags, ...paths],
      { cwd: folder },
    );
    if (outcome.code !== 0) throw new Error(`satrap analyze: ${outcome.stderr}`);
    const { records, events, rejects } = JSON.parse(await readFile(summary, 'utf8')) as Analysis;
    return { alerts: alertsOf(outcome), records, events, rejects };
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** The lines of an audit log and its rotated files, as they were written, oldest file first. */
export async function readLines(auditLog: string): Promise<string[]> {
  const folder = dirname(auditLog);
  const names = await readdir(folder);
  const texts = names
    // While a file is being compressed, both it and a part of its .gz are there.
    .filter((name) => !(name.endsWith('.gz') && names.includes(name.slice(0, -3))))
    .sort()
    .map(async (name) => {
      const bytes = await readFile(join(folder, name));
      return (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
    });
  return (await Promise.all(texts))
    .flatMap((text) => text.split('\n'))
    .filter((line) => line !== '');
}

/** The same as events; throws when a line is none. */
export async function readEvents(auditLog: string): Promise<JsonObject[]> {
  return (await readLines(auditLog)).map((line) => JSON.parse(line) as JsonObject);
}

/**
 * The events of an apiserver's log that its webhook backend was handed in time. On its way down the
 * apiserver closes that backend before its own last watches end; their events are in the log alone, and it
 * names each of them among its messages.
 */
export async function readPosted({ auditLog, messages }: Apiserver): Promise<JsonObject[]> {
  const lost = new Set(
    [...(await readFile(messages, 'utf8')).matchAll(/ AUDIT: id="([^"]+)" stage="(\w+)"/g)].map(
      ([, id, stage]) => `${id} ${stage}`,
    ),
  );
  const events = await readEvents(auditLog);
  return events.filter((event) => !lost.has(`${event.auditID as string} ${event.stage as string}`));
}

/** Whether an alert is the one that was expected. */
export function isExpected(alert: Alert, { rule, user, event }: Expected): boolean {
  return (
    alert.rule.name === rule &&
    alert.user === user &&
    alert.events.some((evidence) =>
      Object.entries(event).every(
        ([name, value]) => evidence[name as keyof typeof evidence] === value,
      ),
    )
  );
}

/** An alert in a few words, for messages of failed tests. */
export function inShort({ rule, level, user, count, message }: Alert): string {
  return `${level} ${rule.name} ${user} ×${count}: ${message}`;
}
