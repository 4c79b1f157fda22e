import { appendFile, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { record, SECOND, TEN } from '../pipeline/fixtures.ts';
import { reply, testServer } from '../sinks/support.ts';
import { type Background, background } from './background.ts';
import { folderWith, ONE_RULE, satrap } from './run.ts';

/** A line about a ServiceAccount that lists secrets: each account is an alert of its own. */
const line = (account: string, seconds: number, changes = {}) =>
  `${JSON.stringify(
    record(TEN + seconds * SECOND, {
      auditID: `${account}-${seconds}`,
      user: { username: `system:serviceaccount:prod:${account}` },
      ...changes,
    }).event,
  )}\n`;
const users = (one: Background) => one.alerts.map(({ user }) => user?.split(':').at(-1));
const isWatching = (one: Background) => one.stderr.includes('satrap: watching');

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => {
    server.close(resolve);
  });
  return port;
}

describe.concurrent('satrap watch', () => {
  it('alerts as lines are written, through a rotation, and goes on after a restart', async () => {
    const folder = await folderWith({ 'audit.log': line('a', 0) });
    const log = join(folder, 'audit.log');
    const args = ['watch', log, '--state-dir', join(folder, 'state'), '-o', 'json'];
    {
      await using first = background(args);
      await first.until((one) => one.alerts.length === 1);
      const text = line('b', 1);
      await appendFile(log, text.slice(0, 100));
      await appendFile(log, text.slice(100));
      await rename(log, join(folder, 'audit-2026-11-20T10-00-02.000.log'));
      await writeFile(log, line('c', 2));
      await first.until((one) => one.alerts.length === 3);
      first.signal('SIGTERM');
      expect(await first.ended).toBe(0);
    }
    await appendFile(log, line('d', 3));
    await rename(log, join(folder, 'audit-2026-11-20T10-00-04.000.log'));
    await writeFile(log, line('e', 4));
    await using second = background(args);
    await second.until((one) => one.alerts.length === 2);
    expect(users(second)).toEqual(['d', 'e']);
    second.signal('SIGINT');
    expect(await second.ended).toBe(0);
  });

  it('gives every alert though it is killed, and the same ids as analyze', async () => {
    const folder = await folderWith({ 'audit.log': '' });
    const log = join(folder, 'audit.log');
    const args = ['watch', ...ONE_RULE, log, '--state-dir', join(folder, 'state'), '-o', 'json'];
    const ids = new Set<string>();
    for (let round = 0; round < 3; round++) {
      await using one = background(args);
      await one.until(isWatching);
      for (let i = 0; i < 20; i++) await appendFile(log, line(`u${round}-${i}`, round * 20 + i));
      await one.until(() => one.alerts.length > 5 * round);
      one.signal('SIGKILL');
      await one.ended;
      for (const { id } of one.alerts) ids.add(id);
    }
    await using last = background(args);
    const { stdout } = await satrap(['analyze', ...ONE_RULE, log, '-q', '-o', 'json']);
    const expected = stdout
      .trim()
      .split('\n')
      .map((text) => (JSON.parse(text) as { id: string }).id);
    await last.until(() => new Set([...ids, ...last.alerts.map(({ id }) => id)]).size === 60);
    expect([...new Set([...ids, ...last.alerts.map(({ id }) => id)])].sort()).toEqual(
      expected.sort(),
    );
  });

  it('reads rules anew on SIGHUP; with an error the old ones stay, and it says why', async () => {
    const rule = (verb: string) =>
      `title: Mine\nname: mine\nlogsource: { product: kubernetes, service: audit }\n` +
      `detection: { s: { verb: ${verb} }, condition: s }\n`;
    const folder = await folderWith({ 'audit.log': '', 'mine.yml': rule('patch') });
    const log = join(folder, 'audit.log');
    const rules = join(folder, 'mine.yml');
    await using one = background([
      'watch',
      log,
      '--state-dir',
      join(folder, 'state'),
      '-o',
      'json',
      '--rules',
      rules,
    ]);
    await one.until(isWatching);
    await writeFile(rules, 'title: Mine\ndetection: 5\n');
    one.signal('SIGHUP');
    await one.until(() =>
      one.stderr.includes('the rules stay as they were: the rules have errors'),
    );
    expect(one.stderr).toContain(`${rules}:`);
    await appendFile(log, line('a', 0, { verb: 'patch' }));
    await one.until(() => one.alerts.length === 1);
    await writeFile(rules, rule('delete'));
    await one.until(() => one.stderr.includes('the rules were read anew'));
    await appendFile(log, line('b', 1, { verb: 'patch' }) + line('c', 2, { verb: 'delete' }));
    await one.until(() => one.alerts.length === 2);
    expect(users(one)).toEqual(['a', 'c']);
  });

  it('delivers to a sink that was down when it is up again, after a restart too', async () => {
    await using server = await testServer();
    server.otherwise = reply(500);
    const folder = await folderWith({ 'audit.log': line('a', 0), hook: server.url });
    const config = join(folder, 'satrap.yaml');
    await writeFile(config, 'sinks: [{ type: slack, url: file:hook }]\n');
    const args = [
      'watch',
      ...ONE_RULE,
      join(folder, 'audit.log'),
      '-c',
      config,
      '--state-dir',
      join(folder, 's'),
    ];
    {
      await using one = background(args);
      await one.until(() => one.stderr.includes('sink slack failed, trying again'));
      one.signal('SIGTERM');
      expect(await one.ended).toBe(0);
    }
    const refused = server.bodies.length;
    server.otherwise = reply(200, 'ok');
    await using two = background(args);
    await two.until(() => server.bodies.length > refused);
    expect(server.bodies.at(-1)).toContain('prod/a');
  });

  it('serves metrics and probes', async () => {
    const state = await folderWith({});
    const folder = await folderWith({ 'audit.log': `rubbish\n${line('a', 0)}` });
    const port = await freePort();
    await using one = background([
      'watch',
      folder,
      '--state-dir',
      state,
      '--metrics',
      `127.0.0.1:${port}`,
      '-o',
      'json',
    ]);
    await one.until(() => one.alerts.length === 1);
    const get = async (path: string) => (await fetch(`http://127.0.0.1:${port}${path}`)).text();
    const source = `source="${folder}"`;
    await one.until(async () =>
      (await get('/metrics')).includes(
        `satrap_source_rejects_total{${source},reason="not JSON"} 1`,
      ),
    );
    const text = await get('/metrics');
    expect(text).toContain(`satrap_source_events_total{${source}} 1`);
    expect(text).toContain('satrap_rule_alerts_total{rule="sa_lists_secrets"} 1');
    expect(text).not.toContain('prod');
    expect(await get('/healthz')).toBe('ok\n');
    expect(await get('/readyz')).toBe('ok\n');
    expect(await get('/else')).toBe('not found\n');
    const letters = await readFile(join(state, 'dead-letter.jsonl'), 'utf8');
    expect(JSON.parse(letters)).toMatchObject({ reason: 'not JSON', text: 'rubbish' });
  });

  it('ends with 4 when the reader of its alerts has gone, and gives them to the next', async () => {
    const folder = await folderWith({ 'audit.log': '' });
    const log = join(folder, 'audit.log');
    const args = ['watch', ...ONE_RULE, log, '--state-dir', join(folder, 's'), '-o', 'json'];
    {
      await using one = background(args);
      await one.until(isWatching);
      one.hangUp();
      await appendFile(log, line('a', 0));
      expect(await one.ended).toBe(4);
      expect(one.stderr).toContain('the reader of standard output has gone');
    }
    await using two = background(args);
    await two.until(() => two.alerts.length === 1);
  });

  it('waits for a log that is not there yet', async () => {
    const folder = await folderWith({});
    const log = join(folder, 'audit.log');
    await using one = background([
      'watch',
      ...ONE_RULE,
      log,
      '--state-dir',
      join(folder, 's'),
      '-o',
      'json',
    ]);
    await one.until(isWatching);
    await writeFile(log, line('a', 0));
    await one.until(() => one.alerts.length > 0);
    expect(users(one)).toEqual(['a']);
  });

  it('begins at the end where it is told to, and anew after --state-reset', async () => {
    const folder = await folderWith({ 'audit.log': line('a', 0) });
    const log = join(folder, 'audit.log');
    const args = ['watch', ...ONE_RULE, log, '--state-dir', join(folder, 's'), '-o', 'json'];
    {
      await using one = background([...args, '--from', 'end']);
      await one.until(isWatching);
      // The file is looked at right after that; what comes later is new for sure.
      const stored = () => readFile(join(folder, 's', 'state.db-wal'), 'latin1').catch(() => '');
      await one.until(async () => (await stored()).includes('audit.log'));
      await appendFile(log, line('b', 1));
      await one.until(() => one.alerts.length === 1);
      expect(users(one)).toEqual(['b']);
      one.signal('SIGTERM');
      await one.ended;
    }
    await using two = background([...args, '--state-reset']);
    await two.until(() => two.alerts.length === 2);
  });

  it('refuses to follow what it writes itself', async () => {
    const folder = await folderWith({ 'audit.log': '' });
    const inside = await satrap([
      'watch',
      ...ONE_RULE,
      folder,
      '--state-dir',
      join(folder, 'state'),
    ]);
    expect(inside.code).toBe(2);
    expect(inside.stderr).toMatch(/the state folder .* lies in .*, which is followed/);
    const config = join(await folderWith({}), 'satrap.yaml');
    await writeFile(config, `sinks: [{ type: file, path: ${join(folder, 'alerts.jsonl')} }]\n`);
    const state = await folderWith({});
    const sink = await satrap(['watch', ...ONE_RULE, folder, '-c', config, '--state-dir', state]);
    expect(sink.code).toBe(2);
    expect(sink.stderr).toMatch(/alerts[.]jsonl lies in .*, which is followed/);
  });

  it('refuses a state that another one uses or that is damaged, with what to do', async () => {
    const folder = await folderWith({ 'audit.log': '' });
    const args = [
      'watch',
      ...ONE_RULE,
      join(folder, 'audit.log'),
      '--state-dir',
      join(folder, 's'),
    ];
    {
      await using one = background(args);
      await one.until(isWatching);
      const { code, stderr } = await satrap(args);
      expect(code).toBe(2);
      expect(stderr).toContain('is in use: another satrap runs with this --state-dir');
      one.signal('SIGTERM');
      await one.ended;
    }
    await writeFile(join(folder, 's', 'state.db'), 'x'.repeat(5000));
    await rm(join(folder, 's', 'state.db-wal'), { force: true });
    const { code, stderr } = await satrap(args);
    expect(code).toBe(2);
    expect(stderr).toMatch(/state[.]db is damaged .*start over with --state-reset/);
  });
});

