/** An input that can't be read on; the message says why, for a person: lower case, no full stop. */
export class Unreadable extends Error {
  override readonly name = 'Unreadable';
}

/** The failures of opening and reading files that users meet, in plain words. */
const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EISDIR: 'is a folder',
  ELOOP: 'a loop of symbolic links',
  EMFILE: 'too many open files',
  ENOENT: 'no such file or folder',
  ENOTDIR: 'no such file or folder',
  EPERM: 'permission denied',
};

/** Why an input can't be read. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code } = error as NodeJS.ErrnoException;
  return (code === undefined ? undefined : REASONS[code]) ?? error.message;
}
