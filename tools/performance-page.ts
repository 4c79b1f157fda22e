import { ranText } from '../bench/report/machine.ts';
import { reachOf } from '../bench/report/reach.ts';
import { PARTS, type Part, type PartName, type Results } from '../bench/report/results.ts';
import { markdown } from '../bench/report/table.ts';
import { remarksOf, tableOf } from '../bench/report/tables.ts';
import { between } from './between.ts';

/** docs/performance.md as it should be: its tables show what was measured last. */
export function updatedPerformancePage(text: string, results: Results): string {
  const reach = between(text, 'generated:reach', markdown(reachOf(results)));
  return PARTS.reduce(
    (page, name) => between(page, `generated:${name}`, section(name, results[name])),
    reach,
  );
}

function section(name: PartName, part: Part | undefined): string {
  const command = `\`npm run bench -- --only ${name}\``;
  if (part === undefined) return `Not measured yet: ${command} does.`;
  const remarks = remarksOf(part).map((remark) => `- ${remark}`);
  return [
    `${command}; ${ranText(part.ran)}`,
    '',
    markdown(tableOf(name, part)),
    ...(remarks.length === 0 ? [] : ['', ...remarks]),
  ].join('\n');
}
