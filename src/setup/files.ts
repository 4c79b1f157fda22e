import { access, chmod, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder } from '../sinks/make-folder.ts';
import { SetupError } from './error.ts';

/** A file to write, by its name within the folder. */
export interface NewFile {
  readonly name: string;
  readonly text: string;
  /** Only its owner may read it: it holds a key. */
  readonly secret: boolean;
}

/**
 * Writes files that must not be there yet: all of them, or none. The folder is made for its owner only. A
 * `SetupError` names what is in the way.
 */
export async function writeNew(folder: string, files: readonly NewFile[]): Promise<void> {
  const there = await present(
    folder,
    files.map(({ name }) => name),
  );
  if (there.length > 0) {
    throw new SetupError(
      `${folder} already holds ${there.join(', ')}: name another folder with --out, or re-issue its ` +
        'server and client certificates with --renew',
    );
  }
  const written: string[] = [];
  try {
    await makeFolder(folder);
    for (const { name, text, secret } of files) {
      // `wx`: whatever came to be there since is not followed and not overwritten.
      await writeFile(join(folder, name), text, { flag: 'wx', mode: secret ? 0o600 : 0o644 });
      written.push(name);
    }
  } catch (error) {
    await Promise.all(written.map((name) => rm(join(folder, name), { force: true })));
    throw new SetupError(`can't write to ${folder}: ${(error as Error).message}`);
  }
}

/** Replaces files one after the other; whoever reads meanwhile sees an old or a new one, never half of one. */
export async function replace(folder: string, files: readonly NewFile[]): Promise<void> {
  try {
    for (const { name, text, secret } of files) {
      const next = join(folder, `.${name}.new`);
      await rm(next, { force: true });
      await writeFile(next, text, { flag: 'wx', mode: secret ? 0o600 : 0o644 });
      await chmod(next, secret ? 0o600 : 0o644);
      await rename(next, join(folder, name));
    }
  } catch (error) {
    throw new SetupError(`can't write to ${folder}: ${(error as Error).message}`);
  }
}

async function present(folder: string, names: readonly string[]): Promise<string[]> {
  const answers = await Promise.all(
    names.map((name) =>
      access(join(folder, name)).then(
        () => true,
        () => false,
      ),
    ),
  );
  return names.filter((_, index) => answers[index]);
}
