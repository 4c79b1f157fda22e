import { spawnSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { DEPLOY } from './policy.ts';

const root = await mkdtemp(join(tmpdir(), 'satrap-node-'));
afterAll(() => rm(root, { recursive: true }));

const { uid, gid } = userInfo();
const run = (...args: string[]) =>
  spawnSync('sh', [join(DEPLOY, 'watch/prepare-node.sh'), ...args], { encoding: 'utf8' });
const modeOf = async (path: string) => ((await stat(path)).mode & 0o7777).toString(8);

describe('prepare-node.sh', () => {
  // Only root may give files away; anybody may give them to itself.
  it.runIf(uid === gid)('opens the log to a group, and makes the state folder', async () => {
    const [folder, state] = [join(root, 'audit'), join(root, 'state')];
    await mkdir(folder, { mode: 0o700 });
    const old = join(folder, 'audit-2026-11-20T10-00-00.000.log');
    await writeFile(old, 'rotated', { mode: 0o600 });
    await writeFile(join(folder, 'other'), 'not ours', { mode: 0o600 });
    for (let time = 0; time < 2; time++) {
      const { status, stderr } = run(join(folder, 'audit.log'), state, String(uid));
      expect([status, stderr.includes('can read')]).toEqual([0, false]);
      expect(await modeOf(folder)).toBe('2750');
      expect(await modeOf(join(folder, 'audit.log'))).toBe('640');
      expect(await modeOf(old)).toBe('640');
      expect(await modeOf(join(folder, 'other'))).toBe('600');
      expect(await modeOf(state)).toBe('700');
    }
  });

  it.runIf(uid === gid)('keeps what the log holds', async () => {
    const log = join(root, 'kept', 'audit.log');
    await mkdir(join(root, 'kept'));
    await writeFile(log, 'line\n', { mode: 0o600 });
    expect(run(log, join(root, 'state'), String(uid)).status).toBe(0);
    expect(await readFile(log, 'utf8')).toBe('line\n');
  });

  it.runIf(uid === gid)('follows no link out of the folder', async () => {
    const outside = join(root, 'outside');
    await writeFile(outside, '');
    await chmod(outside, 0o600);
    await mkdir(join(root, 'links'));
    await symlink(outside, join(root, 'links', 'audit-x.log'));
    expect(run(join(root, 'links', 'audit.log'), join(root, 'state'), String(uid)).status).toBe(0);
    expect(await modeOf(outside)).toBe('600');
  });

  it.each(['/var/log/audit.log', '/audit.log', '/tmp/audit.log', 'audit.log'])(
    'refuses %s, whose folder is not the log alone',
    (log) => {
      const { status, stderr } = run(log, join(root, 'unused'), String(uid));
      expect(status).toBe(1);
      expect(stderr).toMatch(/shared with others|not an absolute path/);
    },
  );
});
