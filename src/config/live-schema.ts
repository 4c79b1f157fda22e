import { z } from 'zod';
import { address, count, path, secret, size, someTime } from './fields.ts';

/** What only the live commands `watch` and `serve` use. */

const GIB = 2 ** 30;

/** The folder with state, spool and dead letters. */
export const stateDir = path
  .optional()
  .describe(
    'Where state, spool and dead letters are kept. Default: $STATE_DIRECTORY, else /var/lib/satrap ' +
      'for root, else satrap below $XDG_STATE_HOME or ~/.local/state.',
  );

/** Alerts on their way. */
export const waiting = count
  .prefault(10_000)
  .describe('Live: how many alerts may wait for one sink; past it the mildest are given up.');

/** The listener for Prometheus and probes. */
export const metrics = z.strictObject({
  listen: address
    .optional()
    .describe('HOST:PORT for /metrics, /healthz and /readyz, over plain HTTP.'),
});

const tls = z.strictObject({
  cert: path.optional().describe('The server’s certificate chain, as PEM.'),
  key: path.optional().describe('Its key, as PEM.'),
  clientCa: path
    .optional()
    .describe('The CA that clients’ certificates must come from; without it none are asked for.'),
});

/** The audit webhook. */
export const webhook = z.strictObject({
  listen: address.prefault('127.0.0.1:8443').describe('HOST:PORT to listen on.'),
  tls: tls.prefault({}).describe('HTTPS; files are read again when they change.'),
  token: secret()
    .optional()
    .describe('The bearer token that clients must send, as file:PATH or env:NAME.'),
  secretPath: secret()
    .optional()
    .describe('The only URL path that takes events, as file:PATH or env:NAME.'),
  insecureHttp: z.boolean().prefault(false).describe('Plain HTTP instead of HTTPS.'),
  insecureHttpBeyondLoopback: z
    .boolean()
    .prefault(false)
    .describe('Plain HTTP on other addresses than this machine’s own loopback.'),
  maxBody: size(1024, GIB).prefault('64MiB').describe('The largest body.'),
  maxInFlight: size(65_536, 16 * GIB)
    .prefault('256MiB')
    .describe('All bodies at one time; beyond it clients are asked to come back.'),
});

/** What the webhook received, as audit-log segments. */
export const spool = z.strictObject({
  segmentSize: size(65_536, 16 * GIB)
    .prefault('64MiB')
    .describe('A segment’s size.'),
  segmentAge: someTime.prefault('10m').describe('A segment’s age.'),
  retainSize: size(65_536, 2 ** 44)
    .prefault('2GiB')
    .describe('Segments that were read are removed, oldest first, while the spool is larger.'),
  retainAge: someTime.prefault('7d').describe('Segments that were read are removed at this age.'),
  maxSize: size(65_536, 2 ** 44)
    .prefault('4GiB')
    .describe('A spool of this size takes no more: clients are asked to come back.'),
});
