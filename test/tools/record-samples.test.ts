import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { createParser } from '../../src/parsers/index.ts';
import { contentDigest } from '../../src/record/digest.ts';
import type { JsonObject } from '../../src/types.ts';
import { alertsOf, satrap } from '../cli/run.ts';
import { ROOT } from '../rule-tests/bundled.ts';

const LOGS = join(ROOT, 'samples/real-cluster');
const FIXTURES = join(ROOT, 'test/fixtures/real');

const textOf = (name: string) => gunzipSync(readFileSync(join(LOGS, name))).toString('utf8');
const attack = textOf('attack.log.gz');
const ordinaryDay = textOf('ordinary-day.log.gz');

const fixtures = readdirSync(FIXTURES);
const fixture = (name: string) => readFileSync(join(FIXTURES, name), 'utf8');

/** What a parser finds: how many records, how many of them cut short, how many rejects. */
function parsed(text: string): { records: number; partial: number; rejects: number } {
  const parser = createParser('test', { maxRecordBytes: 16 * 2 ** 20, keepBytes: 1024 });
  const finds = [...parser.push(Buffer.from(text)), ...parser.end()];
  const records = finds.flatMap((find) => ('record' in find ? [find.record] : []));
  return {
    records: records.length,
    partial: records.filter((record) => record.partial).length,
    rejects: finds.length - records.length,
  };
}

async function alertsIn(name: string): Promise<string[]> {
  const outcome = await satrap(['analyze', '-o', 'json', join(LOGS, name)]);
  expect(outcome.code).toBe(0);
  return alertsOf(outcome).map(({ rule, user, count }) => `${rule.name} ${user} ×${count}`);
}

const rulesOf = (alerts: readonly string[]) => alerts.map((alert) => alert.split(' ')[0] as string);

describe('recorded log of an attack', () => {
  it('raises what it raised when it was recorded', async () => {
    const alice = 'alice@example.com';
    const cart = 'system:serviceaccount:shop:cart';
    const deployer = 'system:serviceaccount:ci:deployer';
    const operator = 'system:serviceaccount:ci:operator';
    const byDefault = 'system:serviceaccount:shop:default';
    expect((await alertsIn('attack.log.gz')).sort()).toEqual([
      `chain_01_stolen_token ${cart} ×3`,
      'chain_02_token_hop null ×2',
      'chain_03_exec_to_token null ×2',
      'chain_06_secret_token null ×4',
      `cluster_admin_bound ${operator} ×1`,
      `constrained_impersonation_used ${cart} ×1`,
      `create_denied ${cart} ×1`,
      `default_admin_used ${alice} ×1`,
      `default_sa_api_call ${byDefault} ×1`,
      `default_sa_bound ${operator} ×1`,
      `impersonates_service_account ${operator} ×1`,
      `impersonates_service_account ${cart} ×1`,
      `legacy_token_used ${deployer} ×1`,
      `new_impersonator ${operator} ×1`,
      `new_impersonator ${cart} ×1`,
      `node_changed ${alice} ×1`,
      `node_created_for_another ${alice} ×1`,
      `pod_exec ${alice} ×2`,
      `pod_exec ${alice} ×2`,
      `rights_escalation_blocked ${deployer} ×1`,
      `role_with_dangerous_rights ${alice} ×1`,
      `role_with_dangerous_rights ${alice} ×1`,
      `role_with_escalation_verbs ${alice} ×1`,
      `role_with_escalation_verbs ${alice} ×1`,
      `sa_creates_binding ${deployer} ×1`,
      `sa_creates_binding ${deployer} ×1`,
      `sa_creates_binding ${deployer} ×1`,
      `sa_creates_binding ${operator} ×1`,
      `sa_dry_run_probe ${deployer} ×1`,
      `sa_given_privileged_role ${operator} ×1`,
      `sa_lists_secrets ${deployer} ×1`,
      `sa_lists_secrets ${cart} ×1`,
      `sa_lists_secrets ${cart} ×1`,
      `sa_lists_secrets ${cart} ×2`,
      `sa_lists_secrets_all_namespaces ${deployer} ×1`,
      `sa_self_review ${cart} ×1`,
      `sa_token_requested ${alice} ×1`,
      `sa_token_requested ${alice} ×1`,
      `sa_used_by_hand ${deployer} ×1`,
      `sa_used_by_hand ${cart} ×1`,
      `sa_used_by_hand ${byDefault} ×1`,
      `script_on_sensitive_resource ${operator} ×1`,
      `secrets_read_with_script ${deployer} ×1`,
      `secrets_read_with_script ${cart} ×1`,
      `secrets_read_with_script ${cart} ×2`,
      `stale_token_used ${cart} ×1`,
    ]);
  });
});

describe('recorded log of an ordinary day', () => {
  it('raises nothing about the control plane, four alerts about an all-powerful person', async () => {
    expect(await alertsIn('ordinary-day.log.gz')).toEqual([
      'node_created_for_another bob@example.com ×1',
      'default_admin_used bob@example.com ×1',
      'role_with_dangerous_rights bob@example.com ×1',
      'secrets_listed_all_namespaces bob@example.com ×1',
    ]);
  });
});

describe('samples/README.md', () => {
  const page = readFileSync(join(ROOT, 'samples/README.md'), 'utf8');

  it('explains every alert of the ordinary day, and names the chains of the attack', async () => {
    const rows = page.split('\n').filter((line) => line.startsWith('| `'));
    const ordinary = rulesOf(await alertsIn('ordinary-day.log.gz'));
    expect(ordinary.filter((rule) => !rows.some((row) => row.startsWith(`| \`${rule}\``)))).toEqual(
      [],
    );
    const attacks = rulesOf(await alertsIn('attack.log.gz'));
    const chains = attacks.filter((rule) => rule.startsWith('chain_'));
    expect(chains.filter((rule) => !page.includes(`\`${rule}\``))).toEqual([]);
    expect(page).toContain(`${attacks.length} alerts of ${new Set(attacks).size} rules`);
  });
});

describe('recordings', () => {
  it.each([
    ['attack', attack],
    ['ordinary day', ordinaryDay],
  ])('%s: every line is an event', (_, text) => {
    const lines = text.trimEnd().split('\n').length;
    expect(lines).toBeGreaterThan(500);
    expect(parsed(text)).toEqual({ records: lines, partial: 0, rejects: 0 });
  });

  it('have no secret and no token in them', () => {
    const all = [attack, ordinaryDay, ...fixtures.map(fixture)].join('\n');
    expect(all).not.toMatch(/eyJ|PRIVATE KEY|not a secret/);
  });

  it('hold the single events, content for content', () => {
    const logged = new Set(
      attack
        .trimEnd()
        .split('\n')
        .map((line) => contentDigest(JSON.parse(line) as JsonObject)),
    );
    const names = fixtures.filter((name) => name.endsWith('.json'));
    expect(names.length).toBeGreaterThanOrEqual(13);
    const strangers = names.filter(
      (name) => !logged.has(contentDigest(JSON.parse(fixture(name)) as JsonObject)),
    );
    expect(strangers).toEqual([]);
  });

  it('read a posted list as the events that the log has', () => {
    const body = fixture('posted-event-list.body');
    const { items } = JSON.parse(body) as { items: JsonObject[] };
    expect(items.length).toBeGreaterThan(1);
    expect(parsed(body)).toEqual({ records: items.length, partial: 0, rejects: 0 });
    const ids = items.map((item) => item.auditID as string);
    expect(ids.filter((id) => !attack.includes(id))).toEqual([]);
  });
});
