import { styleText } from 'node:util';

/** What `util.styleText` takes: a colour, a weight, or several. */
export type Style = Parameters<typeof styleText>[0];

/** A piece of text that is never broken, and how it looks. */
export interface Piece {
  readonly text: string;
  readonly style?: Style | undefined;
}

/** How pieces become lines. */
export interface Layout {
  readonly columns: number;
  readonly color: boolean;
  readonly indent: number;
  /** Further indent of the lines after the first. */
  readonly hang?: number;
  /** Between two pieces of a line. */
  readonly gap: string;
}

/**
 * Lays pieces out in lines of at most `columns` characters; only a piece that is longer by itself
 * makes a longer line. Widths are counted before any style is added.
 */
export function flow(pieces: readonly Piece[], layout: Layout): string[] {
  const { columns, indent, hang = 0, gap, color } = layout;
  const lines: string[][] = [];
  let width = columns;
  for (const { text, style } of pieces) {
    const shown = color && style !== undefined ? paint(style, text) : text;
    if (lines.length > 0 && width + gap.length + text.length <= columns) {
      lines.at(-1)?.push(shown);
      width += gap.length + text.length;
    } else {
      width = indent + (lines.length === 0 ? 0 : hang) + text.length;
      lines.push([shown]);
    }
  }
  return lines.map((line, at) => ' '.repeat(indent + (at === 0 ? 0 : hang)) + line.join(gap));
}

/** Whether text for this stream should be coloured: `FORCE_COLOR`, then `NO_COLOR`, then the terminal. */
export function wantsColor(
  stream: { readonly isTTY?: boolean },
  env: Readonly<Record<string, string | undefined>>,
): boolean {
  const force = env.FORCE_COLOR;
  if (force !== undefined && force !== '') return force !== '0' && force !== 'false';
  if (env.NO_COLOR !== undefined && env.NO_COLOR !== '') return false;
  return stream.isTTY === true && env.TERM !== 'dumb';
}

function paint(style: Style, text: string): string {
  return styleText(style, text, { validateStream: false });
}
