import { RE2JS } from 're2js';
import type { TextTest } from './pattern.ts';

/** Regular expressions in linear time; what RE2 can't do in linear time it refuses. */

/** The flags of the `re` modifier's sub-modifiers. */
export const REGEX_FLAGS = {
  i: RE2JS.CASE_INSENSITIVE,
  m: RE2JS.MULTILINE,
  s: RE2JS.DOTALL,
} as const;

/** Why linear time refuses it, by how it is written. */
const REFUSED: readonly (readonly [RegExp, string])[] = [
  [/\(\?<?[=!]/, 'lookaround `(?=`, `(?!`, `(?<=`, `(?<!` is not supported'],
  [/\\(?:[1-9]|k)|\(\?P=/, 'back-references are not supported'],
  [/\(\?>|[*+?}]\+/, 'atomic groups and possessive quantifiers are not supported'],
  [/\(\?[(R|&]/, 'conditions, recursion and branch resets are not supported'],
];

/** Finds the expression anywhere in a text, or says why it can't be compiled. */
export function compileRegex(source: string, flags: number): TextTest | string {
  try {
    const compiled = RE2JS.compile(source, flags);
    return (text) => compiled.test(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return `the regular expression can't be used: ${explain(reason)}`;
  }
}

function explain(reason: string): string {
  const [, what = reason] = /^error parsing regexp: (.*)$/s.exec(reason) ?? [];
  const piece = /`(.*)`$/s.exec(what)?.[1] ?? '';
  if (what.startsWith('invalid repeat count')) return repeat(piece);
  const refused = REFUSED.find(([written]) => written.test(piece));
  return refused === undefined ? what : `${refused[1]} (\`${piece}\`)`;
}

function repeat(piece: string): string {
  return `\`${piece}\` repeats more than 1,000 times in all, or counts down`;
}
