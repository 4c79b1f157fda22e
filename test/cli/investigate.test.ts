import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { Report } from '../../src/investigate/report/index.ts';
import { problemsOf } from '../investigate/consistent.ts';
import { account, elsewhere, event, every } from '../investigate/trail-log.ts';
import { alertsOf, folderWith, type Outcome, SATRAP, satrap } from './run.ts';

const CART = account('shop:cart');
const LOG = [
  ...every([0, 60, 1], CART, 'get configmaps shop/settings'),
  event(60, elsewhere(CART), 'list secrets'),
]
  .map((one) => `${JSON.stringify(one)}\n`)
  .join('');

const NODE = { user: 'system:node:w-1', ip: '10.0.0.9', agent: 'kubelet/v1.35' };

const START = ['--service-account', 'shop:cart'];

function reportOf({ stdout }: Outcome): Report {
  return JSON.parse(stdout) as Report;
}

const secretsOf = ({ taken }: Report) =>
  taken.filter(({ whose }) => whose === 'suspect').map(({ kind, scope }) => `${kind} ${scope}`);

describe('satrap investigate', () => {
  it('prints a report as one line of JSON', async () => {
    const folder = await folderWith({ 'audit.log': LOG });
    const outcome = await satrap(['investigate', 'audit.log', ...START], { cwd: folder });
    expect(outcome).toMatchObject({ code: 0 });
    expect(outcome.stdout.split('\n')).toHaveLength(2);
    const report = reportOf(outcome);
    expect(problemsOf(report)).toEqual([]);
    expect(secretsOf(report)).toEqual(['secret cluster']);
    expect(report.timeline.alerts.map(({ rule }) => rule)).toContain(
      'sa_lists_secrets_all_namespaces',
    );
    expect(report.subject.log).toMatchObject({ files: 1, events: 61, duplicates: 0, rejects: 0 });
  });

  it('starts from an alert that analyze printed', async () => {
    const folder = await folderWith({ 'audit.log': LOG });
    const alerts = alertsOf(await satrap(['analyze', 'audit.log'], { cwd: folder }));
    const wanted = alerts.find(({ rule }) => rule.name === 'sa_lists_secrets_all_namespaces');
    const outcome = await satrap(['investigate', 'audit.log', '--alert', wanted?.id ?? ''], {
      cwd: folder,
    });
    const report = reportOf(outcome);
    expect(secretsOf(report)).toEqual(['secret cluster']);
    expect(report.timeline.alerts.map(({ id }) => id)).toContain(wanted?.id);
  });

  it('reads standard input as often as it must, and leaves nothing of it behind', async () => {
    const folder = await folderWith({});
    const env = { TMPDIR: folder };
    const outcome = await satrap(['investigate', ...START, '-o', 'text'], { stdin: LOG, env });
    expect(outcome.stdout).toContain('198.51.100.23');
    expect(outcome.stdout.endsWith('\n')).toBe(true);
    expect(await readdir(folder)).toEqual([]);
  });

  it('keeps standard input from others, and removes it when it is ended', async () => {
    const folder = await folderWith({});
    const child = spawn(process.execPath, [SATRAP, 'investigate', ...START, '-'], {
      env: { ...process.env, TMPDIR: folder },
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    child.stdin.on('error', () => {});
    child.stdin.write(LOG);
    let made: string[] = [];
    while (made.length === 0) {
      await sleep(20);
      made = await readdir(folder);
    }
    child.kill('SIGTERM');
    expect(await once(child, 'close')).toEqual([130, null]);
    expect(await readdir(folder)).toEqual([]);
  });

  it('writes a page as well', async () => {
    const folder = await folderWith({ 'audit.log': LOG });
    const args = ['investigate', 'audit.log', ...START, '--html', 'report.html'];
    expect((await satrap(args, { cwd: folder })).code).toBe(0);
    expect(await readFile(join(folder, 'report.html'), 'utf8')).toMatch(/^<!doctype html>/i);
  });

  it('ends with 4 where the page can not be written', async () => {
    const folder = await folderWith({ 'audit.log': LOG });
    const file = `${'x'.repeat(300)}.html`;
    const args = ['investigate', 'audit.log', ...START, '--html', file];
    const outcome = await satrap(args, { cwd: folder });
    expect(outcome.code).toBe(4);
    expect(outcome.stderr).toContain(file);
    // What could be told is told.
    expect(secretsOf(reportOf(outcome))).toEqual(['secret cluster']);
  });

  it('gives the report of what it could read, and 3', async () => {
    const folder = await folderWith({ 'audit.log': LOG });
    const outcome = await satrap(['investigate', 'audit.log', 'gone.log', ...START], {
      cwd: folder,
    });
    expect(outcome.code).toBe(3);
    expect(outcome.stderr.match(/gone\.log/g)).toHaveLength(1);
    const report = reportOf(outcome);
    expect(report.subject.found).toBe(true);
    expect(report.gaps).toContainEqual(
      expect.objectContaining({ kind: 'unreadable', text: 'inputs could not be read', count: 1 }),
    );
  });

  it('is sure of nothing where no event was read', async () => {
    const folder = await folderWith({ 'audit.log': LOG });
    const args = ['investigate', 'audit.log', ...START, '--until', '2026-11-01'];
    const report = reportOf(await satrap(args, { cwd: folder }));
    expect(report.verdict).toMatchObject({ verdict: 'nothing found', confidence: 'possible' });
    expect(report.gaps.map(({ text }) => text)).toEqual([
      expect.stringContaining('no event was read'),
    ]);
  });

  it.each([
    { args: ['audit.log'], said: 'where to start?' },
    { args: ['audit.log', '--service-account', 'cart'], said: 'NAMESPACE:NAME' },
    { args: ['audit.log', '--credential', 'x'], said: 'JTI=' },
    { args: ['audit.log', '--alert', 'x'], said: 'the id of an alert' },
    { args: ['audit.log', '--source-ip', '192.0.2.0/24'], said: 'such as 198.51.100.23' },
    { args: ['--user', 'audit.log'], said: 'audit.log was taken for the value of a flag' },
    { args: ['--service-account', 'logs/day'], said: 'logs/day was taken for the value of a flag' },
    { args: ['audit.log', ...START, '--html', 'logs'], said: 'logs: is a folder; name a file' },
    {
      args: ['audit.log', ...START, '--html', 'no/x.html'],
      said: 'there is no folder no; make it',
    },
    { args: ['audit.log', ...START, '--depth', 'x'], said: 'from 0 to 16' },
    {
      args: ['audit.log', ...START, '--since', '2026-11-21', '--until', '2026-11-20'],
      said: 'after',
    },
  ])('says what is wrong with $args', async ({ args, said }) => {
    const folder = await folderWith({ 'audit.log': LOG });
    await mkdir(join(folder, 'logs', 'day'), { recursive: true });
    const outcome = await satrap(['investigate', ...args], { cwd: folder });
    expect(outcome.code).toBe(2);
    expect(outcome.stderr).toContain(said);
    expect(outcome.stdout).toBe('');
  });

  it('promises no summary to leave out', async () => {
    const { stdout } = await satrap(['investigate', '--help']);
    expect(stdout).toMatch(/--quiet +no progress$/m);
  });

  it('says how a node is asked for', async () => {
    const { stdout } = await satrap(['investigate', '--help']);
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain('or a node: system:node:NAME');
  });

  it('says when no alert has the id', async () => {
    const folder = await folderWith({ 'audit.log': LOG });
    const outcome = await satrap(['investigate', 'audit.log', '--alert', 'abcdef'], {
      cwd: folder,
    });
    expect(outcome.stderr).toContain('no alert abcdef');
    expect(outcome.stderr).toContain('the configuration, --since and --until');
    expect(reportOf(outcome).subject.found).toBe(false);
  });

  it('says of each start that is not there what may be meant', async () => {
    const log = `${LOG}${JSON.stringify(event(61, NODE, 'list pods'))}\n`;
    const folder = await folderWith({ 'audit.log': log });
    const outcome = await satrap(
      [
        'investigate',
        '-q',
        'audit.log',
        ...START,
        '--service-account=shop:cartt',
        '--service-account=shop:nobody',
        '--user=w-1',
        '--source-ip=192.0.2.1',
      ],
      { cwd: folder },
    );
    expect(outcome.code).toBe(0);
    expect(outcome.stderr.split('\n')).toEqual([
      'satrap: --service-account shop:cartt is not in these logs; did you mean shop:cart?',
      'satrap: --service-account shop:nobody is not in these logs',
      'satrap: --source-ip 192.0.2.1 is not in these logs',
      'satrap: --user w-1 is not in these logs; did you mean system:node:w-1?',
      '',
    ]);
    expect(reportOf(outcome).subject.found).toBe(true);
  });

  it('ends with 3 where nothing that was there could be read', async () => {
    const ask = ['investigate', '-q', '-o', 'text', ...START, '-'];
    const none = await satrap(ask, { stdin: 'no\nevent\n' });
    expect(none.code).toBe(3);
    expect(none.stderr).toContain('no record of these logs could be read as an audit event');
    expect(none.stdout).toContain('read: 0 events (2 records could not be read) of 1 file');
    const empty = await satrap(ask, { stdin: '' });
    expect([empty.code, empty.stderr]).toEqual([
      0,
      expect.stringContaining('there is no event in these logs\n'),
    ]);
  });
});
