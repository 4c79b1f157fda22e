import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { record, TEN } from '../pipeline/fixtures.ts';
import { background } from './background.ts';
import { alertsOf, folderWith, satrap } from './run.ts';

const RULES = `title: Something New
name: something_new
baseline:
    type: first_seen
    rules: [any_request]
    group-by: [user.username]
    fields: [verb, objectRef.resource]
    learning: 7d
    expiry: 30d
level: medium
---
title: Any Request
name: any_request
logsource: { product: kubernetes, service: audit }
detection:
    s: { 'user.username|startswith': 'system:serviceaccount:' }
    condition: s
`;

const DAY = 86_400_000_000;
// The files that it learns from must not lie in the future.
const START = TEN - 3000 * DAY;

function log(...events: readonly (readonly [day: number, user: string, verb: string])[]): string {
  return events
    .map(([day, user, verb], i) => {
      const username = `system:serviceaccount:prod:${user}`;
      const changes = { auditID: `${day}-${i}`, verb, user: { username } };
      return `${JSON.stringify(record(START + day * DAY + i, changes).event)}\n`;
    })
    .join('');
}

const OLD = log([0, 'app', 'get'], [1, 'app', 'list'], [8, 'app', 'get'], [8, 'new', 'get']);
const NEW = log([9, 'app', 'get'], [9, 'app', 'delete'], [10, 'new', 'list']);

async function site() {
  const folder = await folderWith({ 'rules.yml': RULES, 'old.log': OLD, 'new.log': NEW });
  const at = (name: string) => join(folder, name);
  const rules = ['--rules', at('rules.yml')];
  const run = (...args: readonly string[]) => satrap([...args, ...rules]);
  return { at, rules, run };
}

