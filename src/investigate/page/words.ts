import type { ObjectRef } from '../report/common.ts';
import type { Origin } from '../report/origin.ts';
import { type Html, html, type Piece } from './html.ts';

/** Milliseconds of a report's time; 0 for none. */
export function millis(time: string | null): number {
  const value = time === null ? Number.NaN : Date.parse(time);
  return Number.isNaN(value) ? 0 : value;
}

/** A time as people read it, in UTC, to the second; without its date where that is `day`. */
export function clock(time: string | null, day?: string): Piece {
  if (time === null) return html`<span class="none">not in the log</span>`;
  const [date, rest = ''] = time.split('T');
  const text = rest.slice(0, 8);
  return html`<time>${date === day ? text : `${date} ${text}`}</time>`;
}

/** From when to when; one time where both are the same second. */
export function span(first: string, last: string, day?: string): Html {
  if (first.slice(0, 19) === last.slice(0, 19)) return html`${clock(first, day)}`;
  const [date, rest = ''] = last.split('T');
  const text = rest.slice(0, 8);
  const end = first.startsWith(`${date}T`) ? text : `${date} ${text}`;
  return html`${clock(first, day)} <span class="until">– ${end}</span>`;
}

const UNITS: readonly (readonly [string, number])[] = [
  ['d', 86_400],
  ['h', 3600],
  ['min', 60],
  ['s', 1],
];

/** Seconds in words, two units at most: `2 h 5 min`. */
export function duration(seconds: number): string {
  const start = UNITS.findIndex(([, size]) => seconds >= size);
  if (start === -1) return '0 s';
  let left = Math.floor(seconds);
  const words: string[] = [];
  for (const [unit, size] of UNITS.slice(start, start + 2)) {
    const whole = Math.floor(left / size);
    left -= whole * size;
    if (whole > 0) words.push(`${whole} ${unit}`);
  }
  return words.join(' ');
}

/** A number with its noun: `1 event`, `2,000 events`. */
export function count(number: number, noun: string): string {
  const plural = noun.endsWith('y') ? `${noun.slice(0, -1)}ies` : `${noun}s`;
  return `${grouped(number)} ${number === 1 ? noun : plural}`;
}

/** A number with its thousands apart. */
export function grouped(number: number): string {
  return String(number).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** An object as `kubectl` names it, or all of its kind in a scope. */
export function objectName({ group, resource, namespace, name }: ObjectRef): Html {
  const kind = group === '' ? resource : `${resource}.${group}`;
  if (name !== null) {
    const path = namespace === null ? name : `${namespace}/${name}`;
    return html`${kind} <strong class="name">${path}</strong>`;
  }
  const where =
    namespace !== null && html` of namespace <strong class="name">${namespace}</strong>`;
  return html`<strong>all ${kind}</strong>${where}`;
}

/** A credential's id, short enough for a line; the whole one stands in its table. */
export function shortCredential(id: string): string {
  const hashed = /^(?:JTI|X509SHA256)=/.exec(id);
  if (hashed !== null && id.length > 28) {
    return `${id.slice(0, hashed[0].length + 8)}…${id.slice(-4)}`;
  }
  return middleCut(id.replace(/^system:serviceaccount:/, ''), 36);
}

/** A text of no more UTF-16 units than `longest`, its end kept. */
export function middleCut(text: string, longest: number): string {
  if (text.length <= longest) return text;
  const half = Math.floor(longest / 2);
  return `${text.slice(0, half)}…${text.slice(1 - half)}`;
}

/** Address and program of an origin, as one text. */
export function placeOf({ address, program }: Origin): string {
  return `${address ?? 'address unknown'} · ${program ?? 'program unknown'}`;
}

/** A kind, in a frame of its own. */
export function tag(kind: string, text: string): Html {
  return html`<span class="tag ${kind}">${text}</span>`;
}

/** How sure a claim is. */
export function sure(confidence: string): Html {
  return html`<span class="sure ${confidence}">${confidence}</span>`;
}
