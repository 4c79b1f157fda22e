import { readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DETECTORS } from '../../src/detectors/index.ts';
import { record, TEN } from '../pipeline/fixtures.ts';
import { folderWith, satrap } from './run.ts';

const RULES = resolve(import.meta.dirname, '../../rules');
const TESTS = resolve(import.meta.dirname, '../rules');
const LOGSOURCE = 'logsource: { product: kubernetes, service: audit }';
const rule = (detection: string, name = 'mine') =>
  `title: Mine\nname: ${name}\n${LOGSOURCE}\ndetection:\n  some: { ${detection} }\n  condition: some\nlevel: low\n`;
const EVENT = JSON.stringify(record(TEN).event);

describe('satrap rules', () => {
  it('lists the rules that raise alerts, the hand-written one too', async () => {
    const { stdout, code } = await satrap(['rules', 'list', '-o', 'text']);
    expect(code).toBe(0);
    for (const name of ['sa_lists_secrets', 'sa_request_rate_high', 'sa_request_rate_spike']) {
      expect(stdout).toContain(name);
    }
    expect(stdout).not.toContain('legacy_token_request');
  });

  it('checks: all errors with file, line and column, exit code 2', async () => {
    const folder = await folderWith({
      'a.yml': rule('verb|nosuch: x'),
      'b.yml': rule('verb|re: "(?=x)"', 'other'),
    });
    const { code, stderr } = await satrap(['rules', 'check', folder]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/a\.yml:5:\d+: error: .*nosuch/);
    expect(stderr).toMatch(/b\.yml:5:\d+: error: /);
  });

  it('checks a correlation and a filter against the rules that they refer to', async () => {
    const folder = await folderWith({
      'correlation.yml':
        'title: Many\ncorrelation:\n  type: event_count\n  rules: [sa_lists_secrets]\n  group-by: [user.username]\n  timespan: 5m\n  condition: { gte: 5 }\n  generate: true\n',
      'filter.yml': `title: Not here\n${LOGSOURCE}\nfilter:\n  rules: [sa_lists_secrets]\n  selection: { verb: list }\n  condition: not selection\n`,
    });
    const { code, stderr } = await satrap(['rules', 'check', folder]);
    expect(stderr).toContain('0 errors, 0 warnings');
    expect(code).toBe(0);
  });

  it('lists filters below the rules, and says which are disabled', async () => {
    const folder = await folderWith({
      'mine.yml': `${rule('verb: list')}---\ntitle: Mine Off\nname: mine_off\n${LOGSOURCE}\nfilter:\n  rules: [mine]\n  own: { verb: list }\n  condition: not own\n---\ntitle: Mine On\n${LOGSOURCE}\nfilter:\n  rules: any\n  own: { verb: get }\n  condition: not own\n`,
      'satrap.yaml': 'rules: { disable: [mine_off, mine] }',
    });
    const args = ['--config', join(folder, 'satrap.yaml'), '--rules', join(folder, 'mine.yml')];
    const text = await satrap(['rules', 'list', '-o', 'text', ...args]);
    expect(text.stderr).toBe('');
    expect(text.stdout.split('\n').slice(0, -1)).toEqual([
      'low           mine      Mine',
      'disabled      mine_off  Mine Off',
      'filter        mine_on   Mine On',
    ]);
    const json = await satrap(['rules', 'list', '-o', 'json', ...args]);
    const [, off, on] = json.stdout.split('\n').map((line) => JSON.parse(line || '{}') as object);
    expect(off).toMatchObject({
      kind: 'filter',
      name: 'mine_off',
      rules: ['mine'],
      disabled: true,
    });
    expect(on).toMatchObject({ kind: 'filter', name: 'mine_on', rules: ['any'], disabled: false });
    expect(on).not.toHaveProperty('level');
    const check = await satrap(['rules', 'check', ...args]);
    expect(check.stderr).toContain(
      '1 rule, 0 correlations, 0 baselines, 2 filters, 0 errors, 0 warnings',
    );
  });

  it('tests: what a site does without is still tested as it is, filters too', async () => {
    const folder = await folderWith({
      'mine.yml': `${rule('verb: list')}---\ntitle: Mine Off\nname: mine_off\n${LOGSOURCE}\nfilter:\n  rules: [mine]\n  own: { verb: list }\n  condition: not own\n`,
      'satrap.yaml': 'rules: { disable: [mine, mine_off] }',
      'test.yml': 'rule: mine\nmiss:\n  - { title: a list, event: { verb: list } }\n',
    });
    const { stderr, code } = await satrap(
      ['rules', 'test', 'test.yml', '--rules', 'mine.yml', '--config', 'satrap.yaml'],
      { cwd: folder },
    );
    expect(stderr).toContain('1 passed, 0 failed');
    expect(code).toBe(0);
  });

  it('warns of what no audit event can have', async () => {
    const folder = await folderWith({ 'a.yml': rule('verb: replace') });
    const { code, stderr } = await satrap(['rules', 'check', folder]);
    expect(code).toBe(0);
    expect(stderr).toMatch(/a\.yml:5:\d+: warning: .*update/);
  });

  it('tests: what a site silences must still work', async () => {
    // Cases of one event and of several; test/rules.test.ts runs those of all rules.
    const { code, stderr } = await satrap(['rules', 'test', join(TESTS, 'lateral-movement')], {
      env: { SATRAP_MIN_LEVEL: 'critical' },
    });
    expect(stderr).toMatch(/\d+ passed, 0 failed/);
    expect(code).toBe(0);
  });

  it('tests: reads the bundled tests unless told otherwise, and says what rules they miss', async () => {
    const folder = await folderWith({ 'mine.yml': rule('verb: list') });
    const { code, stderr } = await satrap(['rules', 'test', '--rules', folder]);
    expect(code).toBe(2);
    const missing = stderr.matchAll(/^(.*[.]yml):\d+:\d+: error: there is no rule/gm);
    const names = (await readdir(TESTS, { recursive: true })).filter((one) => one.endsWith('.yml'));
    expect(new Set(Array.from(missing, ([, file]) => file))).toEqual(
      new Set(names.map((name) => join(TESTS, name))),
    );
  });

  it('tests: says which part of a condition did not hold', async () => {
    const folder = await folderWith({
      'test.yml':
        'rule: sa_lists_secrets\nmatch:\n  - { title: a get, event: { verb: get } }\nmiss:\n  - { title: a node, event: { user: { username: "system:node:a" } } }\n',
    });
    const { code, stdout } = await satrap(['rules', 'test', join(folder, 'test.yml')]);
    expect(code).toBe(1);
    expect(stdout).toContain('a get');
    expect(stdout).toContain('verb');
  });

  it('explains which part held and what was there', async () => {
    const { code, stdout } = await satrap(['rules', 'explain', 'sa_lists_secrets', '-'], {
      stdin: EVENT,
    });
    expect(code).toBe(0);
    expect(stdout).toContain("✓ verb: 'list' or 'watch'   (is 'list')");
  });

  it.each([
    ['sa_lists_secret', 2, 'did you mean'],
    ['sa_request_rate_spike', 2, 'detector with memory'],
    ['sa_request_rate_high', 0, 'rules it counts'],
  ])('explains or says why not: %s', async (name, code, message) => {
    const outcome = await satrap(['rules', 'explain', name, '-'], { stdin: EVENT });
    expect(outcome.stderr).toContain(message);
    expect(outcome.code).toBe(code);
  });

  it('uses other rules instead of the bundled ones, or beside them', async () => {
    const folder = await folderWith({ 'mine.yml': rule('verb: list') });
    const names = async (...args: string[]) =>
      (await satrap(['rules', 'list', '-o', 'text', ...args])).stdout.split('\n').length - 1;
    expect(await names('--rules', folder)).toBe(1);
    const bundled = await names('--rules', RULES);
    expect(await names('--rules', folder, '--rules', RULES)).toBe(bundled + 1);
    const written = DETECTORS.flatMap((one) => one.create({}).rules).length;
    expect(await names('--add-rules', folder)).toBe(bundled + 1 + written);
  });
});
