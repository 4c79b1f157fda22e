import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ConfigSources, loadConfig } from '../../src/config/load.ts';
import { Secret } from '../../src/config/secret.ts';

const HOOK = 'https://hooks.slack.com/services/T0/B0/s3cr3t';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'satrap-'));
});
afterEach(() => rm(folder, { recursive: true }));

const put = async (name: string, text: string, mode = 0o600): Promise<string> => {
  const path = join(folder, name);
  await writeFile(path, text);
  await chmod(path, mode);
  return path;
};
const load = (sources: Partial<ConfigSources> = {}) =>
  loadConfig({ env: {}, flags: {}, folder, ...sources });

/** Loads a file with this text. */
async function loadText(text: string, sources: Partial<ConfigSources> = {}) {
  return load({ file: await put('config.yaml', text), ...sources });
}

/** The problems, as an editor shows them, the folder left out. */
async function problemsOf(text: string, sources: Partial<ConfigSources> = {}): Promise<string[]> {
  const { problems } = await loadText(text, sources);
  return problems.map(({ severity, file, line, column, message }) =>
    `${file}:${line}:${column} ${severity} ${message}`.replaceAll(`${folder}/`, ''),
  );
}

describe('loadConfig', () => {
  it('has defaults for everything', async () => {
    const { config, problems } = await load();
    expect(problems).toEqual([]);
    expect(config).toMatchObject({ alerts: { fold: 3_600_000_000 }, sinks: [{ type: 'stdout' }] });
  });

  it('reads satrap.yaml where there is one, else what the variable or the flag names', async () => {
    await put('satrap.yaml', 'alerts: { minLevel: low }');
    const variable = await put('variable.yaml', 'alerts: { minLevel: medium }');
    const flag = await put('flag.yaml', 'alerts: { minLevel: high }');
    const env = { SATRAP_CONFIG: variable };
    const levels = [await load(), await load({ env }), await load({ env, file: flag })];
    expect(levels.map(({ config }) => config?.alerts.minLevel)).toEqual(['low', 'medium', 'high']);
  });

  it('puts flags over environment over file over defaults', async () => {
    const text = 'alerts: { minLevel: low }\nrules: { add: [a], paths: [b] }';
    const { config } = await loadText(text, {
      env: { SATRAP_MIN_LEVEL: 'medium', SATRAP_RULES: 'c' },
      flags: { minLevel: 'high', rules: [], quiet: true },
    });
    expect(config?.alerts).toMatchObject({ minLevel: 'high', fold: 3_600_000_000 });
    expect(config?.rules).toMatchObject({ add: [join(folder, 'a')], paths: ['c'], filters: [] });
  });

  it('takes relative paths of the file from its folder, others as they are', async () => {
    const text = `
rules: { paths: [rules, /etc/satrap], filters: [../filters.yml] }
deadLetter: dead.jsonl
sinks:
  - { type: file, path: out/alerts.jsonl }
`;
    const { config } = await loadText(text, { flags: { addRules: ['more'] } });
    expect(config?.rules).toMatchObject({
      paths: [join(folder, 'rules'), '/etc/satrap'],
      filters: [join(folder, '../filters.yml')],
      add: ['more'],
    });
    expect(config?.deadLetter).toBe(join(folder, 'dead.jsonl'));
    expect(config?.sinks).toMatchObject([{ path: join(folder, 'out/alerts.jsonl') }]);
  });

  it('tells everything that is wrong at once, with line and column, and what to do', async () => {
    const text = `input: { maxRecordBytes: big }
alerts:
  minlevel: low
  fold: 0s
sinks:
  - type: slak
  - type: slack
    url: ${HOOK}
  - { type: slack, url: 'env:NOPE' }
  - { type: file, path: '', kep: 1 }
`;
    expect(await problemsOf(text)).toEqual([
      'config.yaml:1:26 error input.maxRecordBytes must be a size such as 16MiB, 1GB or 4096',
      'config.yaml:3:3 error there is no alerts.minlevel; did you mean minLevel?',
      'config.yaml:4:9 error alerts.fold must be a duration such as 90s, 5m, 1h or 30d, and longer than nothing',
      'config.yaml:6:11 error sinks[0].type must be one of stdout, file, slack; did you mean slack?',
      'config.yaml:8:10 error sinks[1].url must say where the secret is kept, not the secret itself: ' +
        'put it in a file and write file:/path/to/it, or in a variable and write env:NAME',
      'config.yaml:9:25 error sinks[2].url names NOPE, a variable that is not set',
      'config.yaml:10:25 error sinks[3].path must not be empty',
      'config.yaml:10:29 error there is no sinks[3].kep; did you mean keep?',
    ]);
  });

  it('gives no configuration when there is an error', async () => {
    expect((await loadText('alerts: 5')).config).toBeUndefined();
  });

  it('blames the flag or the variable for its value', async () => {
    const sources = { env: { SATRAP_MIN_LEVEL: 'severe' }, flags: { output: 'xml', rules: [''] } };
    expect(await problemsOf('alerts: { minLevel: low }', sources)).toEqual([
      '--rules:0:0 error rules.paths[0] must not be empty',
      'SATRAP_MIN_LEVEL:0:0 error alerts.minLevel must be one of informational, low, medium, high, critical',
      '--output:0:0 error sinks[0].format must be one of text, json',
    ]);
  });

  it('warns of a variable that looks like a slip of the pen', async () => {
    const { config, problems } = await load({ env: { SATRAP_RULE: 'x' } });
    expect(config).toBeDefined();
    expect(problems).toMatchObject([{ severity: 'warning', file: 'SATRAP_RULE' }]);
  });

  it.each(['- a list', 'just text', '7'])('refuses a file that is no map: %s', async (text) => {
    expect(await problemsOf(text)).toEqual([
      'config.yaml:1:1 error must be a map of keys such as rules, alerts and sinks',
    ]);
  });

  it('tells what is no YAML', async () => {
    expect(await problemsOf('alerts:\n  fold: 1h\n  fold: 2h\n')).toEqual([
      'config.yaml:3:3 error map keys must be unique',
    ]);
  });

  it('tells of a file that was asked for and is not there', async () => {
    const { config, problems } = await load({ file: join(folder, 'missing.yaml') });
    expect(config).toBeUndefined();
    expect(problems).toMatchObject([{ line: 0, message: 'there is no such file' }]);
    expect((await load({ file: folder })).problems).toMatchObject([
      { message: "can't be read (EISDIR)" },
    ]);
  });

  it('reads secrets, relative files from its folder', async () => {
    await put('hook', `${HOOK}\n`);
    const { config, problems } = await loadText(
      'sinks: [{ type: slack, url: "file:hook" }, { type: slack, url: "env:HOOK" }]',
      { env: { HOOK } },
    );
    expect(problems).toEqual([]);
    for (const sink of config?.sinks ?? []) {
      expect('url' in sink && sink.url.reveal()).toBe(HOOK);
    }
    const shown = [inspect(config, { depth: 9, showHidden: true }), JSON.stringify(config)];
    for (const text of shown) expect(text).not.toContain('s3cr3t');
  });

  it('warns of a secret that anyone may read, and uses it', async () => {
    await put('hook', HOOK, 0o644);
    const { config, problems } = await loadText('sinks: [{ type: slack, url: "file:hook" }]');
    expect(problems).toMatchObject([{ severity: 'warning', line: 1, column: 29 }]);
    expect(config?.sinks).toMatchObject([{ url: expect.any(Secret) }]);
  });

  it('refuses a secret of the wrong kind without showing it', async () => {
    const env = { HOOK: 'http://example.com/s3cr3t' };
    const problems = await problemsOf('sinks: [{ type: slack, url: "env:HOOK" }]', { env });
    expect(problems).toEqual([
      'config.yaml:1:29 error sinks[0].url refers to env:HOOK, which must be an https:// address',
    ]);
  });

  it('survives hostile files', async () => {
    for (const text of [
      '['.repeat(20_000),
      '__proto__: { a: 1 }\nconstructor: 1',
      '\u0000',
      '? [a]\n: b',
    ]) {
      const { config, problems } = await loadText(text);
      expect(config).toBeUndefined();
      expect(problems.length).toBeGreaterThan(0);
    }
  });
});
