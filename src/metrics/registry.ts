import { Counter, collectDefaultMetrics, Gauge, Registry } from '@prometheus-io/client';
import type { Metric } from './metric.ts';

/** Text for Prometheus. */
export interface Exposition {
  text(): Promise<string>;
  readonly contentType: string;
  /** Adds metrics, read from what `from` gives whenever the text is asked for. */
  add<T>(table: readonly Metric<T>[], from: () => T): void;
  /** Adds a histogram that is counted elsewhere. */
  addHistogram(name: string, help: string, read: () => CountedHistogram): void;
}

/** How many fell within each bound and above the one before, and one more count for the rest. */
export interface CountedHistogram {
  readonly bounds: readonly number[];
  readonly counts: readonly number[];
  readonly sum: number;
}

/** The process's own metrics (CPU, memory, event loop, garbage collection), and those that are added. */
export function createExposition(version: string): Exposition {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const info = { name: 'satrap_build_info', help: 'The version that runs; always 1' };
  new Gauge({ ...info, labelNames: ['version'], registers }).set({ version }, 1);
  return {
    text: () => registry.metrics(),
    contentType: registry.contentType,
    add(table, from) {
      for (const metric of table) addMetric(metric, from, registry);
    },
    addHistogram(name, help, read) {
      const get = async () => ({ name, help, type: 'histogram', values: valuesOf(name, read()) });
      // The client's own histogram can only be counted up, one observation after the other.
      registry.registerMetric({ name, help, get } as unknown as Gauge);
    },
  };
}

function addMetric<T>(metric: Metric<T>, from: () => T, registry: Registry): void {
  const { name, type, help, labels, read } = metric;
  const options = { name, help, labelNames: [...labels], registers: [] };
  if (type === 'gauge') {
    const gauge = new Gauge({
      ...options,
      collect() {
        this.reset();
        for (const sample of read(from())) this.set({ ...sample.labels }, sample.value);
      },
    });
    registry.registerMetric(gauge);
    return;
  }
  const counter = new Counter({
    ...options,
    collect() {
      this.reset();
      for (const sample of read(from())) this.inc({ ...sample.labels }, sample.value);
    },
  });
  registry.registerMetric(counter);
}

function valuesOf(name: string, { bounds, counts, sum }: CountedHistogram) {
  let total = 0;
  const buckets = counts.map((count, index) => {
    total += count;
    const le = bounds[index] ?? '+Inf';
    return { metricName: `${name}_bucket`, labels: { le }, value: total };
  });
  return [
    ...buckets,
    { metricName: `${name}_sum`, labels: {}, value: sum },
    { metricName: `${name}_count`, labels: {}, value: total },
  ];
}
