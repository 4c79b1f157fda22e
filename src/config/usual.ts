import { LEVELS } from '../types.ts';
import { parseAddress } from './address.ts';
import { PROFILES } from './profile.ts';
import type { Config } from './schema.ts';
import { type Data, isData } from './settings.ts';

/**
 * Most runs have no configuration file, and flags for a few plain things. The schema would read the same
 * out of them, but loading it and what it is written in takes as long as starting Node twice.
 */

const MIB = 2 ** 20;
const MINUTE = 60_000_000;

/** What the schema makes of an empty file; a test holds the two together. */
const DEFAULTS: Config = {
  input: { maxRecordBytes: 16 * MIB },
  rules: { paths: [], add: [], filters: [], disable: [], placeholders: {} },
  alerts: { minLevel: 'informational', profile: 'default', fold: 60 * MINUTE, waiting: 10_000 },
  correlation: { windowEntries: 1_000_000, pending: 100_000 },
  baseline: { entries: 500_000, perGroup: 10_000 },
  dedupe: { events: 500_000 },
  metrics: {},
  webhook: {
    listen: { host: '127.0.0.1', port: 8443 },
    tls: {},
    insecureHttp: false,
    insecureHttpBeyondLoopback: false,
    maxBody: 64 * MIB,
    maxInFlight: 256 * MIB,
  },
  spool: {
    segmentSize: 64 * MIB,
    segmentAge: 10 * MINUTE,
    retainSize: 2048 * MIB,
    retainAge: 7 * 24 * 60 * MINUTE,
    maxSize: 4096 * MIB,
  },
  sinks: [{ type: 'stdout' }],
};

/** What becomes of a part of the configuration; `undefined` where the schema must say. */
type Reader = (part: unknown) => unknown;

const text: Reader = (part) => (typeof part === 'string' && part !== '' ? part : undefined);
const texts: Reader = (part) =>
  Array.isArray(part) && part.every((item) => text(item) !== undefined) ? part : undefined;
const oneOf =
  (values: readonly unknown[]): Reader =>
  (part) =>
    values.includes(part) ? part : undefined;

const stdout = map({ type: oneOf(['stdout']), format: oneOf(['text', 'json']) });

const USUAL = map(
  {
    rules: map({ paths: texts, add: texts, filters: texts }, DEFAULTS.rules),
    alerts: map({ minLevel: oneOf(LEVELS), profile: oneOf(PROFILES) }, DEFAULTS.alerts),
    baseline: map({ file: text }, DEFAULTS.baseline),
    deadLetter: text,
    stateDir: text,
    metrics: map({ listen: (part) => (typeof part === 'string' ? parseAddress(part) : undefined) }),
    sinks(part) {
      const [only, ...others] = Array.isArray(part) ? (part as unknown[]) : [];
      const sink = isData(only) && 'type' in only && others.length === 0 ? stdout(only) : undefined;
      return sink && [sink];
    },
  },
  DEFAULTS,
);

/** The configuration that the schema would read, where nothing unusual is in it; else `undefined`. */
export function usualConfig(input: Data): Config | undefined {
  return USUAL(input) as Config | undefined;
}

/** Reads a map with no other keys than these; what isn't there is as in `defaults`. */
function map(readers: Readonly<Record<string, Reader>>, defaults: object = {}): Reader {
  return (part) => {
    if (!isData(part)) return undefined;
    const read: Data = { ...defaults };
    for (const [key, value] of Object.entries(part)) {
      read[key] = Object.hasOwn(readers, key) ? readers[key]?.(value) : undefined;
      if (read[key] === undefined) return undefined;
    }
    return read;
  };
}
