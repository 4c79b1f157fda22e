import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { type Config, loadConfig } from '../../src/config/index.ts';
import { printConfig } from '../../src/config/print.ts';

async function load(env: Record<string, string>, flags: object, file?: string): Promise<Config> {
  const { config, problems } = await loadConfig({ env, flags, file, folder: '/nowhere' });
  expect(problems).toEqual([]);
  return config as Config;
}

it('prints every value in effect as it would be written', async () => {
  expect(printConfig(await load({}, { minLevel: 'high' }))).toBe(`input:
  maxRecordBytes: 16MiB
rules:
  paths: []
  add: []
  filters: []
  disable: []
  placeholders: {}
alerts:
  minLevel: high
  profile: default
  fold: 1h
  waiting: 10000
correlation:
  windowEntries: 1000000
  pending: 100000
baseline:
  entries: 500000
  perGroup: 10000
dedupe:
  events: 500000
metrics: {}
webhook:
  listen: 127.0.0.1:8443
  tls: {}
  insecureHttp: false
  insecureHttpBeyondLoopback: false
  maxBody: 64MiB
  maxInFlight: 256MiB
spool:
  segmentSize: 64MiB
  segmentAge: 10m
  retainSize: 2GiB
  retainAge: 7d
  maxSize: 4GiB
sinks:
  - type: stdout
`);
});

it('prints no secret, but where it is kept; and without secrets, what can be loaded again', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'satrap-'));
  const file = join(folder, 'satrap.yaml');
  const hook = 'https://hooks.slack.com/services/T0/B0/s3cr3t';
  await writeFile(
    file,
    'sinks: [{ type: slack, url: "env:HOOK", timeout: 90s }, { type: file, path: /a, maxSize: 1GB }]',
  );
  const config = await load({ HOOK: hook }, {}, file);
  const printed = printConfig(config);
  expect(printed).toContain('    url: "[redacted]" # env:HOOK\n    timeout: 90s\n');
  expect(printed).toContain('    maxSize: 1GB\n    keep: 5\n');
  expect(printed).not.toContain('s3cr3t');
  await writeFile(file, printed.replace('"[redacted]"', 'env:HOOK'));
  expect(await load({ HOOK: hook }, {}, file)).toEqual(config);
  await rm(folder, { recursive: true });
});
