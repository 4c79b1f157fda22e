import { keptBy } from '../collections/kept-by.ts';
import type { Matched } from '../types.ts';

/**
 * Tells which of a detector's steps a record is, by position. Steps are rules of rules/chains/steps.yml: whatever
 * they don't match costs a detector nothing, and is read by nobody for its sake.
 */
export function createSteps(
  names: readonly string[],
): (matched: readonly Matched[]) => readonly number[] {
  const stepsOf = keptBy((matched: readonly Matched[]): readonly number[] =>
    names.flatMap((name, step) => (matched.some(({ info }) => info.name === name) ? [step] : [])),
  );
  return (matched) => (matched.length === 0 ? NONE : stepsOf(matched));
}

const NONE: readonly number[] = [];
