import Ajv from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { configJsonSchema, configSchema } from '../../src/config/schema.ts';

describe('configSchema', () => {
  it('has every default', () => {
    expect(configSchema.parse({})).toEqual({
      input: { maxRecordBytes: 16 * 1024 * 1024 },
      rules: { paths: [], add: [], filters: [], disable: [], placeholders: {} },
      alerts: {
        minLevel: 'informational',
        profile: 'default',
        fold: 3_600_000_000,
        waiting: 10_000,
      },
      correlation: { windowEntries: 1_000_000, pending: 100_000 },
      baseline: { entries: 500_000, perGroup: 10_000 },
      dedupe: { events: 500_000 },
      metrics: {},
      webhook: {
        listen: { host: '127.0.0.1', port: 8443 },
        tls: {},
        insecureHttp: false,
        insecureHttpBeyondLoopback: false,
        maxBody: 64 * 1024 * 1024,
        maxInFlight: 256 * 1024 * 1024,
      },
      spool: {
        segmentSize: 64 * 1024 * 1024,
        segmentAge: 600_000_000,
        retainSize: 2 * 1024 ** 3,
        retainAge: 7 * 86_400_000_000,
        maxSize: 4 * 1024 ** 3,
      },
      sinks: [{ type: 'stdout' }],
    });
  });

  it('has the defaults of sinks', () => {
    const sinks = [{ type: 'file', path: 'a' }];
    expect(configSchema.parse({ sinks }).sinks).toEqual([
      { type: 'file', path: 'a', maxSize: 100 * 1024 * 1024, keep: 5 },
    ]);
  });
});

describe('configJsonSchema', () => {
  const valid = new Ajv.default({ strict: false }).compile(configJsonSchema());

  it('takes what the program takes', () => {
    expect(valid({})).toBe(true);
    expect(
      valid({
        input: { maxRecordBytes: 4096 },
        rules: { placeholders: { admins: ['alice', 7] } },
        alerts: { fold: '30m', minLevel: 'low' },
        sinks: [
          { type: 'stdout', format: 'json' },
          { type: 'file', path: 'alerts.jsonl', maxSize: '1GB', keep: 2 },
          { type: 'slack', url: 'env:SLACK_URL' },
        ],
      }),
    ).toBe(true);
  });

  it.each([
    { rule: {} },
    { alerts: { fold: 60 } },
    { alerts: { minLevel: 'severe' } },
    { sinks: [{ type: 'slack', url: 'https://hooks.slack.com/services/T/B/x' }] },
    { sinks: [{ type: 'pager' }] },
  ])('refuses what the program refuses: %j', (config) => {
    expect(valid(config)).toBe(false);
    expect(configSchema.safeParse(config).success).toBe(false);
  });

  it('describes every key', () => {
    const bare: string[] = [];
    const walk = (schema: unknown, path: string) => {
      const { properties, oneOf, items } = schema as Record<string, Record<string, unknown>>;
      for (const [key, inner] of Object.entries(properties ?? {})) {
        const described = 'description' in (inner as object) || 'const' in (inner as object);
        if (!described) bare.push(`${path}.${key}`);
        walk(inner, `${path}.${key}`);
      }
      for (const option of Object.values(oneOf ?? {})) walk(option, path);
      if (items !== undefined) walk(items, `${path}[]`);
    };
    walk(configJsonSchema(), '');
    expect(bare).toEqual([]);
  });

  it('shows defaults as they are written', () => {
    expect(configJsonSchema()).toMatchObject({
      title: 'satrap.yaml',
      properties: {
        alerts: { properties: { fold: { default: '1h' } } },
        input: { properties: { maxRecordBytes: { default: '16MiB' } } },
      },
    });
  });
});
