import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** Whether a program is there, and which; or why it isn't, for a person. */
export type Presence = { readonly version: string } | { readonly missing: string };

/** A way to get an answer out of an audit log, as a process of its own. */
export interface Contender {
  /** What the results know it by. */
  readonly id: string;
  readonly name: string;
  /** How many cores it is given. */
  readonly cores: number;
  /** Finds it, or installs it where that is the benchmark's to do. */
  presence(): Promise<Presence>;
  /** The command that reads a log and writes what it found to standard output. */
  command(log: string): readonly string[];
  /** How many events the ServiceAccount documents' query found, by the file of its output; absent: it asks something else. */
  hits?(output: string): Promise<number>;
}

/** The folder of the contenders' programs. */
const PROGRAMS = join(import.meta.dirname, 'programs');

/** The command of a program that is written for Node. */
export function nodeProgram(name: string, ...args: readonly string[]): readonly string[] {
  return [process.execPath, join(PROGRAMS, name), ...args];
}

/** For what every Node has. */
export async function node(): Promise<Presence> {
  return { version: `Node ${process.version}` };
}

/** The first line of what a program says about its version; missing when it can't be started. */
export async function versionOf(program: string, ...args: readonly string[]): Promise<Presence> {
  try {
    const { stdout } = await promisify(execFile)(program, [...args, '--version']);
    return { version: stdout.split('\n')[0]?.trim() ?? '' };
  } catch {
    return { missing: `${program} is not installed` };
  }
}

/** Lines in a file. */
export async function linesIn(path: string): Promise<number> {
  return (await readFile(path, 'latin1')).split('\n').length - 1;
}
