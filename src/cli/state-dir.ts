import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Config } from '../config/index.ts';
import { makeFolder } from '../sinks/make-folder.ts';
import { openStore, resetStore, StateError, type Store } from '../state/store.ts';
import { UsageError } from './exit.ts';

/** What of the environment decides where state is kept. */
export interface StateEnvironment {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The user's number; `undefined` where users have none. */
  readonly uid: number | undefined;
  readonly home: string;
}

/**
 * The folder for state, spool and dead letters: as configured, as systemd says (`StateDirectory=`), or
 * the usual place for root and for everyone else (XDG Base Directory Specification 0.8).
 */
export function stateFolder(
  { stateDir }: Pick<Config, 'stateDir'>,
  { env, uid, home }: StateEnvironment = {
    env: process.env,
    uid: process.getuid?.(),
    home: homedir(),
  },
): string {
  if (stateDir !== undefined) return stateDir;
  const bySystemd = env.STATE_DIRECTORY?.split(':', 1)[0];
  if (bySystemd) return bySystemd;
  if (uid === 0) return '/var/lib/satrap';
  return join(env.XDG_STATE_HOME || join(home, '.local', 'state'), 'satrap');
}

/** Opens the state in a folder, which is made as needed; with `reset`, a new one. */
export async function openState(folder: string, reset: boolean): Promise<Store> {
  const path = join(folder, 'state.db');
  await makeFolder(folder).catch((error: Error) => {
    throw new UsageError(
      `the state folder ${folder} can't be made: ${error.message}; choose one with --state-dir`,
    );
  });
  try {
    if (reset) resetStore(path);
    return openStore(path);
  } catch (error) {
    if (error instanceof StateError) throw new UsageError(error.message);
    throw error;
  }
}
