import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/types.ts';
import { alertsOf, satrap } from '../cli/run.ts';
import { loggedTruth } from '../e2e/compromise/logged.ts';
import type { Truth } from '../e2e/compromise/truth.ts';
import { ROOT } from '../rule-tests/bundled.ts';

const FOLDER = join(ROOT, 'samples/token-compromise');

const files = readdirSync(FOLDER)
  .sort()
  .map((name) => ({ name, bytes: readFileSync(join(FOLDER, name)) }));
const log = files
  .map(({ name, bytes }) => (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString())
  .join('');
const events = log
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line) as JsonObject);
const truth = JSON.parse(
  readFileSync(join(ROOT, 'test/fixtures/compromise.json'), 'utf8'),
) as Truth;

describe('recorded log of a compromise', () => {
  it('is four files of a rotated log, and small', () => {
    expect(files).toHaveLength(4);
    expect(files.reduce((sum, { bytes }) => sum + bytes.length, 0)).toBeLessThan(400_000);
  });

  it('has no secret and no token in it', () => {
    expect(log).not.toMatch(/eyJ|PRIVATE KEY|not a secret/);
  });

  it('begins after the set-up, in an order that rotated files have', () => {
    const times = events.map(({ stageTimestamp }) => stageTimestamp as string);
    expect(times.every((time) => time >= truth.begins)).toBe(true);
    expect(log).not.toContain('installer@example.com","uid');
  });

  it('raises alerts of rules that samples/README.md explains, and as many', async () => {
    const outcome = await satrap(['analyze', '-o', 'json', FOLDER]);
    const rules = alertsOf(outcome).map(({ rule }) => rule.name);
    const names = new Set(rules);
    const page = readFileSync(join(ROOT, 'samples/README.md'), 'utf8');
    const [, section = ''] = page.split('\n## token-compromise\n');
    expect([...names].filter((name) => !section.includes(`\`${name}\``))).toEqual([]);
    expect(section).toContain(`${rules.length} alerts of ${names.size} rules`);
    expect(section).toContain(`${events.length} events`);
    expect([...names].filter((name) => name.startsWith('chain_')).sort()).toEqual([
      'chain_01_stolen_token',
      'chain_02_token_hop',
      'chain_03_exec_to_token',
      'chain_07_certificate_used',
      'chain_09_short_lived_pod',
      'chain_16_grant_use_revoke',
    ]);
  });
});

describe('its ground truth', () => {
  it('is about requests that are in the log, as they are there', () => {
    expect(loggedTruth(truth, events)).toEqual(truth);
    expect(truth.steps).toHaveLength(35);
  });

  it('has each credential used, but for the legacy token under its id', () => {
    const used = new Set(
      events.flatMap(
        ({ user }) =>
          (((user as JsonObject).extra as JsonObject | undefined)?.[
            'authentication.kubernetes.io/credential-id'
          ] as string[] | undefined) ?? [],
      ),
    );
    const ids = truth.credentials.flatMap(({ id }) => id ?? []);
    expect(ids).toHaveLength(truth.credentials.length - 1);
    expect(ids.filter((id) => !used.has(id))).toEqual([]);
  });

  it('names nobody innocent at an address of the attacker', () => {
    expect(truth.innocents.filter(({ from }) => truth.addresses.includes(from))).toEqual([]);
  });
});
