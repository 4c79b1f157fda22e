import { quoted } from '../../text/request.ts';
import type { Report } from '../report/index.ts';
import type { Origin } from '../report/origin.ts';
import { counted, heading, more, proven, type Telling } from './telling.ts';

const SHOWN = 6;
const OWN_SHOWN = 2;
/** Of each kind. */
const DEPARTURES_SHOWN = 3;

/** Where requests came from: what is suspect, why, and for comparison the account's own places. */
export function tellOrigins(t: Telling, report: Report): string[] {
  const suspect = report.origins.filter(({ whose }) => whose === 'suspect');
  const own = report.origins.filter(({ whose }) => whose === 'own');
  if (suspect.length + own.length === 0) return [];
  const cut = (origins: Origin[], most: number) => (t.all ? origins : origins.slice(0, most));
  const look = ({ id, whose, identity }: Origin) => `${whose} ${t.place(id)} ${identity}`;
  const alike = Map.groupBy(report.origins, look);
  const tell = (origin: Origin) =>
    tellOrigin(t, report, { origin, isAlone: alike.get(look(origin))?.length === 1 });
  return [
    ...heading(t, 'From where'),
    ...cut(suspect, SHOWN).flatMap(tell),
    ...more(t, 2, t.all ? 0 : Math.max(0, suspect.length - SHOWN)),
    ...cut(own, OWN_SHOWN).flatMap(tell),
    ...more(t, 2, t.all ? 0 : Math.max(0, own.length - OWN_SHOWN), ' of its own'),
  ];
}

/** An origin; its credentials too, where another has its place, its program and its identity. */
function tellOrigin(
  t: Telling,
  report: Report,
  { origin, isAlone }: { readonly origin: Origin; readonly isAlone: boolean },
): string[] {
  const { id, whose, identity, requests, denied, firstUse, lastUse, why } = origin;
  const refused = denied === 0 ? '' : `, ${denied.toLocaleString('en-US')} of them denied`;
  const label = { text: whose, style: whose === 'suspect' ? ('red' as const) : ('green' as const) };
  return [
    ...t.labelled(2, label, t.place(id), { style: 'bold' }),
    ...t.line(
      4,
      `${t.who(identity)}: ${counted(requests, 'request')}${refused}, ${t.span(firstUse, lastUse)}`,
    ),
    ...(isAlone ? [] : t.line(4, `credential ${shortList(origin.credentials)}`)),
    ...t.line(4, why, 'dim'),
    ...(t.all ? t.line(4, `agents: ${list(origin.userAgents, 120)}`, 'dim') : []),
    ...tellDepartures(t, report, origin),
    ...(whose === 'suspect' ? tellTogether(t, report, origin) : []),
  ];
}

function tellDepartures(t: Telling, report: Report, { departures }: Origin): string[] {
  if (departures.length === 0) return [];
  if (!t.all) {
    const news = [...Map.groupBy(departures, ({ kind }) => kind)].map(([kind, ones]) => {
      const left = ones.length - DEPARTURES_SHOWN;
      const others = left > 0 ? ` and ${left} more` : '';
      const values = ones.slice(0, DEPARTURES_SHOWN).map(({ value }) => value);
      return `${kind} ${list(values, 60)}${others}`;
    });
    return t.line(4, `never before: ${news.join('; ')}`);
  }
  return departures.flatMap(({ kind, value, first, historySeconds, proof }) => [
    ...t.line(
      4,
      `never before in ${hours(historySeconds)}: ${kind} ${quoted(value, 120)}, ${t.clock(first)}`,
    ),
    ...proven(t, report, 6, proof),
  ]);
}

function tellTogether(t: Telling, report: Report, { together }: Origin): string[] {
  return (t.all ? together : together.slice(0, 2)).flatMap(({ origin, from, until, proof }) => [
    ...t.line(4, `at the same time as ${t.place(origin)}: ${t.span(from, until)}`),
    ...proven(t, report, 6, proof),
  ]);
}

function list(values: readonly string[], longest: number): string {
  return values.map((value) => quoted(value, longest)).join(', ');
}

function shortList(ids: readonly string[]): string {
  const left = ids.length - 2;
  return `${list(ids.slice(0, 2), 120)}${left > 0 ? ` and ${left} more` : ''}`;
}

function hours(seconds: number): string {
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes}m`;
  return minutes < 2880
    ? `${Math.floor(minutes / 60)}h ${minutes % 60}m`
    : `${Math.floor(minutes / 1440)}d`;
}
