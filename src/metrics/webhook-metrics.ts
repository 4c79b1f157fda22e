import type { ThreadCounts } from '../webhook/index.ts';
import { labelled, type Metric, plain } from './metric.ts';

/** What sweeps of the spool did so far. */
export interface SweepCounts {
  compressedFiles: number;
  prunedFiles: number;
  prunedBytes: number;
  failures: number;
  /** Bytes that were not read yet, as of the latest sweep. */
  unfinishedBytes: number;
}

/** What the webhook and its spool know of themselves. */
export interface WebhookReadings extends ThreadCounts {
  readonly sweeps: SweepCounts;
}

/** The name and help of the histogram of answers. */
export const WEBHOOK_LATENCY = [
  'satrap_webhook_answer_seconds',
  'From the last byte of a body to the 200 that says its events are on the disk',
] as const;

/** Metrics of `satrap serve`. */
export const WEBHOOK_METRICS: readonly Metric<WebhookReadings>[] = [
  labelled(
    'satrap_webhook_responses_total',
    'counter',
    'Answers to kube-apiserver and anyone else, by status',
    'code',
    ({ receiver }) => Object.entries(receiver.responses),
  ),
  plain(
    'satrap_webhook_bodies_total',
    'counter',
    'Bodies that were answered 200',
    ({ receiver }) => receiver.bodies,
  ),
  plain(
    'satrap_webhook_events_total',
    'counter',
    'Events that were written to the spool',
    ({ receiver }) => receiver.events,
  ),
  plain(
    'satrap_webhook_bytes_total',
    'counter',
    'Bytes of the bodies that were answered 200',
    ({ receiver }) => receiver.bytes,
  ),
  labelled(
    'satrap_webhook_buried_total',
    'counter',
    'What was kept in the dead-letter file: whole bodies, items of a list, bodies cut at the limit',
    'what',
    ({ receiver }) => Object.entries(receiver.buried),
  ),
  plain(
    'satrap_webhook_aborted_total',
    'counter',
    'Bodies whose sender went before their end',
    ({ receiver }) => receiver.aborted,
  ),
  plain(
    'satrap_webhook_tls_errors_total',
    'counter',
    'TLS handshakes that failed',
    ({ receiver }) => receiver.tlsErrors,
  ),
  plain(
    'satrap_webhook_bad_requests_total',
    'counter',
    'Requests that were no HTTP, or too slow',
    ({ receiver }) => receiver.badRequests,
  ),
  plain(
    'satrap_webhook_refused_connections_total',
    'counter',
    'Connections above the limit',
    ({ receiver }) => receiver.refusedConnections,
  ),
  plain(
    'satrap_webhook_in_flight_bytes',
    'gauge',
    'Bytes of bodies at hand',
    ({ receiver }) => receiver.inFlightBytes,
  ),
  plain(
    'satrap_webhook_certificate_expiry_timestamp_seconds',
    'gauge',
    'When the server certificate ends, in seconds since 1970; 0 without one',
    ({ receiver }) => receiver.certificateExpires / 1000,
  ),
  plain('satrap_spool_bytes', 'gauge', 'Bytes in the spool', ({ spool }) => spool.bytes),
  plain(
    'satrap_spool_limit_bytes',
    'gauge',
    'Bytes at which the spool takes no more',
    ({ spool }) => spool.maxBytes,
  ),
  plain(
    'satrap_spool_unread_bytes',
    'gauge',
    'Bytes of finished segments that were not read to their end, as of the latest sweep',
    ({ sweeps }) => sweeps.unfinishedBytes,
  ),
  plain(
    'satrap_spool_appends_total',
    'counter',
    'Bodies whose events were written to the spool',
    ({ spool }) => spool.appends,
  ),
  plain(
    'satrap_spool_syncs_total',
    'counter',
    'Writes that were made durable; bodies under way at one time share one',
    ({ spool }) => spool.syncs,
  ),
  plain(
    'satrap_spool_rotations_total',
    'counter',
    'Segments that were ended',
    ({ spool }) => spool.rotations,
  ),
  plain(
    'satrap_spool_pruned_segments_total',
    'counter',
    'Segments that were read and removed by age or size',
    ({ sweeps }) => sweeps.prunedFiles,
  ),
  plain(
    'satrap_spool_pruned_bytes_total',
    'counter',
    'Bytes of the segments that were removed',
    ({ sweeps }) => sweeps.prunedBytes,
  ),
  plain(
    'satrap_spool_sweep_failures_total',
    'counter',
    'Segments that could not be compressed or removed, and are tried again',
    ({ sweeps }) => sweeps.failures,
  ),
];
