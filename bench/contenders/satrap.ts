import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Alert } from '../../src/types.ts';
import { type Contender, versionOf } from './contender.ts';

/** This checkout. */
export const ROOT = join(import.meta.dirname, '..', '..');

/** satrap's command in a package, or in a checkout. */
export function satrapCommand(root: string, ...args: readonly string[]): readonly string[] {
  return [process.execPath, join(root, 'bin', 'satrap.cjs'), ...args];
}

/** Whether a satrap can be told how many threads to use. */
export async function hasJobs(root: string): Promise<boolean> {
  const [program, ...args] = satrapCommand(root, 'analyze', '--help') as [string, ...string[]];
  return (await promisify(execFile)(program, args)).stdout.includes('--jobs');
}

/** `satrap analyze` on a number of cores: as it runs by itself, if these are all; without `--jobs` it uses one. */
export async function analyzeCommand(
  root: string,
  jobs: number,
  ...args: readonly string[]
): Promise<readonly string[]> {
  const isUsual = jobs === availableParallelism() || !(await hasJobs(root));
  const flags = isUsual ? [] : ['--jobs', String(jobs)];
  return satrapCommand(root, 'analyze', '--quiet', '--output', 'json', ...flags, ...args);
}

/** The satrap of a package with every bundled rule. */
export async function satrap(root: string, jobs: 1 | 2): Promise<Contender> {
  const command = await analyzeCommand(root, jobs);
  return {
    id: `satrap-${jobs}`,
    name: `satrap, every bundled rule, ${jobs === 1 ? 'one core' : 'two cores'}`,
    cores: jobs,
    async presence() {
      if (jobs > 1 && !(await hasJobs(root))) return { missing: 'it has no --jobs yet' };
      const [program, script] = command as [string, string];
      return versionOf(program, script);
    },
    command: (log) => [...command, log],
    hits: async (output) => eventsOf('sa_lists_secrets', await readFile(output, 'utf8')),
  };
}

/** How many events a rule's alerts tell of; an alert that comes again comes with a higher count. */
export function eventsOf(rule: string, alerts: string): number {
  const counts = new Map<string, number>();
  for (const line of alerts.split('\n')) {
    if (line === '') continue;
    const alert = JSON.parse(line) as Alert;
    if (alert.rule.name === rule)
      counts.set(alert.id, Math.max(counts.get(alert.id) ?? 0, alert.count));
  }
  return [...counts.values()].reduce((sum, count) => sum + count, 0);
}
