import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { SetupError } from '../../src/setup/error.ts';
import { replace, writeNew } from '../../src/setup/files.ts';

const root = await mkdtemp(join(tmpdir(), 'satrap-files-'));
afterAll(() => rm(root, { recursive: true }));

const FILES = [
  { name: 'a.key', text: 'key', secret: true },
  { name: 'a.crt', text: 'certificate', secret: false },
];
const modeOf = async (path: string) => ((await stat(path)).mode & 0o777).toString(8);

describe('setup files', () => {
  it('are written with keys for their owner only', async () => {
    const folder = join(root, 'new', 'deep');
    await writeNew(folder, FILES);
    expect(await modeOf(folder)).toBe('700');
    expect(await modeOf(join(folder, 'a.key'))).toBe('600');
    expect(await readFile(join(folder, 'a.crt'), 'utf8')).toBe('certificate');
  });

  it('overwrite nothing and say what to do', async () => {
    const folder = join(root, 'there');
    await mkdir(folder);
    await writeFile(join(folder, 'a.crt'), 'mine');
    await expect(writeNew(folder, FILES)).rejects.toThrow(/already holds a\.crt: .*--out.*--renew/);
    expect(await readdir(folder)).toEqual(['a.crt']);
    expect(await readFile(join(folder, 'a.crt'), 'utf8')).toBe('mine');
  });

  it('are all written or none', async () => {
    const folder = join(root, 'half');
    await mkdir(folder);
    // A dangling link looks absent and can't be created.
    await symlink(join(root, 'nowhere'), join(folder, 'a.crt'));
    await expect(writeNew(folder, FILES)).rejects.toThrow(SetupError);
    expect(await readdir(folder)).toEqual(['a.crt']);
    expect(await readdir(root)).not.toContain('nowhere');
  });

  it('are replaced whole, whatever an earlier attempt left', async () => {
    const folder = join(root, 'again');
    await writeNew(folder, FILES);
    await writeFile(join(folder, '.a.key.new'), 'left over', { mode: 0o666 });
    await replace(folder, [{ name: 'a.key', text: 'other', secret: true }]);
    expect(await readFile(join(folder, 'a.key'), 'utf8')).toBe('other');
    expect(await modeOf(join(folder, 'a.key'))).toBe('600');
    expect((await readdir(folder)).sort()).toEqual(['a.crt', 'a.key']);
  });

  it('say why they could not be written', async () => {
    await writeFile(join(root, 'file'), '');
    await expect(writeNew(join(root, 'file'), FILES)).rejects.toThrow(/can't write to .*file/);
    await expect(replace(join(root, 'absent'), FILES)).rejects.toThrow(/can't write to .*absent/);
  });
});
