import type { Scalar } from 'yaml';

/**
 * Where in the file the character `offset` of a scalar's value stands, however the scalar is written;
 * behind it for an offset behind the last character. YAML folds and indents white space only, so the
 * black characters are counted; a scalar with `\` escapes is only found as a whole.
 */
export function sourceOffset(node: Scalar, text: string, offset: number): number {
  const [start, end] = node.range ?? [0, 0];
  const source = text.slice(start, end);
  if (node.type === 'QUOTE_DOUBLE' && source.includes('\\')) return start;
  const wanted = blackIn(String(node.value).slice(0, offset));
  let seen = 0;
  for (let index = contentStart(node, source); index < source.length; index++) {
    if (isWhite(source[index])) continue;
    if (seen === wanted) return start + index;
    seen++;
    if (node.type === 'QUOTE_SINGLE' && source.startsWith("''", index)) index++;
  }
  return start + source.trimEnd().length;
}

function contentStart(node: Scalar, source: string): number {
  if (node.type === 'QUOTE_SINGLE' || node.type === 'QUOTE_DOUBLE') return 1;
  const block = node.type === 'BLOCK_LITERAL' || node.type === 'BLOCK_FOLDED';
  return block ? source.indexOf('\n') + 1 : 0;
}

function blackIn(text: string): number {
  let count = 0;
  for (let index = 0; index < text.length; index++) if (!isWhite(text[index])) count++;
  return count;
}

function isWhite(character: string | undefined): boolean {
  return character === ' ' || character === '\n' || character === '\r' || character === '\t';
}
