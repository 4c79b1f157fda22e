/** The state can't be used, or not be written; the message says why and what to do. */
export class StateError extends Error {
  override readonly name = 'StateError';
}

/** What `node:sqlite` throws. */
interface SqliteError {
  readonly errcode?: number;
  readonly code?: string;
  readonly message: string;
}

/** The primary result code is the low byte. */
const PRIMARY = 0xff;

const SQLITE = { busy: 5, locked: 6, full: 13, cantOpen: 14, corrupt: 11, notADatabase: 26 };

/** Gives what SQLite throws a message that says what to do. */
export function named<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof StateError) throw error;
    throw new StateError(reasonOf(path, error as SqliteError), { cause: error });
  }
}

function reasonOf(path: string, error: SqliteError): string {
  const { errcode = 0, code, message } = error;
  if (code !== undefined && code !== 'ERR_SQLITE_ERROR')
    return `${path} can't be opened: ${message}`;
  if (isLock(error)) return inUse(path);
  switch (errcode & PRIMARY) {
    case SQLITE.full:
      return `${path} can't be written: the disk is full`;
    case SQLITE.cantOpen:
      return `${path} can't be opened: check that the folder is there and may be written`;
    case SQLITE.corrupt:
    case SQLITE.notADatabase:
      return damaged(path, message);
    default:
      return errcode === 0 ? damaged(path, message) : `${path}: ${message}`;
  }
}

/** Whether SQLite threw this because another process uses the file. */
export function isLock(error: unknown): boolean {
  const code = ((error as SqliteError).errcode ?? 0) & PRIMARY;
  return code === SQLITE.busy || code === SQLITE.locked;
}

/** What is said of a file that another process uses. */
export function inUse(path: string): string {
  return `${path} is in use: another satrap runs with this --state-dir`;
}

/** What is said of a file that SQLite can't read. */
export function damaged(path: string, reason: string): string {
  return `${path} is damaged (${reason.split('\n', 1)[0]}): start over with --state-reset`;
}
