import { type Confidence, confidence } from '../report/common.ts';

const ORDER = confidence.options;

/** The less sure of two. */
export function weaker(a: Confidence, b: Confidence): Confidence {
  return ORDER.indexOf(a) > ORDER.indexOf(b) ? a : b;
}

/** The surer of two. */
export function surer(a: Confidence, b: Confidence): Confidence {
  return weaker(a, b) === a ? b : a;
}
