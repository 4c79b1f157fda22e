import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { version } from '../../src/cli/version.ts';
import { folderWith, SATRAP, satrap } from './run.ts';

const HOOK = join(import.meta.dirname, 'loaded-modules.ts');

/** What a command line loads: packages and Node's modules by name, files of the project by path. */
async function loadedBy(...args: string[]): Promise<Set<string>> {
  const folder = await folderWith({ 'empty.log': '', loaded: '' });
  const out = join(folder, 'loaded');
  const child = spawn(process.execPath, ['--import', HOOK, SATRAP, ...args], {
    cwd: folder,
    env: { ...process.env, LOADED_MODULES: out },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  // A live command has started, then.
  child.stderr.on('data', (text: Buffer) => text.includes('watching') && child.kill());
  expect(await once(child, 'close')).toEqual([0, null]);
  const root = new URL('../../', import.meta.url).href;
  const names = (await readFile(out, 'utf8')).split('\n').map((url) => {
    const [, name] = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url) ?? [];
    return name ?? url.replace(root, '');
  });
  return new Set(names);
}

const packages = (loaded: ReadonlySet<string>) =>
  [...loaded].filter((name) => !/^(?:node:|src\/|bin\/|tools\/|package\.json$)/.test(name)).sort();

/** Slow to load, and of no use without a listener, a state or a thread. */
const HEAVY = ['http', 'https', 'http2', 'tls', 'sqlite', 'worker_threads'].map(
  (name) => `node:${name}`,
);

/** The bundled rules are prepared: neither YAML nor regular expressions are parsed for them. */
const LIST = ['commander', 'ipaddr.js'];
const ANALYZE = [...LIST, 'split2'];

describe('start', () => {
  it('loads nothing of satrap to print its version', async () => {
    const loaded = await loadedBy('--version');
    expect(packages(loaded)).toEqual([]);
    expect([...loaded].filter((name) => name.startsWith('src/'))).toEqual([]);
    expect((await satrap(['--version'])).stdout).toBe(`${version()}\n`);
  });

  it.each([
    { args: ['--help'], used: ['commander'] },
    { args: ['analyze', '--help'], used: ['commander'] },
    { args: ['analyze', '-o', 'json', 'empty.log'], used: ANALYZE },
    { args: ['rules', 'list'], used: LIST },
    { args: ['accounts', '--help'], used: ['commander'] },
    { args: ['accounts', '-o', 'json', 'empty.log'], used: ANALYZE },
  ])('loads for $args only what it needs', async ({ args, used }) => {
    const loaded = await loadedBy(...args);
    expect(packages(loaded)).toEqual(used);
    expect(HEAVY.filter((name) => loaded.has(name))).toEqual([]);
  });

  it('loads for watch neither a server nor what metrics are made of', async () => {
    const loaded = await loadedBy('watch', 'empty.log', '--state-dir', 'state');
    expect(packages(loaded)).toEqual(LIST);
    expect(HEAVY.filter((name) => loaded.has(name))).toEqual(['node:sqlite']);
  });
});