describe.concurrent('satrap watch, at its ends', () => {
  it('ends with 0 when the signal comes while it is starting, and takes SIGHUP meanwhile', async () => {
    const folder = await folderWith({ 'audit.log': '' });
    const args = [
      'watch',
      ...ONE_RULE,
      join(folder, 'audit.log'),
      '--state-dir',
      join(folder, 's'),
    ];
    for (const wait of [350, 450, 550, 650]) {
      await using one = background(args);
      await sleep(wait);
      one.signal('SIGHUP');
      one.signal('SIGTERM');
      // Before the program is loaded, the system ends it.
      expect([0, null]).toContain(await one.ended);
    }
  });

  it('ends when it can not start, though alerts wait for a sink that is down', async () => {
    await using server = await testServer();
    server.otherwise = reply(500);
    const folder = await folderWith({ 'audit.log': line('a', 0), hook: server.url });
    const config = join(folder, 'satrap.yaml');
    await writeFile(config, 'sinks: [{ type: slack, url: file:hook }]\n');
    const log = join(folder, 'audit.log');
    const args = ['watch', ...ONE_RULE, log, '-c', config, '--state-dir', join(folder, 's')];
    {
      await using one = background(args);
      await one.until(() => one.stderr.includes('sink slack failed'));
      one.signal('SIGTERM');
      expect(await one.ended).toBe(0);
      expect(one.stderr).toContain('1 alert could not be delivered; the next start tries again');
    }
    const taken = createServer();
    await new Promise<void>((resolve) => {
      taken.listen(0, '127.0.0.1', resolve);
    });
    const { port } = taken.address() as { port: number };
    const two = await satrap([...args, '--metrics', `127.0.0.1:${port}`]);
    expect(two.code).toBe(2);
    expect(two.stderr).toContain('EADDRINUSE');
    taken.close();
  });
});
