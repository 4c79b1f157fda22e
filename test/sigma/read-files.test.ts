import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readRuleFiles } from '../../src/sigma/index.ts';

let root: string;
const path = (...names: string[]) => join(root, ...names);

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'satrap-rules-'));
  await mkdir(path('rules', 'b', 'schema'), { recursive: true });
  await mkdir(path('empty'));
  await writeFile(path('rules', 'z.yml'), 'z: 1');
  await writeFile(path('rules', 'a.yaml'), '\uFEFFa: 1');
  await writeFile(path('rules', 'b', 'c.yml'), 'c: 1');
  await writeFile(path('rules', 'b', 'schema', 'd.yml'), 'd: 1');
  await writeFile(path('rules', 'readme.md'), '#');
  await writeFile(path('rules', '.hidden.yml'), 'h: 1');
  await writeFile(path('latin1.yml'), Buffer.from([0x61, 0xe9]));
});

afterAll(() => rm(root, { recursive: true }));

describe('readRuleFiles', () => {
  test('reads folders in the order of paths, without schemas and hidden files', async () => {
    const { files, problems } = await readRuleFiles([path('rules')]);
    expect(problems).toEqual([]);
    expect(files).toEqual([
      { path: path('rules', 'a.yaml'), text: 'a: 1' },
      { path: path('rules', 'b', 'c.yml'), text: 'c: 1' },
      { path: path('rules', 'z.yml'), text: 'z: 1' },
    ]);
  });

  test('reads a file of any name, and each file once', async () => {
    const { files } = await readRuleFiles([
      path('rules', 'readme.md'),
      path('rules', 'z.yml'),
      path('rules'),
    ]);
    expect(files.map((file) => file.text)).toEqual(['#', 'z: 1', 'a: 1', 'c: 1']);
  });

  test('reports what is not there, is empty or is no text, and reads the others', async () => {
    const { files, problems } = await readRuleFiles([
      path('nothing.yml'),
      path('empty'),
      path('latin1.yml'),
      path('rules', 'z.yml'),
    ]);
    expect(files).toHaveLength(1);
    expect(problems).toEqual([
      {
        severity: 'error',
        file: path('nothing.yml'),
        line: 0,
        column: 0,
        message: 'there is no such file or folder',
      },
      {
        severity: 'error',
        file: path('empty'),
        line: 0,
        column: 0,
        message: 'there is no *.yml or *.yaml file in this folder',
      },
      {
        severity: 'error',
        file: path('latin1.yml'),
        line: 0,
        column: 0,
        message: 'it is not valid UTF-8',
      },
    ]);
  });

  test('reads a mounted ConfigMap once, and follows links in circles no further', async () => {
    await mkdir(path('map', '..2026_11_20'), { recursive: true });
    await writeFile(path('map', '..2026_11_20', 'r.yml'), 'r: 1');
    await symlink('..2026_11_20', path('map', '..data'));
    await symlink(join('..data', 'r.yml'), path('map', 'r.yml'));
    await symlink('.', path('map', 'again'));
    await symlink('gone', path('map', 'broken.yml'));
    const { files, problems } = await readRuleFiles([path('map')]);
    expect(files).toEqual([{ path: path('map', 'r.yml'), text: 'r: 1' }]);
    expect(problems.map(({ file, message }) => [file, message])).toEqual([
      [path('map', 'broken.yml'), 'there is no such file or folder'],
    ]);
  });
});
