import { LIVE_METRICS } from '../src/metrics/live-metrics.ts';
import type { Metric } from '../src/metrics/metric.ts';
import { WEBHOOK_LATENCY, WEBHOOK_METRICS } from '../src/metrics/webhook-metrics.ts';
import { between } from './between.ts';

/** docs/metrics.md as it should be: its tables list what is exposed. */
export function updatedMetricsPage(text: string): string {
  const [name, help] = WEBHOOK_LATENCY;
  const latency = `| \`${name}\` | histogram | | ${help} |`;
  return [
    ['generated:live', table(LIVE_METRICS)],
    ['generated:webhook', `${table(WEBHOOK_METRICS)}\n${latency}`],
  ].reduce((page, [mark, rows]) => between(page, mark as string, rows as string), text);
}

function table<T>(metrics: readonly Metric<T>[]): string {
  const rows = metrics.map(({ name, type, labels, help }) => {
    const named = labels.map((label) => `\`${label}\``).join(', ');
    return `| \`${name}\` | ${type} |${named === '' ? '' : ` ${named}`} | ${help} |`;
  });
  return ['| metric | type | labels | what |', '|---|---|---|---|', ...rows].join('\n');
}
