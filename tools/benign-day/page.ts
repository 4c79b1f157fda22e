import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Alert } from '../../src/types.ts';
import { between } from '../between.ts';
import { aboveLow, analyzeDay, type Outcome } from './analysis.ts';
import { remarkOn } from './remarks.ts';

/** docs/benign-day.md with the counts and the table of what was raised. */
export function updatedPage(page: string, without: Outcome, after: Outcome): string {
  const count = (number: number) => new Intl.NumberFormat('en-US').format(number);
  const counts = [
    '| | events | alerts | above low |',
    '|---|--:|--:|--:|',
    `| without \`rules/exclusions\` | ${count(without.events)} | ${count(without.alerts.length)} | ${count(aboveLow(without.alerts).length)} |`,
    `| as satrap comes | ${count(after.events)} | ${count(after.alerts.length)} | ${count(aboveLow(after.alerts).length)} |`,
  ];
  const rows = aboveLow(after.alerts)
    .sort((a, b) => (a.firstSeen < b.firstSeen ? -1 : 1))
    .map(rowOf);
  const table = [
    '| time | level | alert | who | why it is right |',
    '|---|---|---|---|---|',
    ...rows,
  ];
  const counted = between(page, 'generated:counts', counts.join('\n'));
  return between(counted, 'generated:alerts', table.join('\n'));
}

function rowOf({ firstSeen, level, rule, user }: Alert): string {
  const remark = remarkOn(rule.name, user);
  if (remark === undefined) throw new Error(`nothing explains ${rule.name} of ${user}`);
  const who = user?.replace(/^system:serviceaccount:(.*):/, '$1/') ?? 'nobody';
  return `| ${firstSeen.slice(11, 16)} | ${level} | \`${rule.name}\` | ${who} | ${remark} |`;
}

/** Makes the day twice, which takes some minutes: `node tools/benign-day/page.ts`. */
async function main(): Promise<void> {
  const path = join(import.meta.dirname, '../../docs/benign-day.md');
  const without = await analyzeDay({ exclusions: false });
  const after = await analyzeDay({ exclusions: true });
  await writeFile(path, updatedPage(await readFile(path, 'utf8'), without, after));
}

if (import.meta.main) await main();
