import { onDemand } from '../../on-demand.ts';
import { compilesSurely } from '../prepared.ts';
import { madeLater } from './made-later.ts';
import { finderOf } from './needed.ts';
import type { TextTest } from './pattern.ts';
import { literalsOf } from './regex-literals.ts';

/** Regular expressions in linear time; what RE2 can't do in linear time it refuses. */

const re2 = onDemand('re2js');

/** The flags of the `re` modifier's sub-modifiers, by re2js's numbers. */
export const REGEX_FLAGS = { i: 1, m: 4, s: 2 } as const;

/** Why linear time refuses it, by how it is written. */
const REFUSED: readonly (readonly [RegExp, string])[] = [
  [/\(\?<?[=!]/, 'lookaround `(?=`, `(?!`, `(?<=`, `(?<!` is not supported'],
  [/\\(?:[1-9]|k)|\(\?P=/, 'back-references are not supported'],
  [/\(\?>|[*+?}]\+/, 'atomic groups and possessive quantifiers are not supported'],
  [/\(\?[(R|&]/, 'conditions, recursion and branch resets are not supported'],
];

/** Finds the expression anywhere in a text, or says why it can't be compiled. */
export function compileRegex(source: string, flags: number): TextTest | string {
  const test = compileAlone(source, flags);
  if (typeof test === 'string') return test;
  return madeLater(() => {
    const needed = literalsOf(source, (flags & REGEX_FLAGS.i) !== 0);
    if (needed === undefined) return test;
    const mayMatch = finderOf(needed);
    return (text) => mayMatch(text) && test(text);
  });
}

function compileAlone(source: string, flags: number): TextTest | string {
  if (compilesSurely(source, flags)) return compiledLater(source, flags);
  try {
    const compiled = re2().RE2JS.compile(source, flags);
    return (text) => compiled.test(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return `the regular expression can't be used: ${explain(reason)}`;
  }
}

/** Compiling takes longer than all else that a rule needs, and most expressions are never asked. */
function compiledLater(source: string, flags: number): TextTest {
  return madeLater(() => {
    const compiled = re2().RE2JS.compile(source, flags);
    return (text) => compiled.test(text);
  });
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
