import type { Detector } from '../types.ts';
import { createAdmissionImplant } from './admission-implant.ts';
import { type AuditLogGapOptions, createAuditLogGap } from './audit-log-gap.ts';
import { createGrantUseRevoke } from './grant-use-revoke.ts';
import { createGuessThenIn } from './guess-then-in.ts';
import { createRateSpike, type RateSpikeOptions } from './sa-request-rate-spike.ts';
import type { StoryLimits } from './stories.ts';
import { createTokenHop } from './token-hop.ts';

/** What a site may set of each hand-written detector, by name. What is not set has its default. */
export interface DetectorOptions {
  readonly audit_log_gap?: Partial<AuditLogGapOptions>;
  readonly sa_request_rate_spike?: Partial<RateSpikeOptions>;
  readonly chain_02_token_hop?: Partial<StoryLimits>;
  readonly chain_11_admission_implant?: Partial<StoryLimits>;
  readonly chain_14_guess_then_in?: Partial<StoryLimits>;
  readonly chain_16_grant_use_revoke?: Partial<StoryLimits>;
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
  {
    name: 'chain_02_token_hop',
    summary: 'a token that acts from elsewhere than where it was requested',
    create: (options) => createTokenHop(options.chain_02_token_hop),
  },
  {
    name: 'chain_11_admission_implant',
    summary: 'a mutating webhook that is written, changes objects and is deleted',
    create: (options) => createAdmissionImplant(options.chain_11_admission_implant),
  },
  {
    name: 'chain_14_guess_then_in',
    summary: 'logins that fail in a row at one address until one works',
    create: (options) => createGuessThenIn(options.chain_14_guess_then_in),
  },
  {
    name: 'chain_16_grant_use_revoke',
    summary: 'a binding that is written, used and deleted',
    create: (options) => createGrantUseRevoke(options.chain_16_grant_use_revoke),
  },
];
