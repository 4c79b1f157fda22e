import type { Piece, Style } from '../../text/flow.ts';
import { quoted } from '../../text/request.ts';
import type { Report } from '../report/index.ts';
import type { Verdict } from '../report/verdict.ts';
import { FLAGS } from '../starts.ts';
import { counted, more, onlyDay, proven, type Telling, unlessCertain } from './telling.ts';

/** How many reasons for a verdict are shown; those against it all are. */
const SHOWN = 6;

const STYLES: Readonly<Record<Verdict['verdict'], Style>> = {
  'nothing found': ['bold', 'green'],
  unusual: ['bold', 'yellow'],
  suspicious: ['bold', 'red'],
  compromised: ['bold', 'white', 'bgRed'],
};

/** The answer, what speaks for and against it, and what was read for it. */
export function tellVerdict(t: Telling, report: Report): string[] {
  const { verdict, confidence, sentence, reasons } = report.verdict;
  const pro = reasons.filter(({ weighs }) => weighs === 'for');
  const con = reasons.filter(({ weighs }) => weighs === 'against');
  const shown = t.all ? pro : pro.slice(0, SHOWN);
  const label = { text: verdict.toUpperCase(), style: STYLES[verdict] };
  return [
    ...t.labelled(0, label, `(${confidence})`),
    ...t.line(2, sentence, 'bold'),
    ...shown.flatMap((reason) => tellReason(t, report, reason)),
    ...more(t, 2, pro.length - shown.length, ' that speak for it'),
    ...con.flatMap((reason) => tellReason(t, report, reason)),
    ...tellSubject(t, report),
  ];
}

function tellReason(t: Telling, report: Report, reason: Verdict['reasons'][number]): string[] {
  const { text, weighs, confidence, proof } = reason;
  const label: Piece =
    weighs === 'for' ? { text: '+', style: 'red' } : { text: '-', style: 'green' };
  return [
    ...t.labelled(2, label, `${text}${unlessCertain(confidence)}`),
    ...(proof === null ? [] : proven(t, report, 4, proof)),
  ];
}

function tellSubject(t: Telling, report: Report): string[] {
  const { asked, since, until, log, events } = report.subject;
  const starts = asked.map(({ kind, value }) => `${FLAGS[kind]} ${quoted(value, 100)}`);
  const bounds = [
    since === null ? '' : `--since ${quoted(since, 40)}`,
    until === null ? '' : `--until ${quoted(until, 40)}`,
  ];
  const period =
    log.firstEvent === null || log.lastEvent === null
      ? ''
      : `, ${moment(log.firstEvent)} to ${moment(log.lastEvent)}`;
  const rejects = log.rejects === 0 ? '' : ` (${counted(log.rejects, 'record')} could not be read)`;
  return [
    ...t.line(2, `asked: ${[...starts, ...bounds].filter((text) => text !== '').join(' ')}`, 'dim'),
    ...t.line(
      2,
      `read: ${counted(log.events, 'event')}${rejects} of ${counted(log.files, 'file')}${period}, ` +
        `${events.toLocaleString('en-US')} of them on the trail; ${timesOf(report)}`,
      'dim',
    ),
  ];
}

function timesOf(report: Report): string {
  const day = onlyDay(report);
  return `times are UTC${day === undefined ? '' : `, all on ${day}`}`;
}

function moment(time: string): string {
  return quoted(time, 40).slice(0, 19).replace('T', ' ');
}
