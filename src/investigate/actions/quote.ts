/** What a POSIX shell takes for one plain word, wherever it stands. */
const PLAIN = /^[\w./:@%+=,-]+$/;

/** What a terminal or an editor would not show as it is: see `printable`. */
const HIDDEN = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u{2800}]|[\p{Zs}--[ ]]/v;

/** What no argument can hold, or no text in UTF-8. */
const IMPOSSIBLE = /[\0\p{Cs}]/u;

/**
 * A text as one word of a POSIX shell (IEEE Std 1003.1, "Shell Command Language", 2.2): bare, in single quotes, or
 * printed by `printf` where it has characters that nobody would see. `undefined` where there is no such word: a NUL,
 * half a character, or a line break at the end, which `$(…)` would take away.
 */
export function quote(text: string): string | undefined {
  if (PLAIN.test(text)) return text;
  if (IMPOSSIBLE.test(text)) return undefined;
  if (!HIDDEN.test(text)) return `'${text.replaceAll("'", `'\\''`)}'`;
  return text.endsWith('\n') ? undefined : `"$(printf '${Array.from(text, formatted).join('')}')"`;
}

/** A character in printf's format: what is hidden, or would begin an option, as octal bytes of UTF-8. */
function formatted(character: string, index: number): string {
  if (character === '-' && index === 0) return octal(character);
  if (character === '%') return '%%';
  if (character === '\\') return '\\\\';
  if (character === "'" || HIDDEN.test(character)) return octal(character);
  return character;
}

function octal(character: string): string {
  const bytes = Buffer.from(character, 'utf8');
  return Array.from(bytes, (byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('');
}
