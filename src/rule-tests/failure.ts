import type { Explanation } from '../sigma/rule-set.ts';

/** The parts of a condition that made it come out as it did, a line each. */
export function whyItDid(explanation: Explanation): string[] {
  return [...new Set(causes(explanation, []))];
}

/** An `and` fails by the parts that failed and holds by all of them; an `or` the other way round. */
function causes(node: Explanation, path: readonly string[]): string[] {
  const { text, held, actual, parts } = node;
  if (parts.length === 0) {
    const value = actual === undefined ? '' : ` (is ${actual})`;
    return [`${[...path, text].join(' › ')} ${held ? 'held' : 'did not hold'}${value}`];
  }
  const negated = text === 'not';
  const deciding = parts.filter((part) => part.held === (negated ? !held : held));
  const named = OPERATORS.has(text) ? path : [...path, text];
  return deciding.flatMap((part) => causes(part, named));
}

const OPERATORS = new Set(['and', 'or', 'not']);
