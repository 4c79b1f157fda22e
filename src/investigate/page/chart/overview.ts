import type { Step } from '../../report/timeline.ts';
import { type Html, html, trusted } from '../html.ts';
import { millis } from '../words.ts';
import { percent, type Range } from './time-scale.ts';

const BINS = 160;
const HEIGHT = 30;

/** Requests over all of the time, those of the suspect before the others; the range that is shown is a frame on it. */
export function overview(steps: readonly Step[], all: Range, shown: Range): Html {
  const own = bins(
    steps.filter(({ whose }) => whose === 'own'),
    all,
  );
  const suspect = bins(
    steps.filter(({ whose }) => whose === 'suspect'),
    all,
  );
  const most = Math.max(1, ...own, ...suspect);
  const x = percent(shown.from, all);
  const width = percent(all.from + shown.until - shown.from, all);
  return html`<div class="overview" id="overview" aria-hidden="true"><svg class="bars" viewBox="0 0 ${BINS} ${HEIGHT}" preserveAspectRatio="none"><path class="own" d="${trusted(bars(own, most))}"/><path class="suspect" d="${trusted(bars(suspect, most))}"/></svg><svg class="brush"><rect x="${x}" y="0" width="${width}" height="100%"/></svg></div>`;
}

/** Requests in each part of the time: those of a step are spread evenly over it. */
function bins(steps: readonly Step[], all: Range): number[] {
  const counts = Array.from({ length: BINS }, () => 0);
  const bin = (at: number) =>
    Math.min(BINS - 1, Math.floor(((at - all.from) / (all.until - all.from)) * BINS));
  for (const step of steps) {
    const first = bin(millis(step.first));
    const last = bin(millis(step.last));
    const share = step.count / (last - first + 1);
    for (let index = first; index <= last; index++) counts[index] = (counts[index] ?? 0) + share;
  }
  return counts;
}

/** Bars as one path. Heights are logarithms: one request must be seen beside ten thousand. */
function bars(counts: readonly number[], most: number): string {
  return counts
    .map((count, index) => {
      if (count === 0) return '';
      const height = 3 + (Math.log1p(count) / Math.log1p(most)) * (HEIGHT - 3);
      return `M${index} ${HEIGHT}v-${height.toFixed(1)}h.8v${height.toFixed(1)}z`;
    })
    .join('');
}
