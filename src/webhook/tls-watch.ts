import type { Server } from 'node:https';
import { checkTls, readTls, sameTls, type TlsContents, type TlsFiles } from './tls-files.ts';

/** What new TLS files are told to. */
export interface TlsListener {
  /** Something is wrong or doubtful: lower case, no full stop. */
  complain(reason: string): void;
  /** Milliseconds since 1970. */
  expires(time: number): void;
}

/** Looks after the certificates of a running server. */
export interface TlsWatch {
  /** Looks at the files at once. What can't be used is complained of, and what was there stays. */
  reload(): Promise<void>;
  close(): void;
}

/** The oldest TLS that is spoken. */
export const MIN_VERSION = 'TLSv1.2';

/**
 * Gives a server the new certificates whenever the files' contents change: times and names say too
 * little where a mounted Secret is swapped behind a symbolic link. Open connections go on.
 */
export function watchTls(
  server: Pick<Server, 'setSecureContext'>,
  files: TlsFiles,
  loaded: TlsContents,
  every: number,
  listener: TlsListener,
): TlsWatch {
  let current = loaded;
  /** What was wrong at the last look, and what was complained of last. */
  let seen: string | undefined;
  let said: string | undefined;

  const take = async () => {
    const contents = await readTls(files);
    if (sameTls(contents, current)) return;
    const { expires, warnings } = checkTls(contents, files, Date.now());
    server.setSecureContext({ ...contents, minVersion: MIN_VERSION });
    current = contents;
    listener.expires(expires);
    for (const warning of warnings) listener.complain(warning);
  };

  const look = async (certain: boolean) => {
    try {
      await take();
      seen = undefined;
      said = undefined;
    } catch (error) {
      const reason = (error as Error).message;
      // Between the writing of two files they don't fit: only what stays so is worth a word, and one.
      if (certain || (reason === seen && reason !== said)) {
        listener.complain(`the new TLS files can't be used, the old ones stay: ${reason}`);
        said = reason;
      }
      seen = reason;
    }
  };

  const timer = setInterval(() => void look(false), every).unref();
  return { reload: () => look(true), close: () => clearInterval(timer) };
}
