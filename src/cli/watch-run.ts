import { matchesGlob, resolve, sep } from 'node:path';
import type { Config } from '../config/index.ts';
import { printable } from '../text/escape.ts';
import { say, UsageError } from './exit.ts';
import { runLive } from './live-run.ts';
import type { WatchFlags } from './watch.ts';

/** As long as kube-apiserver's clock and its nodes' may disagree, and threads may overtake each other. */
const LATENESS = 30_000_000;

/** logrotate renames a file long before its writer opens the next. */
const DRAIN_MS = 60_000;

/** `satrap watch`: gives the exit code. */
export async function runWatch(paths: readonly string[], flags: WatchFlags): Promise<number> {
  return runLive(
    {
      check: (config, folder) => checkOwnFiles(paths, config, folder),
      paths: () => paths,
      from: flags.from,
      drainMs: DRAIN_MS,
      lateness: LATENESS,
      sourceOf: (log) => paths.find((path) => leadsTo(path, log)) ?? 'other',
      async begin({ folder }) {
        say(`satrap: watching ${printable(paths.join(', '))}; state in ${printable(folder)}`);
        return {};
      },
    },
    flags,
  );
}

/** What satrap writes itself must not come back as input. */
function checkOwnFiles(paths: readonly string[], config: Config, folder: string): void {
  if (paths.includes('-')) {
    throw new UsageError("watch follows files; a pipe is for 'satrap analyze -'");
  }
  const files = config.sinks.flatMap((sink) => ('path' in sink ? sink.path : []));
  const own: [string, string][] = [
    [`the state folder ${folder}`, folder],
    ...[...files, config.deadLetter ?? folder].map((path): [string, string] => [path, path]),
  ];
  for (const [what, path] of own) {
    const followed = paths.find((one) => leadsTo(one, path));
    if (followed === undefined) continue;
    throw new UsageError(`${what} lies in ${followed}, which is followed: put it elsewhere`);
  }
}

/** Whether a log is, is below, or is meant by what the user named. */
function leadsTo(path: string, log: string): boolean {
  const [named, full] = [resolve(path), resolve(log)];
  return full === named || full.startsWith(`${named}${sep}`) || matchesGlob(full, named);
}
