/**
 * Writes an audit log shaped like a busy cluster's to standard output or a file:
 *   node bench/make-log.ts [EVENTS] [FILE] [--variant VARIANT] [--accounts N] [--theft N]
 * EVENTS (100,000), one a millisecond of event time. VARIANT: `usual` (55% of the calls are
 * ServiceAccounts', with `user.extra`; 6% carry bodies), `bodies` (60% carry request and response), `long`
 * (lines of 100 kB). `--accounts`: so many ServiceAccounts in turn instead of 200 at random. `--theft`:
 * one event in so many is a ServiceAccount's that lists Secrets. The same arguments give the same bytes.
 */
import { createWriteStream } from 'node:fs';
import { parseArgs } from 'node:util';
import { createLog, writeEvents } from './log/log.ts';
import { type LogShape, VARIANTS } from './log/shape.ts';

const text = { type: 'string' } as const;
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { variant: text, accounts: text, theft: text },
});
const variant = VARIANTS.find((one) => one === (values.variant ?? 'usual'));
if (variant === undefined) throw new Error(`--variant: one of ${VARIANTS.join(', ')}`);
const shape: LogShape = {
  variant,
  ...(values.accounts !== undefined && { accounts: Number(values.accounts) }),
  ...(values.theft !== undefined && { theft: Number(values.theft) }),
};

const events = Number(positionals[0] ?? 100_000);
const path = positionals[1];
const out = path === undefined ? process.stdout : createWriteStream(path);
await writeEvents(createLog(shape, events), out, 0, events);
if (path !== undefined) out.end();
