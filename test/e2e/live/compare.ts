import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import type { Alert } from '../../../src/types.ts';
import { type Analysis, analyze, isExpected, readPosted } from '../analysis.ts';
import type { Cluster } from '../cluster/index.ts';
import type { Expected } from '../scenario/expected.ts';
import { eventually, type World } from '../scenario/world.ts';
import type { Live } from './process.ts';

/** How long a live command may take for what a finished log still holds. */
const PATIENCE_MS = 60_000;

/** By id, what an alert came to in the end: rule, user, count and times. */
export function tally(alerts: readonly Alert[]): Record<string, string> {
  const highest = new Map<string, Alert>();
  for (const alert of alerts) {
    if (alert.count >= (highest.get(alert.id)?.count ?? 0)) highest.set(alert.id, alert);
  }
  const told = [...highest.values()].map(
    ({ id, rule, user, count, firstSeen, lastSeen }) =>
      [id, `${rule.name} ${user} ×${count} ${firstSeen} ${lastSeen}`] as const,
  );
  return Object.fromEntries(told.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** How many events were looked at, where every one raises an alert. */
export function eventsSeen(alerts: readonly Alert[]): number {
  const counts = new Map<string, number>();
  for (const { id, rule, count } of alerts) {
    if (rule.name === 'every_event') counts.set(id, Math.max(counts.get(id) ?? 0, count));
  }
  return [...counts.values()].reduce((sum, count) => sum + count, 0);
}

/** Ordinary requests for so many seconds: event time goes on, and nothing happens. */
export async function quiet({ cluster, alice }: World, seconds: number): Promise<void> {
  const caller = cluster.caller({ credentials: alice });
  for (let elapsed = 0; elapsed < seconds; elapsed += 0.2) {
    await caller.get('/version');
    await sleep(200);
  }
}

/**
 * Stops the apiserver, analyzes its log with the same configuration, and ends and starts the live command
 * until it has told exactly the same alerts with the same counts: what has grown is told at the end. It
 * has ended when this resolves. Fails with the difference when it doesn't come to that.
 */
export async function expectSameAsAnalysis(
  live: Live,
  cluster: Cluster,
  { posted = false }: { readonly posted?: boolean } = {},
): Promise<Analysis> {
  await cluster.finish();
  const log = posted ? await postedLog(cluster) : dirname(cluster.apiserver.auditLog);
  const analysis = await analyze([log], ['--config', live.analysisConfig]);
  const expected = tally(analysis.alerts);
  const text = JSON.stringify(expected);
  const deadline = Date.now() + PATIENCE_MS;
  const isSame = () => JSON.stringify(tally(live.alerts)) === text;
  for (;;) {
    await sleep(3000);
    await expectGoodEnd(live);
    if (isSame() || Date.now() > deadline) break;
    live.start();
  }
  if (!isSame()) process.stderr.write(live.complaints);
  expect(tally(live.alerts)).toEqual(expected);
  return analysis;
}

/** The log without the events that the apiserver says it never posted. */
async function postedLog({ apiserver, folder }: Cluster): Promise<string> {
  const path = join(folder, 'posted.log');
  const events = await readPosted(apiserver);
  await writeFile(path, events.map((event) => `${JSON.stringify(event)}\n`).join(''));
  return path;
}

/** Waits for an alert, with the log still being written. */
export async function expectToldAlready(live: Live, expected: Expected): Promise<void> {
  await eventually(async () => {
    if (live.alerts.some((alert) => isExpected(alert, expected))) return;
    throw new Error(`no ${expected.rule} about ${expected.user} yet\n${live.complaints}`);
  });
}

/** Asks a live command to end; fails with what it said when its exit code isn't 0. */
export async function expectGoodEnd(live: Live): Promise<void> {
  const code = await live.stop();
  if (code !== 0) throw new Error(`ended with ${code}\n${live.complaints}`);
}
