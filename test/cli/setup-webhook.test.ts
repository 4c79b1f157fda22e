import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folderWith, satrap } from './run.ts';

describe('satrap setup webhook', () => {
  it('writes everything, prints the next steps, and writes nothing twice', async () => {
    const cwd = await folderWith({});
    const args = ['setup', 'webhook', '--host', '10.96.0.50,satrap.example.com', '--out', 'hook'];
    const { code, stdout, stderr } = await satrap(args, { cwd });
    expect([code, stderr.split('\n')[0]]).toEqual([0, expect.stringMatching(/^wrote .* to hook$/)]);
    expect(stdout).toContain('https://10.96.0.50:8443/healthz');
    expect((await readdir(join(cwd, 'hook'))).sort()).toEqual([
      'README.txt',
      'apiserver-flags.txt',
      'audit-policy.yaml',
      'ca.crt',
      'ca.key',
      'client.crt',
      'client.key',
      'kubeadm-apiserver.yaml',
      'server.crt',
      'server.key',
      'webhook-kubeconfig.yaml',
    ]);
    const again = await satrap(args, { cwd });
    expect([again.code, again.stderr]).toEqual([2, expect.stringContaining('already holds')]);
    const renewed = await satrap(['setup', 'webhook', '--renew', '--out', 'hook'], { cwd });
    expect([renewed.code, renewed.stderr]).toEqual([0, expect.stringContaining('renewed server')]);
  });

  it('warns of a name that only the cluster can resolve', async () => {
    const cwd = await folderWith({});
    const args = ['setup', 'webhook', '--host', 'satrap.satrap.svc', '--out', 'hook'];
    const { code, stderr } = await satrap(args, { cwd });
    expect([code, stderr]).toEqual([0, expect.stringContaining('ClusterIP first')]);
  });

  it.each([
    [['--host', 'https://a,b:1', '--out', 'x'], /https:\/\/a is a URL[\s\S]*b:1 has a port/],
    [['--out', 'x'], /--host is missing/],
    [['--host', 'a', '--out', 'x', '--port', '0'], /from 1 to 65535/],
    [['--host', 'a', '--out', 'x', '--kubeconfig-dir', 'rel'], /absolute/],
    [['--renew', '--out', 'x', '--embed'], /--embed doesn't go with --renew/],
  ])('refuses %j with exit code 2', async (args, message) => {
    const cwd = await folderWith({});
    const { code, stderr } = await satrap(['setup', 'webhook', ...args], { cwd });
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
    expect(await readdir(cwd)).toEqual([]);
  });
});
