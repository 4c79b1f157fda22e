import { byteSet, LF, OPEN_OBJECT, QUOTE } from './grammar.ts';

/** Where reading may go on after broken JSON: at what can only be the start of another event. */

const SPACES = byteSet(' \t\r\n');

/** How far an event's opening bytes reach at most; `startsEvent` looks at no more. */
export const LOOK = 160;

/** The most spacing that is looked through between two tokens. */
const GAP = '\\s{0,32}';

const MEMBERS = [
  `kind"${GAP}:${GAP}"Event(?:List)?"`,
  `apiVersion"${GAP}:${GAP}"audit[.]k8s[.]io/`,
  `level"${GAP}:${GAP}"(?:None|Metadata|Request|RequestResponse)"`,
  `auditID"${GAP}:`,
  `annotations"${GAP}:${GAP}[{]`,
  `@timestamp"${GAP}:`,
];
const OPENING = new RegExp(`^[{]${GAP}"(?:${MEMBERS.join('|')})`);

/** True when the bytes at `at`, a `{`, open an event or a list of events. */
export function startsEvent(bytes: Buffer, at: number): boolean {
  let next = at + 1;
  while (SPACES[bytes[next] as number] === 1 && next - at < LOOK) next++;
  return bytes[next] === QUOTE && OPENING.test(bytes.toString('latin1', at, at + LOOK));
}

/** What no apiserver writes inside an event other than in the bodies that clients sent. */
const INNER = new RegExp(
  `(?<=\\n)[{]|[{]${GAP}"kind"${GAP}:${GAP}"Event"${GAP},${GAP}"apiVersion"${GAP}:${GAP}"audit[.]k8s[.]io/` +
    `|[{]${GAP}"level"${GAP}:${GAP}"(?:None|Metadata|Request|RequestResponse)"${GAP},${GAP}"auditID"`,
  'g',
);

/**
 * Where, in JSON that is well-formed until it breaks off, another event was swallowed as a value; the
 * last such place. A client's own objects may look like events, so inside `body` only one at the start
 * of a line counts. `undefined`: none.
 */
export function swallowedEvent(
  bytes: Buffer,
  body: { readonly from: number; readonly to: number },
): number | undefined {
  let last: number | undefined;
  for (const { index } of bytes.toString('latin1', 1).matchAll(INNER)) {
    const at = index + 1;
    if (at < body.from || at >= body.to || bytes[at - 1] === LF) last = at;
  }
  return last;
}

/**
 * Where to look for the next event when the grammar broke at `at`: a string that ends in `{` is a value
 * cut short with another event right behind it, whose first quote seemed to close the string. Never
 * before `lowest`.
 */
export function lookFrom(bytes: Buffer, at: number, lowest: number): number {
  let before = at - 1;
  if (bytes[before] === QUOTE) before--;
  while (SPACES[bytes[before] as number] === 1 && at - before < 64) before--;
  if (before >= lowest && bytes[before] === OPEN_OBJECT) return before;
  return at - 1 >= lowest && bytes[at - 1] === LF ? at - 1 : at;
}

/** How a line that continues broken JSON begins when it was pretty-printed. */
const CONTINUING = byteSet(' \t\r\n\0}]",');

/** True when a line that begins with this byte begins something new. */
export function startsAnew(byte: number): boolean {
  return CONTINUING[byte] === 0;
}
