import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/config/index.ts';
import { loadRules, readRuleFiles } from '../../src/sigma/index.ts';
import { folderWith, SATRAP, satrap } from '../cli/run.ts';
import { record, TEN } from '../pipeline/fixtures.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const README = await readFile(join(ROOT, 'README.md'), 'utf8');
const blocks = (language: string) =>
  [...README.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gm'))].map(
    ([, text]) => text as string,
  );

const EVENT = JSON.stringify(record(TEN).event);
const RULE = `title: Pods read
name: pods_read
logsource: { product: kubernetes, service: audit }
detection:
  pods: { objectRef.resource: pods, verb: get }
  condition: pods
level: low
`;
const TEST = `rule: pods_read
match:
  - { title: a pod, event: { verb: get, objectRef: { resource: pods } } }
miss:
  - { title: a node, event: { verb: get, objectRef: { resource: nodes } } }
`;

/** A place where README's commands find what they name. */
async function place(): Promise<string> {
  const folder = await folderWith({
    'audit.log': `${EVENT}\n`,
    'audit.log.zst': zstdCompressSync(`${EVENT}\n`),
    'event.json': EVENT,
    'audit-policy.yaml': await readFile(join(ROOT, 'deploy/audit-policy.yaml')),
  });
  for (const name of ['my-rules', 'my-rule-tests', 'node-a', 'var'])
    await mkdir(join(folder, name));
  await writeFile(join(folder, 'my-rules/pods.yml'), RULE);
  await writeFile(join(folder, 'my-rule-tests/pods.yml'), TEST);
  await writeFile(join(folder, 'node-a/audit.log.gz'), gzipSync(`${EVENT}\n`));
  await cp(join(folder, 'audit.log'), join(folder, 'var/audit.log'));
  return folder;
}

/** Runs what runs until it is told to end, and tells it when it is up; rejects unless it ends with 0. */
async function untilEnded(command: string, cwd: string): Promise<string> {
  const env = { ...process.env, SATRAP_STATE_DIR: await folderWith({}) };
  const child = spawn('bash', ['-c', command], { cwd, env, stdio: ['ignore', 'ignore', 'pipe'] });
  await once(child.stderr, 'data');
  child.kill('SIGTERM');
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`ended with ${code}`);
  return 'ended';
}

const COMMANDS = blocks('console')
  .flatMap((block) => block.replaceAll(/\\\n\s*/g, '').split('\n'))
  .map((line) => line.replace(/\s+#.*$/, '').trim())
  .filter((line) => /(^|\| )satrap /.test(line));

describe('README', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await place();
  });

  it('has commands to try', () => {
    expect(COMMANDS.length).toBeGreaterThan(6);
  });

  it.each(COMMANDS)('%s works as written', async (command) => {
    const here = command
      .replace(/\bsatrap(?= )/, `"${process.execPath}" "${SATRAP}"`)
      .replace('/var/log/kubernetes/audit', 'var')
      .replace('/etc/kubernetes/audit-policy.yaml', 'audit-policy.yaml')
      .replace('zstdcat audit.log.zst', 'cat audit.log.zst')
      .replace('0.0.0.0:8443', '127.0.0.1:0');
    const isLive = /satrap (?:watch|serve) /.test(command);
    const run = isLive
      ? untilEnded(`exec ${here}`, folder)
      : promisify(execFile)('bash', ['-o', 'pipefail', '-c', here], { cwd: folder });
    await expect(run).resolves.toBeDefined();
  });

  it('shows a filter that loads and leaves out what it says', async () => {
    const filter = blocks('yaml').find((text) => text.includes('filter:')) ?? '';
    const bundled = await readRuleFiles([join(ROOT, 'rules')]);
    const { problems } = loadRules(bundled.files, {
      filters: [{ path: 'README.md', text: filter }],
    });
    expect(problems).toEqual([]);
    await writeFile(join(folder, 'filter.yml'), filter);
    const listed = (namespace: string) =>
      JSON.stringify(
        record(TEN, {
          user: { username: 'system:serviceaccount:velero:velero' },
          objectRef: { resource: 'secrets', namespace },
        }).event,
      );
    const stdin = `${listed('shop')}\n${listed('elsewhere')}\n`;
    const { stdout } = await satrap(['analyze', '--filters', join(folder, 'filter.yml'), '-'], {
      stdin,
    });
    expect(stdout.trim().split('\n')).toHaveLength(1);
    expect(stdout).toContain('elsewhere');
  });

  it('shows a configuration that is right', async () => {
    const text = blocks('yaml').find((one) => one.startsWith('sinks:')) ?? '';
    const secret = join(folder, 'slack-webhook');
    await writeFile(secret, 'https://hooks.slack.com/services/T0/B0/x', { mode: 0o600 });
    const file = join(folder, 'satrap.yaml.txt');
    await writeFile(file, text.replace('/etc/satrap/slack-webhook', secret));
    expect((await loadConfig({ file, env: {}, flags: {} })).problems).toEqual([]);
  });

  it('starts with a demo that shows alerts', async () => {
    const { scripts } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as {
      scripts: Record<string, string>;
    };
    expect(README).toContain('npm ci && npm run demo');
    const args = scripts.demo?.split('bin/satrap.cjs ')[1]?.split(' ') ?? [];
    const outcome = await satrap(args, { cwd: ROOT });
    expect(outcome.code).toBe(0);
    expect(outcome.stdout).toContain('sa_lists_secrets_all_namespaces');
  });
});
