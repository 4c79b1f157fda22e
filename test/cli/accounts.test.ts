import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { beforeAll, describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import type { AccountsReport } from '../../src/accounts/report.ts';
import type { RolesReport } from '../../src/accounts/role-report.ts';
import { did, refused } from '../accounts/fixtures.ts';
import { folderWith, satrap } from './run.ts';

const SCHEMA = resolve(import.meta.dirname, '../../docs/accounts.schema.json');
const alice = { user: { username: 'alice', groups: ['devs'] } };

const LOG = [
  did('get configmaps prod/settings'),
  did('list pods prod/'),
  did('get /version'),
  refused('list secrets'),
  did('get nodes /n', alice),
  did('list pods prod/', {
    ...alice,
    impersonatedUser: { username: 'system:serviceaccount:prod:app' },
  }),
  did('update roles.rbac.authorization.k8s.io prod/r', alice),
]
  .map(({ event }) => `${JSON.stringify(event)}\n`)
  .join('');

const SUBJECT = { kind: 'ServiceAccount', namespace: 'prod', name: 'app' };
const RBAC = {
  kind: 'List',
  items: [
    {
      kind: 'Role',
      metadata: { namespace: 'prod', name: 'r' },
      rules: [
        { verbs: ['list'], apiGroups: [''], resources: ['pods', 'services'] },
        { verbs: ['delete'], apiGroups: [''], resources: ['pods'] },
      ],
    },
    {
      kind: 'RoleBinding',
      metadata: { namespace: 'prod', name: 'b' },
      roleRef: { kind: 'Role', name: 'r' },
      subjects: [SUBJECT],
    },
    {
      kind: 'ClusterRole',
      metadata: { name: 'system:discovery' },
      rules: [{ verbs: ['get'], nonResourceURLs: ['/api'] }],
    },
    {
      kind: 'ClusterRoleBinding',
      metadata: { name: 'system:discovery' },
      roleRef: { kind: 'ClusterRole', name: 'system:discovery' },
      subjects: [{ kind: 'Group', name: 'system:authenticated' }],
    },
  ],
};

let folder = '';
let log = '';
let validate: (document: unknown) => boolean;
beforeAll(async () => {
  folder = await folderWith({
    'audit.log': LOG,
    'sa.json': JSON.stringify({ kind: 'List', items: [] }),
    'rbac.json': JSON.stringify(RBAC),
    'pods.json': JSON.stringify({ kind: 'PodList', items: [{}] }),
    'broken.json': '{',
    'empty.json': '',
  });
  log = join(folder, 'audit.log');
  validate = new Ajv2020({ strict: false }).compile(
    JSON.parse(await readFile(SCHEMA, 'utf8')) as object,
  );
});

const accounts = (...args: string[]) => satrap(['accounts', ...args, log], { cwd: folder });

describe('satrap accounts', () => {
  it('prints a report, and on standard error what was read', async () => {
    const { code, stdout, stderr } = await accounts('-o', 'text');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^2 accounts, 7 requests from 2026-11-20 10:\d\d to/);
    expect(stdout).toMatch(/prod\/app +4 +25% 403 .*\n +list pods, .*used by alice \(1\)/);
    expect(stderr).toContain('7 records: 7 events, 0 duplicates, 0 rejects\n');
    expect(stderr).not.toContain('alert');
  });

  it('prints the same as JSON, by its schema', async () => {
    const { stdout } = await accounts('-q', '--inventory', 'sa.json');
    const report = JSON.parse(stdout) as AccountsReport;
    expect(validate(report)).toBe(true);
    expect(report.accounts.map(({ user, calls }) => [user, calls])).toEqual([
      ['system:serviceaccount:prod:app', 4],
      ['alice', 3],
    ]);
    expect(report.neverUsed).toEqual([]);
  });

  it('reads copies of a log once', async () => {
    const { stdout } = await satrap(['accounts', '-q', '-'], { stdin: LOG + LOG });
    expect((JSON.parse(stdout) as AccountsReport).calls).toBe(7);
  });

  it('says what is missing, and that there is nothing', async () => {
    const cut = await satrap(['accounts', '-q', '-'], { stdin: `${LOG}nothing\n` });
    expect((JSON.parse(cut.stdout) as AccountsReport).notes).toEqual([
      '1 record could not be read.',
    ]);
    const none = await satrap(['accounts', '-qo', 'text', '-'], { stdin: '' });
    expect(none.stdout).toContain('0 accounts, 0 requests');
    const stdin = ['cart', 'web']
      .map((name) => {
        const user = { username: `system:serviceaccount:shop:${name}` };
        return `${JSON.stringify(did('get pods prod/a', { user }).event)}\n`;
      })
      .join('');
    const partial = await satrap(['accounts', '-q', '--inventory', 'sa.json', '-'], {
      stdin,
      cwd: folder,
    });
    expect(partial.stderr).toContain('was it made with -A?');
    const gone = await satrap(['accounts', '-q', join(folder, 'gone.log')]);
    expect(gone.code).toBe(3);
  });
});

