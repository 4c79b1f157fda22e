import { type Confidence, confidence } from './report/common.ts';

const ORDER = confidence.options;

/** The less sure of two. */
export function weaker(a: Confidence, b: Confidence): Confidence {
  return ORDER.indexOf(a) > ORDER.indexOf(b) ? a : b;
}

/** The surer of two. */
export function surer(a: Confidence, b: Confidence): Confidence {
  return weaker(a, b) === a ? b : a;
}

/** The least sure of several; `certain` of none. */
export function leastSure(all: readonly Confidence[]): Confidence {
  return all.reduce(weaker, 'certain');
}

/** The surest of several; `possible` of none. */
export function surest(all: readonly Confidence[]): Confidence {
  return all.reduce(surer, 'possible');
}
