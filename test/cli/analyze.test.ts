import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { MINUTE, record, SECOND, TEN } from '../pipeline/fixtures.ts';
import { alertsOf, folderWith, ONE_RULE, SATRAP, satrap } from './run.ts';

const ALLOW = { 'authorization.k8s.io/decision': 'allow' };
const line = (time: number, changes = {}) =>
  `${JSON.stringify(record(time, { annotations: ALLOW, ...changes }).event)}\n`;
const summaryOf = async (folder: string) =>
  JSON.parse(await readFile(join(folder, 'summary.json'), 'utf8')) as Record<string, unknown>;

const analyze = (args: readonly string[], options: Parameters<typeof satrap>[1] = {}) =>
  satrap(['analyze', ...ONE_RULE, ...args], options);

describe('satrap analyze', () => {
  it('prints an alert of all rules as one JSON line with every documented key', async () => {
    const outcome = await satrap(['analyze', '-'], { stdin: line(TEN) });
    expect(outcome.code).toBe(0);
    const [alert] = alertsOf(outcome);
    expect(alert).toMatchObject({
      level: 'medium',
      rule: { name: 'sa_lists_secrets' },
      user: 'system:serviceaccount:prod:app',
      count: 1,
      firstSeen: '2026-11-20T10:00:00.000000Z',
      lastSeen: '2026-11-20T10:00:00.000000Z',
      time: '2026-11-20T10:00:00.000000Z',
      partial: false,
    });
    expect(Object.keys(alert?.rule ?? {})).toEqual(['id', 'name', 'title', 'author', 'tags']);
    expect(Object.keys(alert?.events[0] ?? {})).toEqual(
      expect.arrayContaining(
        'auditID stage time verb resource subresource namespace name user sourceIP userAgent code credentialId'.split(
          ' ',
        ),
      ),
    );
    expect(alert?.id).toMatch(/^[0-9a-f]{32}$/);
  });

  it('prints text when asked, and sums up on standard error', async () => {
    const outcome = await analyze(['-o', 'text', '-'], { stdin: line(TEN) });
    expect(outcome.stdout).toContain('sa_lists_secrets');
    expect(outcome.stderr).toContain('1 record: 1 event, 0 duplicates, 0 rejects');
    expect(outcome.stderr).toContain('1 alert: 1 medium');
  });

  it('gives the same ids from files, a pipe, gzip, zstd, in pieces and in any order', async () => {
    const lines = Array.from({ length: 50 }, (_, i) => line(TEN + i * 7 * MINUTE));
    const folder = await folderWith({
      'a.log': lines.slice(0, 20).join(''),
      'b.log': lines.slice(20).join(''),
      'c.log.gz': gzipSync(lines.join('')),
      'd.log.zst': zstdCompressSync(lines.join('')),
    });
    const ids = async (...args: string[]) =>
      alertsOf(await analyze(args, { cwd: folder, stdin: lines.join('') }))
        .map((alert) => `${alert.id} ${alert.count}`)
        .sort();
    const expected = await ids('a.log', 'b.log');
    expect(expected).toHaveLength(6);
    for (const args of [['b.log', 'a.log'], ['-'], ['c.log.gz'], ['d.log.zst'], ['*.log']]) {
      expect(await ids(...args)).toEqual(expected);
    }
  });

  it('counts every record as event, duplicate or reject, and keeps rejects when asked', async () => {
    const folder = await folderWith({
      'audit.log': `${line(TEN)}${line(TEN)}{"kind":"Event","lev\nnot JSON at all\n\n${line(TEN + 1)}`,
    });
    const outcome = await analyze(
      ['audit.log', '--dead-letter', 'dead.jsonl', '--summary', 'summary.json'],
      { cwd: folder },
    );
    expect(outcome.code).toBe(0);
    expect(await summaryOf(folder)).toMatchObject({
      records: 5,
      events: 2,
      duplicates: 1,
      rejects: 2,
      alerts: 1,
      byRule: { sa_lists_secrets: 1 },
      byUser: { 'system:serviceaccount:prod:app': 1 },
    });
    const dead = (await readFile(join(folder, 'dead.jsonl'), 'utf8')).trim().split('\n');
    expect(dead.map((one) => Object.keys(JSON.parse(one) as object))).toEqual(
      Array.from({ length: 2 }, () => ['origin', 'offset', 'length', 'reason', 'text']),
    );
  });

  it('is not fooled by one audit id on different events', async () => {
    const same = { auditID: 'chosen-by-the-client' };
    const stdin = line(TEN, same) + line(TEN, { ...same, sourceIPs: ['10.9.9.9'] });
    expect(alertsOf(await analyze(['-'], { stdin }))).toHaveLength(2);
  });

  it('does without the filters that the configuration disables', async () => {
    const folder = await folderWith({
      'filter.yml':
        'title: Off\nname: off\nlogsource: { product: kubernetes }\nfilter:\n  rules: [sa_lists_secrets]\n  own: { verb: list }\n  condition: not own\n',
      'on.yaml': 'rules: { add: [filter.yml] }',
      'off.yaml': 'rules: { add: [filter.yml], disable: [off] }',
      'typo.yaml': 'rules: { add: [filter.yml], disable: [of] }',
    });
    const run = (config: string) =>
      analyze(['-', '--config', config], { cwd: folder, stdin: line(TEN) });
    expect(alertsOf(await run('on.yaml'))).toEqual([]);
    expect(alertsOf(await run('off.yaml'))).toHaveLength(1);
    const typo = await run('typo.yaml');
    expect(typo.stderr).toContain('rules.disable names no rule that alerts and no filter: of');
    expect(typo.code).toBe(2);
  });

  it('leaves out what lies before --since and after --until, and counts it', async () => {
    const folder = await folderWith({
      'audit.log': [0, 1, 2, 3].map((i) => line(TEN + i * 60 * MINUTE)).join(''),
    });
    const outcome = await analyze(
      'audit.log --since 2026-11-20T11:00 --until 2026-11-20T12:00 --summary summary.json'.split(
        ' ',
      ),
      { cwd: folder },
    );
    expect(alertsOf(outcome).map((alert) => alert.time.slice(11, 13))).toEqual(['11', '12']);
    expect(await summaryOf(folder)).toMatchObject({ events: 4, outsideRange: 2 });
  });

  it('merges the logs of several nodes by event time', async () => {
    const folder = await folderWith({
      'node-a.log': line(TEN) + line(TEN + 20 * SECOND),
      'node-b.log': line(TEN + 10 * SECOND) + line(TEN + 30 * SECOND),
    });
    const [alert] = alertsOf(await analyze([folder]));
    expect(alert?.events.map((event) => event.time.slice(17, 19))).toEqual([
      '00',
      '10',
      '20',
      '30',
    ]);
  });

  it('exits with 1 at --fail-on, and only then', async () => {
    const exit = async (level: string) =>
      (await analyze(['-', '--fail-on', level], { stdin: line(TEN) })).code;
    expect([await exit('medium'), await exit('high')]).toEqual([1, 0]);
  });

  it.each([
    [['analyze', '--no-such-flag'], 'unknown option'],
    [['analyse'], 'unknown command'],
    [['analyze', '-', '--since', 'yesterday'], 'such as'],
    [['analyze', '-', '--since', '2026-12-01', '--until', '2026-11-01'], 'nothing is between'],
    [['analyze', '-', '--config', '/no/such/satrap.yaml'], '/no/such/satrap.yaml'],
    [['analyze', '-', '--rules', '/no/such/rules'], '/no/such/rules'],
  ])('exits with 2 for %j', async (args, message) => {
    const outcome = await satrap(args);
    expect(outcome.code).toBe(2);
    expect(outcome.stderr).toContain(message);
    expect(outcome.stdout).toBe('');
  });

  it('exits with 3 when an input can’t be read, after reading the others', async () => {
    const folder = await folderWith({
      'audit.log': line(TEN),
      'cut.log.gz': gzipSync(line(TEN + 1)).subarray(0, -9),
    });
    const outcome = await analyze(['audit.log', 'missing.log', 'cut.log.gz'], {
      cwd: folder,
    });
    expect(outcome.code).toBe(3);
    expect(alertsOf(outcome)).toHaveLength(1);
    expect(outcome.stderr).toContain('missing.log');
    expect(outcome.stderr).toContain('cut.log.gz');
  });

  it('exits with 4 when a sink fails', async () => {
    const folder = await folderWith({
      'satrap.yaml': 'sinks:\n  - type: file\n    path: /dev/null/alerts.jsonl\n',
    });
    const outcome = await analyze(['-'], { cwd: folder, stdin: line(TEN) });
    expect(outcome.code).toBe(4);
    expect(outcome.stderr).toContain('file');
  });

  it('exits with 4 when the dead-letter file can’t be written', async () => {
    const outcome = await analyze(['-', '--dead-letter', '/dev/full'], {
      stdin: 'no JSON\n',
    });
    expect(outcome.code).toBe(4);
    expect(outcome.stderr).toContain('/dev/full');
  });

  it('never lets text from an event steer the terminal', async () => {
    const stdin = line(TEN, {
      user: { username: 'system:serviceaccount:a:\u001b]0;owned\u0007\u202e' },
      userAgent: '\u001b[2J\r\nalert: all is well',
      annotations: ALLOW,
    });
    const outcome = await satrap(['analyze', '-o', 'text', '-'], { stdin, env: { NO_COLOR: '1' } });
    // oxlint-disable-next-line no-control-regex
    expect(outcome.stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
    expect(outcome.stdout.split('\n').some((one) => one.startsWith('alert:'))).toBe(false);
  });

  it('never shows a body', async () => {
    const stdin = line(TEN, {
      requestObject: { data: { password: 'aHVudGVyMg' } },
      responseObject: { token: 'aHVudGVyMg' },
    });
    for (const format of ['text', 'json']) {
      const outcome = await satrap(['analyze', '-o', format, '-'], { stdin });
      expect(outcome.stdout).not.toContain('aHVudGVyMg');
    }
  });

  it('says nothing on standard error with --quiet', async () => {
    const outcome = await analyze(['-q', '-'], { stdin: line(TEN) });
    expect(outcome.stderr).toBe('');
  });

  it('ends quietly when nobody reads its output any more', async () => {
    const folder = await folderWith({
      'audit.log': Array.from({ length: 5000 }, (_, i) => line(TEN + i * 60 * MINUTE)).join(''),
    });
    const command = `"${process.execPath}" "${SATRAP}" analyze ${ONE_RULE.join(' ')} audit.log -o json | head -n 1; echo "\${PIPESTATUS[0]}"`;
    const { stdout, stderr } = await promisify(execFile)('bash', ['-c', command], { cwd: folder });
    expect(stdout.trim().split('\n')).toHaveLength(2);
    expect(stdout.trim().split('\n')[1]).toBe('0');
    expect(stderr).not.toContain('EPIPE');
  });

  it('finishes with what it has at the first interrupt', async () => {
    const child = spawn(process.execPath, [SATRAP, 'analyze', ...ONE_RULE, '-o', 'json', '-'], {
      stdio: 'pipe',
    });
    let stdout = '';
    child.stdout.on('data', (text: Buffer) => {
      stdout += text.toString();
    });
    // More than pipes hold: it was taken only once satrap reads, and listens for signals.
    const log = line(TEN) + `${' '.repeat(1023)}\n`.repeat(1024);
    await new Promise((taken) => {
      child.stdin.write(log, taken);
    });
    child.kill('SIGINT');
    const [code] = (await once(child, 'close')) as [number];
    expect(code).toBe(130);
    expect(stdout).toContain('sa_lists_secrets');
  });

  it('writes files that only their owner may read', async () => {
    const folder = await folderWith({
      'satrap.yaml': 'sinks:\n  - type: file\n    path: alerts.jsonl\n',
    });
    await analyze(['-'], { cwd: folder, stdin: line(TEN) });
    expect((await stat(join(folder, 'alerts.jsonl'))).mode & 0o777).toBe(0o600);
  });
});
