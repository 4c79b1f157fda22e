import { readFile } from 'node:fs/promises';
import { FileProblem } from '../accounts/inventory.ts';
import { printable } from '../text/escape.ts';
import type { Json } from '../types.ts';
import { UsageError } from './exit.ts';

/**
 * Reads what kubectl printed as JSON. A `UsageError` with the file, the reason and the command that makes such a
 * file, as one that can be copied, where it can't be read or is something else.
 */
export async function readKubectl<T>(
  path: string,
  command: string,
  read: (document: Json) => T,
): Promise<T> {
  const wrong = (reason: string) =>
    new UsageError(`${printable(path)}: ${printable(reason)}; make one with: ${command}`);
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw wrong(UNREADABLE.get(code) ?? `it can't be read (${code})`);
  }
  let document: Json;
  try {
    document = JSON.parse(text) as Json;
  } catch {
    throw wrong(text.trim() === '' ? 'it is empty' : 'it is no JSON');
  }
  try {
    return read(document);
  } catch (error) {
    if (error instanceof FileProblem) throw wrong(error.message);
    throw error;
  }
}

const UNREADABLE: ReadonlyMap<string | undefined, string> = new Map([
  ['ENOENT', 'there is no such file'],
  ['EISDIR', 'it is a folder'],
]);
