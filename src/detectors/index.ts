import type { Detector } from '../types.ts';
import { createRateSpike, type RateSpikeOptions } from './sa-request-rate-spike.ts';

/** What a site may set of each hand-written detector, by name. What is not set has its default. */
export interface DetectorOptions {
  readonly sa_request_rate_spike?: Partial<RateSpikeOptions>;
}

/** A hand-written detector: what no Sigma document can say. */
export interface DetectorEntry {
  readonly name: keyof DetectorOptions;
  /** One line for `rules list` and the docs. */
  readonly summary: string;
  create(options: DetectorOptions): Detector;
}

/** All of them. */
export const DETECTORS: readonly DetectorEntry[] = [
  {
    name: 'sa_request_rate_spike',
    summary: 'a ServiceAccount far above its own usual request rate',
    create: (options) => createRateSpike(options.sa_request_rate_spike),
  },
];
