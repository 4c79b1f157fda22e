import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { createProgram } from '../../src/cli/main.ts';
import { webhookReadme } from '../../src/setup/readme.ts';
import { ROOT } from '../rule-tests/bundled.ts';

const text = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const UNITS = ['deploy/satrap-watch.service', 'deploy/satrap-serve.service'];
const PATHS = readdirSync(join(ROOT, 'deploy'), { recursive: true, encoding: 'utf8' });
const MANIFESTS = ['deploy/watch/daemonset.yaml', 'deploy/serve/deployment.yaml'];
const readme = (embed: boolean) =>
  webhookReadme({ host: 'a', port: 1, embed, nodeFolder: '/b', days: 1 });

/** `watch --config x`: what follows satrap's name on a command line. */
function commandsIn(lines: string): string[] {
  const whole = lines.replace(/\\\n/g, ' ');
  return [
    ...whole.matchAll(/(?:^\s*|ExecStart=\/usr\/local\/bin\/|^Renew them with )satrap (.+)$/gm),
  ].map(([, rest]) => rest as string);
}

const commandsOf: Record<string, () => string[]> = {
  ...Object.fromEntries(UNITS.map((unit) => [unit, () => commandsIn(text(unit))])),
  ...Object.fromEntries(
    MANIFESTS.map((path) => [
      path,
      () => {
        const { spec } = parse(text(path)) as {
          spec: { template: { spec: { containers: { args: string[] }[] } } };
        };
        return spec.template.spec.containers.map(({ args }) => args.join(' '));
      },
    ]),
  ),
  'docs/deploy.md': () =>
    [...text('docs/deploy.md').matchAll(/^```console\n(.*?)^```/gms)].flatMap(([, code]) =>
      commandsIn(code as string),
    ),
  'README.txt': () => commandsIn(readme(false)),
};

function flagsOf(words: readonly string[]): readonly string[] | undefined {
  let command: Command | undefined = createProgram(() => {});
  for (const word of words) {
    const next: Command | undefined = command.commands.find((one) => one.name() === word);
    if (next === undefined) break;
    command = next;
  }
  if (command.parent === null) return undefined;
  return command.options.flatMap(({ long }) => long ?? []);
}

describe('commands in manifests, units and documentation', () => {
  it.each(Object.keys(commandsOf))('%s uses flags that exist', (place) => {
    const commands = commandsOf[place]?.() ?? [];
    expect(commands.length).toBeGreaterThan(0);
    for (const command of commands) {
      const known = flagsOf(command.split(/\s+/));
      expect(known === undefined ? `unknown: ${command}` : 'known').toBe('known');
      const used = [...command.matchAll(/(?:^|\s)(--[a-z-]+)/g)].map(([, flag]) => flag as string);
      expect(used.filter((flag) => !known?.includes(flag))).toEqual([]);
    }
  });

  it('documentation names files of deploy that exist', () => {
    const named = [...text('docs/deploy.md').matchAll(/\bdeploy\/[\w./-]*\w/g)].map(
      ([path]) => path,
    );
    expect(named.length).toBeGreaterThan(5);
    expect(named.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });

  it('documentation copies the files that setup webhook writes', () => {
    const named = [...text('docs/deploy.md').matchAll(/\bwebhook\/([\w.-]+\w)/g)].map(
      ([, name]) => name as string,
    );
    const source = ['webhook', 'readme'].map((name) => text(`src/setup/${name}.ts`)).join('');
    const written = [...source.matchAll(/'([\w-]+\.(?:yaml|txt))'/g)].map(([, name]) => name);
    const pairs = ['ca', 'server', 'client'].flatMap((name) => [`${name}.crt`, `${name}.key`]);
    expect(named.filter((name) => ![...written, ...pairs].includes(name))).toEqual([]);
  });

  it('README.txt copies the key only where the kubeconfig does not hold it', () => {
    expect(readme(false)).toContain('ca.crt client.crt client.key webhook-kubeconfig.yaml');
    expect(readme(true)).not.toContain('client.key');
  });
});

describe('units', () => {
  it.each(UNITS)('%s is locked down', (unit) => {
    const lines = text(unit).split('\n');
    for (const line of [
      'User=satrap',
      'StateDirectory=satrap',
      'NoNewPrivileges=yes',
      'CapabilityBoundingSet=',
      'AmbientCapabilities=',
      'ProtectSystem=strict',
      'PrivateDevices=yes',
      'SystemCallFilter=@system-service',
      'ExecReload=/bin/kill -HUP $MAINPID',
      'Restart=always',
    ]) {
      expect(lines).toContain(line);
    }
    // Node compiles while it runs.
    expect(lines.filter((line) => line.startsWith('MemoryDenyWriteExecute'))).toEqual([]);
  });
});

describe('Dockerfile', () => {
  const dockerfile = text('deploy/Dockerfile');

  it('copies files that exist', () => {
    const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, from]) =>
      (from as string).split(' '),
    );
    expect(copied).toContain('src');
    expect(copied.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });

  it('copies what the program reads at run time', () => {
    const source = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.ts'))
      .map((path) => text(join('src', path)));
    const reads = source.flatMap((code) =>
      [...code.matchAll(/installed\('([\w./-]+)'\)/g)].map(([, path]) => path as string),
    );
    expect(reads).toContain('deploy/audit-policy.yaml');
    const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, from]) =>
      (from as string).split(' '),
    );
    const has = (path: string) =>
      copied.some((from) => path === from || path.startsWith(`${from}/`));
    expect(reads.filter((path) => !has(path))).toEqual([]);
  });

  it('ends as nobody, on a Node that satrap runs on', () => {
    expect(dockerfile).toMatch(/^USER 65532:65532$/m);
    expect([...dockerfile.matchAll(/node(?:js|:)24/g)]).toHaveLength(2);
  });
});

describe('deploy', () => {
  it('holds no file that nothing mentions', () => {
    const docs = text('docs/deploy.md');
    const top = PATHS.filter((path) => !path.includes('/'));
    expect(
      top.filter((name) => !docs.includes(`deploy/${name}`) && name !== 'satrap-serve.service'),
    ).toEqual([]);
  });
});
