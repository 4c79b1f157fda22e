import { readFile } from 'node:fs/promises';
import { type PolicyFile, readPolicy } from '../policy/read.ts';
import { printProblems, UsageError } from './exit.ts';

/** Reads an audit policy; prints its warnings; a `UsageError` carries all errors at once. */
export async function setUpPolicy(file: string): Promise<PolicyFile> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    throw new UsageError(`${file} can't be read (${(error as NodeJS.ErrnoException).code})`);
  }
  const { policy, problems } = readPolicy(file, text);
  if (policy === undefined) throw new UsageError('the audit policy has errors', problems);
  printProblems(problems);
  return policy;
}
