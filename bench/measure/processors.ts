import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';

/** The processors in a list such as `0-3,8`, as the kernel writes it. */
export function parseList(text: string): number[] {
  return text.split(',').flatMap((range) => {
    const [first = 0, last = first] = range.trim().split('-').map(Number);
    return Array.from({ length: last - first + 1 }, (_, i) => first + i);
  });
}

/** The processors that this process may use. */
export function processors(): number[] {
  const status = '/proc/self/status';
  const [, list] =
    /^Cpus_allowed_list:\s*(.+)$/m.exec(existsSync(status) ? readFileSync(status, 'utf8') : '') ??
    [];
  return list === undefined
    ? Array.from({ length: availableParallelism() }, (_, i) => i)
    : parseList(list);
}

/** Whether processes can be held on some cores. */
export const hasTaskset = spawnSync('taskset', ['--version']).status === 0;

/** A command that runs another one on so many cores; the same command where there is no taskset. */
export function pinned(command: readonly string[], cores: number): readonly string[] {
  // The last ones: the first tends to serve interrupts.
  const chosen = processors().slice(-cores);
  return hasTaskset ? ['taskset', '--cpu-list', chosen.join(','), ...command] : command;
}
