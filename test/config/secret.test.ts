import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readSecret, Secret } from '../../src/config/secret.ts';

let base: string;
beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'satrap-'));
});
afterAll(() => rm(base, { recursive: true }));

/** Writes a file that only its owner may read, unless told otherwise. */
async function put(name: string, text: string, mode = 0o600): Promise<string> {
  await writeFile(join(base, name), text);
  await chmod(join(base, name), mode);
  return join(base, name);
}

const read = (secret: Secret, env = {}) => readSecret(secret, { env, base });

describe('Secret', () => {
  it('is redacted however it is printed', () => {
    const secret = new Secret('env:TOKEN');
    secret.fill('hunter2');
    const shown = [
      [secret].join(),
      String(secret),
      JSON.stringify({ secret }),
      inspect({ secret }, { showHidden: true, depth: 9 }),
      inspect(secret, { customInspect: false, showHidden: true }),
      Object.entries(secret).join(),
      JSON.stringify(structuredClone(secret)),
    ];
    for (const text of shown) expect(text).not.toContain('hunter2');
    expect(shown.slice(0, 3)).toEqual(['[redacted]', '[redacted]', '{"secret":"[redacted]"}']);
    expect(secret.reveal()).toBe('hunter2');
  });

  it('reveals nothing before it was read', () => {
    expect(() => new Secret('env:TOKEN').reveal()).toThrow('the secret at env:TOKEN was not read');
  });
});

describe('readSecret', () => {
  it('reads a variable', async () => {
    const secret = new Secret('env:TOKEN');
    expect(await read(secret, { TOKEN: ' hunter2\n' })).toEqual({});
    expect(secret.reveal()).toBe('hunter2');
  });

  it('reads a file, by absolute path or from the base folder', async () => {
    const path = await put('token', 'hunter2\n');
    for (const reference of [`file:${path}`, 'file:token', 'file:./token']) {
      const secret = new Secret(reference);
      expect(await read(secret)).toEqual({});
      expect(secret.reveal()).toBe('hunter2');
    }
  });

  it('tells of a variable that is not set', async () => {
    expect(await read(new Secret('env:TOKEN'))).toEqual({
      error: 'names TOKEN, a variable that is not set',
    });
  });

  it('tells of a file that is not there or is no file', async () => {
    const missing = join(base, 'missing');
    expect(await read(new Secret('file:missing'))).toEqual({
      error: `names ${missing}, which does not exist`,
    });
    expect(await read(new Secret('file:.'))).toEqual({
      error: `names ${base}, which can't be read (EISDIR)`,
    });
  });

  it('tells of an empty secret', async () => {
    await put('empty', '\n');
    expect(await read(new Secret('file:empty'))).toEqual({
      error: 'refers to file:empty, which must not be empty',
    });
    expect((await read(new Secret('env:TOKEN'), { TOKEN: '' })).error).toContain('not be empty');
  });

  it('tells what its check says, and keeps nothing', async () => {
    const secret = new Secret('env:TOKEN', () => 'must be shorter');
    const { error } = await read(secret, { TOKEN: 'hunter2' });
    expect(error).toBe('refers to env:TOKEN, which must be shorter');
    expect(() => secret.reveal()).toThrow('was not read');
  });

  it('warns of a file that anyone may read', async () => {
    const path = await put('open', 'hunter2', 0o644);
    expect(await read(new Secret('file:open'))).toEqual({
      warning: `names ${path}, which anyone on this machine may read; chmod 600 it`,
    });
  });
});
