/** The spool holds as many bytes as it may, or the disk nearly does: nothing was written, and the same bytes may come again. */
export class SpoolFull extends Error {
  override readonly name = 'SpoolFull';
}

/** The disk refused: whatever was written of these bytes was never acknowledged. */
export class DiskError extends Error {
  override readonly name = 'DiskError';
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EDQUOT: 'the disk quota is used up',
  EIO: 'the disk reports an input/output error',
  EMFILE: 'too many open files',
  ENOENT: 'the folder is gone',
  ENOSPC: 'the disk is full',
  EROFS: 'the file system is read-only',
};

/** An error of the file system as one for people: lower case, no full stop. */
export function diskError(error: unknown): DiskError {
  const { code, message } = error as NodeJS.ErrnoException;
  return new DiskError((code === undefined ? undefined : REASONS[code]) ?? message, {
    cause: error,
  });
}
