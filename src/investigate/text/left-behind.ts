import type { Piece } from '../../text/flow.ts';
import { quoted, singular } from '../../text/request.ts';
import type { ObjectRef } from '../report/common.ts';
import type { Report } from '../report/index.ts';
import type { LeftBehind } from '../report/left-behind.ts';
import { heading, more, proven, type Telling, unlessCertain } from './telling.ts';

const SHOWN = 15;

/** What needs a hand first. */
const STATES: readonly LeftBehind['state'][] = ['there', 'changed since', 'unknown', 'deleted'];

const LABELS: Readonly<Record<LeftBehind['state'], Piece>> = {
  there: { text: 'STILL THERE', style: ['bold', 'red'] },
  'changed since': { text: 'CHANGED SINCE', style: 'yellow' },
  unknown: { text: 'PERHAPS THERE', style: 'yellow' },
  deleted: { text: 'deleted', style: 'green' },
};

/** What the last one to touch it did, or may have done. */
const ENDED: Readonly<Record<LeftBehind['state'], string>> = {
  there: 'written',
  'changed since': 'written',
  unknown: 'perhaps deleted',
  deleted: 'deleted',
};

/** What was made or changed, what is still there first. */
export function tellLeftBehind(t: Telling, report: Report): string[] {
  const suspect = report.leftBehind
    .filter(({ whose }) => whose === 'suspect')
    .toSorted((a, b) => STATES.indexOf(a.state) - STATES.indexOf(b.state));
  const own = report.leftBehind.filter(({ whose }) => whose === 'own');
  const shown = t.all ? [...suspect, ...own] : suspect.slice(0, SHOWN);
  return [
    ...heading(t, 'What it left behind'),
    ...(suspect.length === 0 ? t.line(2, 'nothing, as far as the log tells') : []),
    ...shown.flatMap((one) => tellOne(t, report, one)),
    ...more(t, 2, t.all ? 0 : Math.max(0, suspect.length - SHOWN)),
    ...more(t, 2, t.all ? 0 : own.length, ' that its own workload wrote'),
  ];
}

function tellOne(t: Telling, report: Report, one: LeftBehind): string[] {
  const { object, what, deed, identity, first, last, state, ended, whose, confidence } = one;
  const own = whose === 'own' ? ' (by its own workload)' : '';
  const act = ENDED[state];
  const since = ended === null ? '' : `; ${act} ${t.clock(ended.time)} by ${t.who(ended.by)}`;
  return [
    ...t.labelled(2, LABELS[state], `${named(object)}: ${what}${unlessCertain(confidence)}${own}`),
    ...t.line(4, `${deed} ${t.span(first, last)} by ${t.who(identity)}${since}`, 'dim'),
    ...proven(t, report, 4, one.proof),
  ];
}

/** `clusterrolebinding metrics-reader`, `pod shop/cart-0`, `secret in namespace shop, name not logged`. */
function named({ resource, namespace, name }: ObjectRef): string {
  const kind = singular(quoted(resource, 80));
  if (name !== null) {
    const inside = namespace === null || resource === 'namespaces' ? '' : `${namespace}/`;
    return `${kind} ${quoted(inside + name, 320)}`;
  }
  const where = namespace === null ? '' : ` in namespace ${quoted(namespace, 80)}`;
  return `${kind}${where}, name not logged`;
}
