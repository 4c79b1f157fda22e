import type { Comparison, CorrelationCondition } from '../rule-set.ts';

type Bounds = CorrelationCondition['bounds'];

const COMPARE: Readonly<Record<Comparison, (measure: number, value: number) => boolean>> = {
  gt: (measure, value) => measure > value,
  gte: (measure, value) => measure >= value,
  lt: (measure, value) => measure < value,
  lte: (measure, value) => measure <= value,
  eq: (measure, value) => measure === value,
  neq: (measure, value) => measure !== value,
};

/** Whether a measure meets every bound; where there is nothing to measure, nothing holds. */
export function compileBounds(bounds: Bounds): (measure: number | undefined) => boolean {
  const tests = bounds.map(({ operator, value }) => {
    const compare = COMPARE[operator];
    return (measure: number) => compare(measure, value);
  });
  return (measure) => measure !== undefined && tests.every((test) => test(measure));
}

/** The least count whose verdict every higher count shares: there is no need to count any further. */
export function highestCount(bounds: Bounds): number {
  return Math.max(0, ...bounds.map(({ value }) => Math.floor(value))) + 1;
}

/** The least count, from 1 on, that meets every bound; infinite when none does. */
export function lowestCount(bounds: Bounds): number {
  const holds = compileBounds(bounds);
  const candidates = bounds.flatMap(({ value }) => [0, 1].map((step) => Math.ceil(value) + step));
  const counts = [1, ...candidates].filter((count) => count >= 1 && holds(count));
  return Math.min(...counts);
}
