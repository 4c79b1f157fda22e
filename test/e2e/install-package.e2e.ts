import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { installPackage } from '../../tools/install-package.ts';
import { background } from '../cli/background.ts';
import { alertsOf, folderWith, satrap } from '../cli/run.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const ATTACK = join(ROOT, 'samples/real-cluster/attack.log.gz');
const MIB = 2 ** 20;

let folder = '';
let place = '';
let program = '';

// It is compiled and packed first, which takes its time where other tests run beside it.
beforeAll(async () => {
  folder = await folderWith({});
  place = installPackage(ROOT, folder);
  program = join(place, 'bin/satrap.cjs');
}, 120_000);

afterAll(() => rm(folder, { recursive: true }));

describe('the published package', () => {
  it('holds what was built, and no sources', () => {
    const names = readdirSync(place);
    expect(names).toEqual(expect.arrayContaining(['LICENSE', 'bin', 'dist', 'rules', 'samples']));
    // A page's styles and scripts are read as they are.
    const sources = readdirSync(join(place, 'src'), { recursive: true, withFileTypes: true });
    const folders = sources.filter((one) => one.isFile()).map(({ parentPath }) => parentPath);
    expect([...new Set(folders)]).toEqual([join(place, 'src/investigate/page/browser')]);
    const built = readdirSync(join(place, 'dist'), { recursive: true, encoding: 'utf8' });
    expect(built).toContain('cli.js');
    expect(built.filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'))).toEqual([]);
  });

  it('imports no package that npm would not install with it', () => {
    const { dependencies } = JSON.parse(readFileSync(join(place, 'package.json'), 'utf8')) as {
      dependencies: Record<string, string>;
    };
    const code = readdirSync(join(place, 'dist'), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.js'))
      .map((name) => readFileSync(join(place, 'dist', name), 'utf8'));
    const named = code.flatMap((text) =>
      [...text.matchAll(/^import [^'"]*['"](?!node:)((?:@[\w-]+\/)?\w[\w.-]*)/gm)].map(
        ([, name]) => name as string,
      ),
    );
    expect(named).toEqual(expect.arrayContaining(['commander', 'undici']));
    expect(named.filter((name) => !Object.hasOwn(dependencies, name))).toEqual([]);
  });

  it.each([
    ['rules', 'list'],
    ['rules', 'test', join(ROOT, 'test/rules/initial-access')],
    ['policy', 'generate'],
  ])('runs %s %s', async (...args) => {
    expect(await satrap(args, { program })).toMatchObject({ code: 0 });
  });

  it('finds what `setup webhook` copies', async () => {
    const out = join(folder, 'webhook');
    const args = ['setup', 'webhook', '--host', '127.0.0.1', '--out', out];
    expect(await satrap(args, { program })).toMatchObject({ code: 0 });
    expect(existsSync(join(out, 'audit-policy.yaml'))).toBe(true);
  });

  it('reads a large file in threads, with the alerts of one', async () => {
    const log = join(folder, 'large.log');
    const sample = gunzipSync(await readFile(ATTACK));
    await writeFile(log, Buffer.concat([sample, Buffer.alloc(33 * MIB, '\n')]));
    const analyze = async (jobs: number) => {
      const outcome = await satrap(['analyze', '-q', '-o', 'json', '-j', `${jobs}`, log], {
        program,
      });
      expect(outcome).toMatchObject({ code: 0, stderr: '' });
      return alertsOf(outcome);
    };
    const alerts = await analyze(1);
    expect(alerts.length).toBeGreaterThan(0);
    expect(await analyze(2)).toEqual(alerts);
  });

  it('writes the page of an investigation', async () => {
    const page = join(folder, 'report.html');
    const flags = ['--source-ip', '127.0.0.66', '--html', page];
    const { code } = await satrap(['investigate', ATTACK, ...flags], { program });
    expect(code).toBe(0);
    expect(await readFile(page, 'utf8')).toContain('127.0.0.66');
  });

  it('receives a webhook in a thread', async () => {
    const state = join(folder, 'state');
    const args = ['serve', '--insecure-http', '--listen', '127.0.0.1:0', '--state-dir', state];
    await using serve = background(args, {}, program);
    await serve.until(({ stderr }) => /http:\/\/127\.0\.0\.1:\d+/.test(stderr));
    serve.signal('SIGTERM');
    expect(await serve.ended).toBe(0);
  });
});
