import { printable } from '../../text/escape.ts';
import { flow, type Piece, type Style } from '../../text/flow.ts';
import { actor } from '../../text/message.ts';
import { quoted } from '../../text/request.ts';
import type { Confidence, Proof } from '../report/common.ts';
import type { Report } from '../report/index.ts';

/** How a report is written for a terminal. */
export interface ReportTextOptions {
  readonly color: boolean;
  /** The width to fill; 80 unless told. */
  readonly columns?: number;
  /** Everything, also what the account's own workload did, and the audit ids of what proves it. */
  readonly all?: boolean;
}

interface Look {
  readonly style?: Style | undefined;
  /** How much further in later lines begin. */
  readonly hang?: number;
}

/** What all sections of one report are told with. */
export interface Telling {
  readonly all: boolean;
  /** Text in lines at this indent; later lines `hang` columns further in. */
  line(indent: number, text: string, style?: Style, hang?: number): string[];
  /** Text after `first` on its first line and after `below`, which is as long, on the others. */
  under(first: string, below: string, text: string, style?: Style): string[];
  /** A label and text after it, which hangs below itself unless told. */
  labelled(indent: number, label: Piece, text: string, look?: Look): string[];
  /** A time of day, with its date unless all of the report is of one day; `?` where there is none. */
  clock(time: string | null): string;
  /** `12:41:10 to 13:40:26`, or one time. */
  span(first: string | null, last: string | null): string;
  /** An identity by its label; who is not on the trail in full. */
  who(id: string): string;
  /** Address and program of an origin. */
  place(id: string): string;
}

/** The longest text of one claim, in UTF-16 units: names are bounded where they are put in, sentences here. */
const LONGEST = 1024;

/** How the sections of this report are told. */
export function telling(report: Report, options: ReportTextOptions): Telling {
  const { color, columns = 80, all = false } = options;
  const day = onlyDay(report);
  const labels = new Map(report.identities.nodes.map(({ id, label }) => [id, label]));
  const places = new Map(report.origins.map((origin) => [origin.id, origin]));
  const clock = (time: string | null) => {
    if (time === null) return '?';
    const shown = printable(time, 40);
    return day === undefined ? `${shown.slice(0, 10)} ${shown.slice(11, 19)}` : shown.slice(11, 19);
  };
  return {
    all,
    clock,
    line: (indent, text, style, hang = 0) =>
      flow(words(text, style), { columns, color, indent, hang, gap: ' ' }),
    under: (first, below, text, style) =>
      flow(words(text, style), { columns: columns - first.length, color, indent: 0, gap: ' ' }).map(
        (line, at) => `${at === 0 ? first : below}${line}`,
      ),
    labelled: (indent, label, text, { style, hang = label.text.length + 1 } = {}) =>
      flow([label, ...words(text, style)], { columns, color, indent, hang, gap: ' ' }),
    span: (first, last) => {
      const [from, until] = [clock(first), clock(last)];
      return from === until ? from : `${from} to ${until}`;
    },
    who: (id) => {
      const label = labels.get(id);
      return label === undefined ? named(id) : quoted(label, 100);
    },
    place: (id) => {
      const origin = places.get(id);
      const program = origin?.program == null ? '' : ` with ${quoted(origin.program, 60)}`;
      return `${quoted(origin?.address ?? 'an unknown address', 60)}${program}`;
    },
  };
}

/** The day that all suspect and own steps and all uses of credentials are of. */
export function onlyDay({ timeline, credentials }: Report): string | undefined {
  const times = [
    ...timeline.steps.flatMap(({ first, last }) => [first, last]),
    ...credentials.flatMap(({ issued, firstUse, lastUse }) => [issued?.time, firstUse, lastUse]),
  ];
  const days = new Set(times.flatMap((time) => (time == null ? [] : [time.slice(0, 10)])));
  const [day] = days;
  return days.size === 1 ? printable(day ?? '', 10) : undefined;
}

/** What is not certain says so. */
export function unlessCertain(confidence: Confidence): string {
  return confidence === 'certain' ? '' : ` (${confidence})`;
}

/** `1 request`, `30,888 requests`. */
export function counted(count: number, noun: string): string {
  return `${count.toLocaleString('en-US')} ${noun}${count === 1 ? '' : 's'}`;
}

/** How often: `once`, `twice`, `30,888 times`. */
export function often(count: number): string {
  if (count === 1) return 'once';
  return count === 2 ? 'twice' : `${count.toLocaleString('en-US')} times`;
}

/** A user in full: `ServiceAccount ci/deployer`, `node worker-2`, `alice`. */
export function named(user: string): string {
  return user === '?' ? 'an unknown user' : actor(printable(user, 140));
}

/** The line that stands for what was left out; none where nothing was. */
export function more(t: Telling, indent: number, count: number, of = ''): string[] {
  if (count === 0) return [];
  return t.line(indent, `and ${count.toLocaleString('en-US')} more${of}: --all`, 'dim');
}

/** A section's heading. */
export function heading(t: Telling, text: string): string[] {
  return t.line(0, text.toUpperCase(), 'bold');
}

/** The audit ids of the first and the last event of a claim, indented; only where all is asked for. */
export function proven(
  t: Telling,
  report: Report,
  indent: number | string,
  { events }: Proof,
): string[] {
  if (!t.all) return [];
  const [first, last] = [events[0], events.at(-1)];
  const ids = (first === last ? [first] : [first, last]).map((id) => {
    const event = id === undefined ? undefined : report.evidence[id];
    return quoted(event?.auditID ?? id ?? '?', 60);
  });
  const before = typeof indent === 'number' ? ' '.repeat(indent) : indent;
  return t.under(before, before, `audit id ${ids.join(' to ')}`, 'dim');
}

/** A short note in brackets stays on one line. */
const WORD = /\[[^\][]{1,30}\]|[^ ]+/g;

/** Words are never broken, so that what is copied is whole: a longer one makes a longer line. */
function words(text: string, style: Style | undefined): Piece[] {
  const found = printable(text, LONGEST).match(WORD) ?? [];
  return found.map((word) => ({ text: word, style }));
}