describe('satrap accounts --role', () => {
  it('prints YAML to apply', async () => {
    const { code, stdout, stderr } = await accounts('-q', '--role', 'prod:app');
    expect([code, stderr]).toEqual([0, '']);
    const [role, binding] = parseAllDocuments(stdout).map((one) => one.toJS() as object);
    expect(role).toMatchObject({
      kind: 'Role',
      metadata: { name: 'satrap:prod:app', namespace: 'prod' },
      rules: [
        { apiGroups: [''], resources: ['configmaps'], resourceNames: ['settings'], verbs: ['get'] },
        { apiGroups: [''], resources: ['pods'], verbs: ['list'] },
      ],
    });
    expect(binding).toMatchObject({ kind: 'RoleBinding', subjects: [SUBJECT] });
    expect(stdout).toContain('# Left out: 1 request that it was refused.');
    expect(stdout).toContain('# Left out: 1 request that ClusterRole system:public-info-viewer');
    expect(stdout).toContain('# 1 request of these by alice, in its name');
    expect(stdout).toContain('# It came from 10.0.0.7.');
  });

  it('leaves out what others did in its name where asked', async () => {
    const { stdout } = await accounts('-q', '--role', 'prod:app', '--no-impersonated');
    expect(stdout).not.toContain('alice');
    expect(stdout).toContain('3 requests, 2026-11-20');
  });

  it('makes one for a user, and says what the log can’t tell', async () => {
    const { stdout } = await accounts('-qo', 'json', '--role', 'user:alice');
    const report = JSON.parse(stdout) as RolesReport;
    expect(validate(report)).toBe(true);
    expect(report.notes).toEqual([expect.stringContaining('must be allowed to escalate')]);
    expect(report.roles.map(({ role }) => role)).toContainEqual(
      expect.objectContaining({
        kind: 'ClusterRole',
        rules: [{ apiGroups: [''], resources: ['nodes'], resourceNames: ['n'], verbs: ['get'] }],
      }),
    );
  });

  it('says when nothing is needed, and when the account isn’t there', async () => {
    const none = await accounts('-q', '--role', 'prod:app', '--until', '2026-11-20T09:00');
    expect([none.code, none.stdout]).toEqual([2, '']);
    const unknown = await accounts('-q', '--role', 'prod:ap');
    expect([unknown.code, unknown.stdout]).toEqual([2, '']);
    expect(unknown.stderr).toBe(
      'satrap: ServiceAccount prod/ap made no request in these logs; did you mean ServiceAccount prod/app?\n',
    );
    const far = await accounts('-q', '--role', 'prod:nobody');
    expect(far.stderr).not.toContain('did you mean');
    const stdin = `${JSON.stringify(refused('list secrets').event)}\n`;
    const { code, stdout } = await satrap(['accounts', '-q', '--role', 'prod:app', '-'], { stdin });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^# ServiceAccount prod\/app was allowed nothing in these logs/);
    expect(stdout).not.toContain('kind:');
  });
});

describe('satrap accounts --granted', () => {
  it('says which rules were never used, first', async () => {
    const { code, stdout } = await accounts(
      '-qo',
      'text',
      '--role',
      'prod:app',
      '--granted',
      'rbac.json',
    );
    expect(code).toBe(0);
    expect(
      stdout.replace(/10:\d\d/, '10:00'),
    ).toBe(`ServiceAccount prod/app: 2 rules granted, 1 never used, 1 used in part

RoleBinding prod/b → Role prod/r, rule 2, to ServiceAccount prod/app
  delete: pods
  never used

RoleBinding prod/b → Role prod/r, rule 1, to ServiceAccount prod/app
  list: pods, services
  used in part: 2 requests, the last 2026-11-20 10:00
    never: list: services

Note: what Kubernetes grants to everybody is left out; -o json has it
`);
  });

  it('prints the same as JSON, by its schema', async () => {
    const { stdout } = await accounts('-q', '--role', 'prod:app', '--granted', 'rbac.json');
    const report = JSON.parse(stdout) as RolesReport;
    expect(validate(report)).toBe(true);
    expect(report.granted?.map(({ role, place, used }) => [role, place, used])).toEqual([
      ['Role prod/r', 0, 'partly'],
      ['Role prod/r', 1, 'never'],
      ['ClusterRole system:discovery', 0, 'never'],
    ]);
  });
});

describe('what satrap accounts is told wrong', () => {
  const GET = 'make one with: kubectl get sa -A -o json > sa.json';

  it.each([
    ['gone.json', 'there is no such file'],
    ['.', 'it is a folder'],
    ['broken.json', 'it is no JSON'],
    ['empty.json', 'it is empty'],
    ['pods.json', 'items[0] is Pod, not a ServiceAccount'],
  ])('is told before anything is read: %s', async (file, reason) => {
    const { code, stdout, stderr } = await accounts('--inventory', file);
    expect([code, stdout, stderr]).toEqual([2, '', `satrap: ${file}: ${reason}; ${GET}\n`]);
  });

  it.each([
    [['--granted', 'rbac.json'], '--granted needs --role'],
    [['--role', 'prod:app', '--inventory', 'sa.json'], 'ask one at a time'],
    [['--role', 'app'], 'Write NAMESPACE:NAME'],
    [['--names', 'x'], 'Write a number'],
    [['--names', '3'], '--names needs --role'],
    [['--namespaces', '3'], '--namespaces needs --role'],
    [['--default-rights'], '--default-rights needs --role'],
    [['--no-impersonated'], '--no-impersonated needs --role'],
    [['--role', 'prod:app', '--granted', 'pods.json'], 'neither a role nor a binding'],
  ])('is a usage error: %o', async (flags, message) => {
    const { code, stderr } = await accounts(...flags);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });
});
