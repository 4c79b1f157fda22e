/** One sample: a value, and what tells it from the others of its metric. */
export interface Sample {
  readonly labels?: Readonly<Record<string, string>>;
  readonly value: number;
}

/** A metric as it is exposed and documented: read when it is asked for, so that counting costs nothing. */
export interface Metric<T> {
  /** As Prometheus wants it: a unit, and `_total` where it only grows. */
  readonly name: string;
  readonly type: 'counter' | 'gauge';
  /** One sentence without a full stop. */
  readonly help: string;
  readonly labels: readonly string[];
  /** A counter's samples with equal labels add up. */
  read(from: T): readonly Sample[];
}

/** A metric without labels. */
export function plain<T>(
  name: string,
  type: Metric<T>['type'],
  help: string,
  read: (from: T) => number,
): Metric<T> {
  return { name, type, help, labels: [], read: (from) => [{ value: read(from) }] };
}

/** A metric with one label. */
export function labelled<T>(
  name: string,
  type: Metric<T>['type'],
  help: string,
  label: string,
  read: (from: T) => Iterable<readonly [string, number]>,
): Metric<T> {
  const samples = (from: T) =>
    Array.from(read(from), ([key, value]) => ({ labels: { [label]: key }, value }));
  return { name, type, help, labels: [label], read: samples };
}