describe('satrap baseline', () => {
  it('learns from old logs, for other runs to begin with', async () => {
    const { at, run } = await site();
    const learned = await run('baseline', 'learn', at('old.log'), '--out', at('learned.jsonl'));
    expect(learned).toMatchObject({ code: 0, stdout: '' });
    expect(learned.stderr).toContain('4 records: 4 events');
    expect(learned.stderr).toContain('3 combinations in 2 histories');
    expect((await stat(at('learned.jsonl'))).mode & 0o777).toBe(0o600);
    const without = await run('analyze', at('new.log'));
    expect(alertsOf(without)).toEqual([]);
    const found = await run('analyze', at('new.log'), '--baseline', at('learned.jsonl'));
    expect(alertsOf(found)).toMatchObject([
      {
        rule: { name: 'something_new' },
        count: 1,
        user: 'system:serviceaccount:prod:app',
        message: expect.stringContaining(
          'never seen in 9d of history: verb delete, objectRef.resource secrets',
        ) as string,
      },
    ]);
    // Learning goes on where it ended.
    const both = await run('analyze', at('old.log'), at('new.log'));
    expect(alertsOf(both).map(({ id }) => id)).toEqual(alertsOf(found).map(({ id }) => id));
    const more = ['--baseline', at('learned.jsonl'), '--out', at('more.jsonl')];
    expect((await run('baseline', 'learn', at('new.log'), ...more)).code).toBe(0);
    const all = ['baseline', 'learn', at('old.log'), at('new.log'), '--out', at('all.jsonl')];
    expect((await run(...all)).code).toBe(0);
    expect(await readFile(at('more.jsonl'), 'utf8')).toBe(await readFile(at('all.jsonl'), 'utf8'));
  });

  it('gives a state folder what was learned, and takes from it what a live run knows', async () => {
    const { at, rules, run } = await site();
    await run('baseline', 'learn', at('old.log'), '--out', at('learned.jsonl'));
    const state = ['--state-dir', at('state')];
    const imported = await run('baseline', 'import', at('learned.jsonl'), ...state);
    expect(imported).toMatchObject({ code: 0, stdout: '' });
    expect(imported.stderr).toContain('now knows 3 combinations in 2 histories');
    {
      await using live = background(['watch', at('new.log'), '-o', 'json', ...state, ...rules]);
      await live.until(({ stderr }) => stderr.includes('watching'));
      const busy = await run('baseline', 'export', ...state, '--out', at('busy.jsonl'));
      expect([busy.code, busy.stderr]).toEqual([2, expect.stringContaining('is in use')]);
      // The last events wait for those that may come before them, until the end.
      await live.until(async () => (await stat(at('state/state.db'))).size > 0);
      live.signal('SIGTERM');
      expect(await live.ended).toBe(0);
    }
    const exported = await run('baseline', 'export', ...state, '--out', at('exported.jsonl'));
    expect(exported.code).toBe(0);
    const header = (await readFile(at('exported.jsonl'), 'utf8')).split('\n')[0];
    expect(header).toBe((await readFile(at('learned.jsonl'), 'utf8')).split('\n')[0]);
    const again = await run('baseline', 'import', at('exported.jsonl'), ...state);
    expect(again.code).toBe(0);
    await run('baseline', 'export', ...state, '--out', at('again.jsonl'));
    expect(await readFile(at('again.jsonl'), 'utf8')).toBe(
      await readFile(at('exported.jsonl'), 'utf8'),
    );
  });

  it('is what watch begins with, where it knows nothing', async () => {
    const { at, rules, run } = await site();
    await run('baseline', 'learn', at('old.log'), '--out', at('learned.jsonl'));
    // What comes much later makes what came before it due.
    await writeFile(at('new.log'), NEW + log([20, 'app', 'get'], [20, 'new', 'get']));
    const args = ['watch', at('new.log'), '-o', 'json', '--state-dir', at('state'), ...rules];
    {
      await using live = background([...args, '--baseline', at('learned.jsonl')]);
      await live.until(({ alerts }) => alerts.length > 0);
      expect(live.alerts[0]?.message).toContain('never seen in 9d of history: verb delete');
      live.signal('SIGTERM');
      expect(await live.ended).toBe(0);
    }
    const exported = ['baseline', 'export', '--state-dir', at('state'), '--out', at('known.jsonl')];
    expect((await run(...exported)).stderr).toContain('in 2 histories');
    expect(await readFile(at('known.jsonl'), 'utf8')).toContain('["delete","secrets"]');
  });

  it('says what is wrong with a file, all of it, and changes nothing', async () => {
    const { at, run } = await site();
    await run('baseline', 'learn', at('old.log'), '--out', at('learned.jsonl'));
    const lines = (await readFile(at('learned.jsonl'), 'utf8')).trimEnd().split('\n');
    const late = lines.map((line) => line.replaceAll('2018-', '2918-'));
    const files: [string, string][] = [
      ['future', late.join('\n')],
      ['long', `${lines[0]}\n${'x'.repeat(200_000)}`],
      ['empty', ''],
      ['log', OLD],
    ];
    const said: string[] = [];
    for (const [name, text] of files) {
      await writeFile(at(name), text);
      const { code, stderr } = await run('baseline', 'import', at(name), '--state-dir', at('none'));
      expect(code).toBe(2);
      said.push(stderr.replaceAll(at('').replace(/\/*$/, '/'), ''));
    }
    expect(said[0]).toMatch(/^future:2:1: error: `last` must be a time.*\nfuture:3:1: error: /);
    expect(said[1]).toContain('long:2:1: error: longer than 65536 characters');
    expect(said[2]).toContain('empty: error: the file is empty');
    expect(said[3]).toContain('log:1:1: error: this is not what `satrap baseline` writes');
    expect(await stat(at('none')).catch(() => 'absent')).toBe('absent');
    const missing = await run('analyze', at('new.log'), '--baseline', at('nosuch'));
    expect([missing.code, missing.stderr]).toEqual([2, expect.stringContaining('no such file')]);
  });

  it('tells which rules have no use for a file', async () => {
    const { at, run } = await site();
    await run('baseline', 'learn', at('old.log'), '--out', at('learned.jsonl'));
    await writeFile(at('rules.yml'), RULES.replace('[verb, ', '[stage, '));
    const { code, stderr } = await run('analyze', at('new.log'), '--baseline', at('learned.jsonl'));
    expect(code).toBe(0);
    expect(stderr).toContain('something_new has changed since, and learns anew');
  });

  it('has nothing to do without a baseline, or without a state', async () => {
    const { at, run } = await site();
    const none = await run('baseline', 'export', '--state-dir', at('none'), '--out', at('x'));
    expect([none.code, none.stderr]).toEqual([2, expect.stringContaining('holds no state')]);
    await writeFile(at('rules.yml'), RULES.slice(RULES.indexOf('---')));
    const learned = await run('baseline', 'learn', at('old.log'), '--out', at('x'));
    expect(learned.code).toBe(2);
    expect(learned.stderr).toContain('none of the rules is a baseline');
  });

  it('writes nothing where it can’t, and says so', async () => {
    const { at, run } = await site();
    const { code, stderr } = await run('baseline', 'learn', at('old.log'), '--out', at('no/where'));
    expect(code).toBe(2);
    expect(stderr).toContain("no/where can't be written");
  });
});
