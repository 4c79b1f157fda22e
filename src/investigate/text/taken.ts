import { printable } from '../../text/escape.ts';
import type { Report } from '../report/index.ts';
import type { Taken } from '../report/taken.ts';
import { heading, more, often, proven, type Telling, unlessCertain } from './telling.ts';

const SHOWN = 10;

/** Widest first: what covers the rest is read first. */
const SCOPES: readonly Taken['scope'][] = ['cluster', 'namespace', 'selection', 'object'];

/** What must be taken as read, minted or entered. */
export function tellTaken(t: Telling, report: Report): string[] {
  const suspect = report.taken
    .filter(({ whose }) => whose === 'suspect')
    .toSorted((a, b) => SCOPES.indexOf(a.scope) - SCOPES.indexOf(b.scope));
  const own = report.taken.filter(({ whose }) => whose === 'own');
  const shown = t.all ? [...suspect, ...own] : suspect.slice(0, SHOWN);
  return [
    ...heading(t, 'What it may have taken'),
    ...(suspect.length === 0 ? t.line(2, 'nothing, as far as the log tells') : []),
    ...shown.flatMap((one) => tellOne(t, report, one)),
    ...more(t, 2, t.all ? 0 : Math.max(0, suspect.length - SHOWN)),
    ...more(t, 2, t.all ? 0 : own.length, ' that its own workload reads'),
  ];
}

function tellOne(t: Telling, report: Report, one: Taken): string[] {
  const { text, whose, identity, first, last, count, command, confidence } = one;
  const times = count === 1 ? '' : `${often(count)}, `;
  return [
    ...t.labelled(
      2,
      { text: whose === 'suspect' ? '*' : 'own', style: whose === 'suspect' ? 'red' : 'green' },
      `${text}${unlessCertain(confidence)}`,
    ),
    ...t.line(4, `by ${t.who(identity)}, ${times}${t.span(first, last)}`, 'dim'),
    ...(command === null ? [] : t.line(4, `command: ${printable(command, 200)}`, 'dim', 2)),
    ...proven(t, report, 4, one.proof),
  ];
}
