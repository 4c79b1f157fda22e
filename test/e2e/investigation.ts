import type { Report } from '../../src/investigate/report/index.ts';
import { satrap } from '../cli/run.ts';

/** Runs `satrap investigate` over files or folders; rejects with its complaint when it fails. */
export async function investigate(
  paths: readonly string[],
  ...flags: readonly string[]
): Promise<Report> {
  const outcome = await satrap(['investigate', '-q', '-o', 'json', ...flags, ...paths]);
  if (outcome.stdout === '') throw new Error(`satrap investigate: ${outcome.stderr}`);
  return JSON.parse(outcome.stdout) as Report;
}
