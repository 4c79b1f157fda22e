import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { readInventory } from '../../src/accounts/inventory.ts';
import { accountsReport } from '../../src/accounts/report.ts';
import { accountsText } from '../../src/accounts/text.ts';
import type { AuditRecord, JsonObject } from '../../src/types.ts';
import { accountsSchemaText } from '../../tools/accounts-schema.ts';
import { accountsIn, did, refused } from './fixtures.ts';

const CONTEXT = { from: null, to: null, notes: [] };
const account = (namespace: string, name: string) => ({
  kind: 'ServiceAccount',
  metadata: { namespace, name },
});

function reportOn(records: readonly AuditRecord[], known?: readonly JsonObject[]) {
  const inventory = known && readInventory({ kind: 'List', items: known });
  return accountsReport(accountsIn(records), { ...CONTEXT, inventory });
}

const by = (username: string, changes: JsonObject = {}) => ({ user: { username }, ...changes });
const sa = (name: string) => `system:serviceaccount:prod:${name}`;

const ALL = [
  did('get pods prod/a'),
  did('get pods prod/a', by(sa('default'))),
  did('list configmaps prod/', by('system:anonymous')),
  did('get /healthz', by('system:anonymous')),
  did(
    'get pods prod/a',
    by(sa('old'), {
      annotations: {
        'authentication.k8s.io/legacy-token': 'x',
        'authentication.k8s.io/legacy-token-manual-secret': 'old-token',
      },
    }),
  ),
  did(
    'get pods prod/a',
    by(sa('late'), { annotations: { 'authentication.k8s.io/stale-token': 'x' } }),
  ),
  did('get pods prod/a', by('alice', { impersonatedUser: { username: sa('app') } })),
  did('list pods', { stage: 'ResponseStarted', user: {}, responseStatus: { code: 401 } }),
  ...Array.from({ length: 20 }, () => refused('list secrets', by('mallory'))),
  did('get nodes /n', by('system:node:n')),
];

describe('what to look at first', () => {
  it('comes gravest first, with what was seen', () => {
    const { concerns } = reportOn(ALL);
    expect(concerns.map(({ what, user }) => [what, user])).toEqual([
      ['anonymous-allowed', 'system:anonymous'],
      ['legacy-token', sa('old')],
      ['stale-token', sa('late')],
      ['default-account', sa('default')],
      ['impersonated', sa('app')],
      ['mostly-refused', 'mallory'],
      ['failed-logins', ''],
    ]);
    expect(concerns[0]?.seen).toBe('allowed without any login: list configmaps');
    expect(concerns[1]?.seen).toMatch(/\(Secret old-token\): 1 call, the last 2026-11-20T10/);
  });

  it('is nothing of a quiet log, nor of probes without a login', () => {
    const quiet = [did('get pods prod/a'), did('get /livez', by('system:anonymous'))];
    expect(reportOn(quiet).concerns).toEqual([]);
    expect(accountsText(reportOn(quiet))).toContain('Nothing stands out.');
  });

  it('is not judged where nothing was read', () => {
    expect(accountsText(reportOn([]))).toBe('0 accounts, 0 requests\n');
  });
});

describe('accounts against an inventory', () => {
  it('are never used, or used and gone', () => {
    const report = reportOn([did('get pods prod/a')], [account('prod', 'idle')]);
    expect(report.neverUsed).toEqual([{ namespace: 'prod', name: 'idle', created: null }]);
    expect(report.accounts.map(({ user, inInventory }) => [user, inInventory])).toEqual([
      [sa('app'), false],
    ]);
    expect(report.concerns.map(({ what }) => what)).toEqual(['not-in-inventory']);
  });

  it('are not all deleted where most are missing: it may be of one namespace', () => {
    const used = ['app', 'cart', 'web'].map((name) => did('get pods prod/a', by(sa(name))));
    const nextOf = (...known: string[]) =>
      reportOn(
        used,
        known.map((name) => account('prod', name)),
      ).concerns.map(({ next }) => next);
    const doubted = expect.stringMatching(/^make sure that the inventory is of all namespaces/);
    expect(nextOf('app')).toEqual([doubted, doubted]);
    expect(nextOf('app', 'cart')).toEqual([expect.stringMatching(/^find out who deleted it/)]);
  });

  it('are used when others act in their names', () => {
    const used = did(
      'get pods prod/a',
      by('alice', { impersonatedUser: { username: sa('idle') } }),
    );
    expect(reportOn([used], [account('prod', 'idle')]).neverUsed).toEqual([]);
  });

  it('are not judged without one', () => {
    const report = reportOn([did('get pods prod/a')]);
    expect([report.neverUsed, report.accounts[0]?.inInventory]).toEqual([null, null]);
  });
});

describe('the report for people', () => {
  it('has what to look at first, then all accounts by kind', () => {
    const text = accountsText(reportOn(ALL, [account('prod', 'idle')]));
    const places = [
      'Look at these first:',
      'ServiceAccount prod/old: a token that never expires',
      'Never used in these logs:\n  prod/idle',
      'Not authenticated',
      'ServiceAccounts',
      'prod/app ',
      'Users',
      'mallory  20        100% 403',
      'Nodes',
    ].map((part) => text.indexOf(part));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(places).not.toContain(-1);
    expect(text).toMatch(/prod\/old .* legacy!/);
    expect(text).toContain('get pods; in prod; from 10.0.0.7; used by alice (1)');
  });

  it('obeys no name', () => {
    const evil = '\u001b[2Jx\nNodes';
    const changes = by(evil, { userAgent: evil, sourceIPs: [evil] });
    const text = accountsText(reportOn([did('get pods prod/a', changes)]));
    expect(text).not.toContain('\u001b');
    expect(text.match(/^Nodes/m)).toBeNull();
  });
});

describe('the schema', () => {
  const schema = JSON.parse(
    readFileSync(join(import.meta.dirname, '../../docs/accounts.schema.json'), 'utf8'),
  ) as object;

  it('is the one that is documented', () => {
    expect(schema).toEqual(JSON.parse(accountsSchemaText()));
  });

  it('fits reports', () => {
    const validate = new Ajv2020({ strict: false }).compile(schema);
    for (const known of [undefined, [account('prod', 'idle')]]) {
      const report = JSON.parse(JSON.stringify(reportOn(ALL, known))) as object;
      expect([validate(report), validate.errors]).toEqual([true, null]);
    }
    expect(validate({ kind: 'accounts' })).toBe(false);
  });
});
