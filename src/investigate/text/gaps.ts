import type { Report } from '../report/index.ts';
import { heading, more, often, type Telling } from './telling.ts';

const SHOWN = 8;

/** What the log can't say, and what that hides. */
export function tellGaps(t: Telling, { gaps }: Report): string[] {
  if (gaps.length === 0) return [];
  const shown = t.all ? gaps : gaps.slice(0, SHOWN);
  return [
    ...heading(t, "What the log can't say"),
    ...shown.flatMap(({ text, hides, from, until, count }) => {
      const times = count === null || count < 2 ? '' : ` (${often(count)})`;
      const when =
        from === null || until === null || from === until ? '' : `, ${t.span(from, until)}`;
      return [
        ...t.labelled(2, { text: '?', style: 'yellow' }, `${text}${times}${when}`),
        ...t.line(4, `hides ${hides}`, 'dim'),
      ];
    }),
    ...more(t, 2, gaps.length - shown.length),
  ];
}
