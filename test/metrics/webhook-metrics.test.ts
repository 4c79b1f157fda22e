import { expect, it } from 'vitest';
import { WEBHOOK_METRICS } from '../../src/metrics/webhook-metrics.ts';
import { newCounts } from '../../src/webhook/counts.ts';

it('webhook metrics read what the receiver, the spool and the sweeps count', () => {
  const receiver = newCounts();
  receiver.responses[200] = 3;
  receiver.responses[429] = 1;
  receiver.certificateExpires = 2_000_000;
  const spool = { appends: 3, syncs: 2, rotations: 1, bytes: 10, maxBytes: 100 };
  const sweeps = {
    compressedFiles: 1,
    prunedFiles: 2,
    prunedBytes: 3,
    failures: 0,
    unfinishedBytes: 4,
  };
  const samples = Object.fromEntries(
    WEBHOOK_METRICS.map(({ name, read }) => [name, read({ receiver, spool, sweeps })]),
  );
  expect(samples.satrap_webhook_responses_total).toEqual([
    { labels: { code: '200' }, value: 3 },
    { labels: { code: '429' }, value: 1 },
  ]);
  expect(samples.satrap_webhook_certificate_expiry_timestamp_seconds).toEqual([{ value: 2000 }]);
  expect(samples.satrap_spool_syncs_total).toEqual([{ value: 2 }]);
  expect(samples.satrap_spool_unread_bytes).toEqual([{ value: 4 }]);
});
