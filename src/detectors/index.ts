import type { Detector } from '../types.ts';
import { type AuditLogGapOptions, createAuditLogGap } from './audit-log-gap.ts';
import { createRateSpike, type RateSpikeOptions } from './sa-request-rate-spike.ts';

/** What a site may set of each hand-written detector, by name. What is not set has its default. */
export interface DetectorOptions {
  readonly audit_log_gap?: Partial<AuditLogGapOptions>;
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
    name: 'audit_log_gap',
    summary: 'a silence in a log that is never silent, or of the nodes’ leases in it',
    create: (options) => createAuditLogGap(options.audit_log_gap),
  },
  {
    name: 'sa_request_rate_spike',
    summary: 'a ServiceAccount far above its own usual request rate',
    create: (options) => createRateSpike(options.sa_request_rate_spike),
  },
];
