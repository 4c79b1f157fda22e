import { z } from 'zod';
import { SINK_OPTIONS } from '../sinks/options.ts';
import { count, duration, level, path, size, someTime } from './fields.ts';
import { metrics, spool, stateDir, waiting, webhook } from './live-schema.ts';
import { PROFILES } from './profile.ts';
import type { Secret } from './secret.ts';

/** Longer texts don't fit into a JavaScript string. */
const LONGEST_RECORD = 512_000_000;

const input = z.strictObject({
  maxRecordBytes: size(1024, LONGEST_RECORD)
    .prefault('16MiB')
    .describe('Records longer than this are rejected and counted.'),
});

const rules = z.strictObject({
  paths: z
    .array(path)
    .prefault([])
    .describe('Rule files or folders. When there are any, they replace the bundled rules.'),
  add: z.array(path).prefault([]).describe('Rule files or folders beside the bundled rules.'),
  filters: z.array(path).prefault([]).describe("Sigma filters with this site's exclusions."),
  disable: z
    .array(path)
    .prefault([])
    .describe('Names or ids of rules that raise no alerts, and of filters that leave nothing out.'),
  placeholders: z
    .record(z.string(), z.array(z.union([z.string(), z.number()], 'must be text or a number')))
    .prefault({})
    .describe(
      "The values that a rule's `expand` modifier puts in for `%name%`. Bundled rules use " +
        'known_users, threat_addresses and trusted_repositories, and are silent where those are absent.',
    ),
});

const alerts = z.strictObject({
  minLevel: level.prefault('informational').describe('Milder rules raise no alerts.'),
  profile: z
    .enum(PROFILES, `must be one of ${PROFILES.join(', ')}`)
    .prefault('default')
    .describe(
      'Which rules raise alerts: `quiet` those that are grave and seldom harmless, `default` all but what ' +
        'happens every day, `everything` all.',
    ),
  fold: someTime
    .prefault('1h')
    .describe('Repeats of one cause within this much event time are one alert.'),
  waiting,
});

const correlation = z.strictObject({
  lateness: duration
    .optional()
    .describe(
      'How much later than its time an event may come and still count in its window; rules over ' +
        'several events alert that much later. Default: 30s; for `satrap serve` 5m, as long as ' +
        'kube-apiserver tries to deliver.',
    ),
  windowEntries: count
    .prefault(1_000_000)
    .describe('How much the windows of one correlation may hold; see docs/rules.md.'),
  pending: count.prefault(100_000).describe('Events kept until those before them have come.'),
});

const baseline = z.strictObject({
  entries: z
    .int('must be a whole number')
    .min(1000, 'must be at least 1000')
    .prefault(500_000)
    .describe('How many histories and combinations all baselines together remember.'),
  perGroup: count
    .prefault(10_000)
    .describe('How many combinations one history may have; see docs/rules.md.'),
  file: path
    .optional()
    .describe('What baselines begin with that know nothing yet: made by `satrap baseline learn`.'),
});

const dedupe = z.strictObject({
  events: count.prefault(500_000).describe('Events remembered, to know a copy of one.'),
});

/** One sink's options, told apart by `type`. */
export const sinkSchema = z.discriminatedUnion('type', Object.values(SINK_OPTIONS) as SinkSchemas);

type SinkSchema = (typeof SINK_OPTIONS)[keyof typeof SINK_OPTIONS];
type SinkSchemas = [SinkSchema, ...SinkSchema[]];

/** The configuration file, with every default. */
export const configSchema = z
  .strictObject({
    input: input.prefault({}).describe('Reading.'),
    rules: rules.prefault({}).describe('Which rules run.'),
    alerts: alerts.prefault({}).describe('Which alerts are raised.'),
    correlation: correlation.prefault({}).describe('Bounds of rules over several events.'),
    baseline: baseline.prefault({}).describe('Bounds of baselines, and what they begin with.'),
    dedupe: dedupe.prefault({}).describe('Recognition of events that come twice.'),
    deadLetter: path
      .optional()
      .describe('Append what could not be read to this file, with origin, offset and reason.'),
    stateDir,
    metrics: metrics.prefault({}).describe('Metrics and probes of live runs.'),
    webhook: webhook.prefault({}).describe('How `satrap serve` receives events.'),
    spool: spool.prefault({}).describe('How `satrap serve` keeps what it received.'),
    sinks: z
      .array(sinkSchema)
      .min(1, 'must name at least one sink, or alerts go nowhere')
      .prefault([{ type: 'stdout' }])
      .describe('Where alerts go.'),
  })
  .prefault({});

/** The configuration in effect: sizes in bytes, durations in microseconds, secrets read. */
export type Config = Fixed<z.output<typeof configSchema>>;

type Fixed<T> = T extends Secret
  ? T
  : T extends object
    ? { readonly [Key in keyof T]: Fixed<T[Key]> }
    : T;

/** The JSON Schema (2020-12) of the configuration file, for editors. */
export function configJsonSchema(): object {
  const schema = z.toJSONSchema(configSchema, { io: 'input' });
  return { ...schema, title: 'satrap.yaml', description: 'Configuration of satrap.' };
}
