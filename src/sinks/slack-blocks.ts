import { printable } from '../text/escape.ts';

/** Slack's Block Kit, as far as alerts need it. Nothing from an event is ever markup. */

/** A text object. Plain text has no markup; `mrkdwn` is used for labels and code spans only. */
export type Text =
  | { readonly type: 'plain_text'; readonly text: string; readonly emoji: false }
  | { readonly type: 'mrkdwn'; readonly text: string; readonly verbatim: true };

/** A block of a message. */
export type Block =
  | { readonly type: 'header'; readonly text: Text }
  | { readonly type: 'section'; readonly text: Text; readonly fields?: readonly Text[] };

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/**
 * A text as Slack takes it, at most `longest` UTF-16 units: hidden characters made visible, and the
 * three that Slack gives a meaning (`& < >`) as entities, none of them cut in two.
 */
export function slackText(text: string, longest: number): string {
  let escaped = '';
  for (const character of printable(text, longest)) {
    const next = ENTITIES[character] ?? character;
    if (escaped.length + next.length >= longest) return `${escaped}…`;
    escaped += next;
  }
  return escaped;
}

/** A value in which no character is markup, a backtick being shown as an apostrophe. */
export function codeSpan(value: string): string {
  const text = slackText(value, 300).replaceAll('`', "'");
  return text === '' ? '`-`' : `\`${text}\``;
}

/** A large line; Slack allows 150 characters. */
export function header(text: string): Block {
  return { type: 'header', text: { type: 'plain_text', text: slackText(text, 150), emoji: false } };
}

/** Lines of text, with up to ten labelled values below them; Slack allows 3,000 characters. */
export function section(lines: readonly string[], fields: readonly Text[] = []): Block {
  const longest = Math.floor(3000 / lines.length) - 1;
  const text = lines.map((line) => slackText(line, longest) || '-').join('\n');
  const paragraph = { type: 'section', text: { type: 'plain_text', text, emoji: false } } as const;
  return fields.length === 0 ? paragraph : { ...paragraph, fields: fields.slice(0, 10) };
}

/** A label over a value that `codeSpan` made, or that has no characters of an event. */
export function field(label: string, value: string): Text {
  return { type: 'mrkdwn', text: `*${label}*\n${value}`, verbatim: true };
}

/** How much of a message's room blocks take. */
export function sizeOf(blocks: readonly Block[]): number {
  return JSON.stringify(blocks).length;
}
