import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { closeSync, openSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pinned } from './processors.ts';

/** What one run of a process took. */
export interface Usage {
  /** Seconds from its start to its end. */
  readonly wall: number;
  /** Processor seconds, its own and the system's for it. */
  readonly cpu: number;
  /** Most memory that it had at once, in bytes. */
  readonly peak: number;
}

/** A command to measure. */
export interface Run {
  readonly command: readonly string[];
  readonly cores: number;
  /** Where its standard output goes. */
  readonly output: string;
}

/** After so many seconds a run is ended and counts as failed. */
const LIMIT = 900;

const hasTime =
  spawnSync('time', ['--version'], { encoding: 'utf8' }).stdout?.includes('GNU') ?? false;

/** Runs a process to its end. Rejects with its last words when it fails or takes more than a quarter of an hour. */
export async function measure(run: Run, folder: string): Promise<Usage> {
  const report = join(folder, 'usage');
  const command = hasTime
    ? ['time', '--quiet', '--format', '%U %S %M', '--output', report, ...run.command]
    : run.command;
  const [program, ...args] = pinned(command, run.cores) as [string, ...string[]];
  const out = openSync(run.output, 'w');
  const started = performance.now();
  const child = spawn(program, args, { stdio: ['ignore', out, 'pipe'], detached: true });
  const watched = hasTime ? undefined : watch(child.pid ?? 0);
  try {
    await ended(child, program);
    const wall = (performance.now() - started) / 1000;
    return { wall, ...(watched === undefined ? read(report) : watched()) };
  } finally {
    watched?.();
    closeSync(out);
    rmSync(report, { force: true });
  }
}

function ended(child: ChildProcess, program: string): Promise<void> {
  return new Promise((done, fail) => {
    let words = '';
    let late = false;
    // Its own group, so that whatever it started ends with it.
    const end = () => {
      if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGKILL');
    };
    const timer = setTimeout(() => {
      late = true;
      end();
    }, LIMIT * 1000);
    process.on('exit', end);
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      words = (words + text).slice(-500);
    });
    child.on('error', fail);
    child.on('close', (code) => {
      clearTimeout(timer);
      process.off('exit', end);
      if (code === 0) done();
      else {
        const said = words.trim().replaceAll(/\s+/g, ' ');
        fail(new Error(late ? `took more than ${LIMIT} s` : `${program}: ${code} ${said}`));
      }
    });
  });
}

function read(report: string): Omit<Usage, 'wall'> {
  const [user, system, kilobytes] = readFileSync(report, 'utf8').trim().split(' ').map(Number);
  return { cpu: (user ?? 0) + (system ?? 0), peak: (kilobytes ?? 0) * 1024 };
}

/** Where there is no GNU time, /proc is asked every 20 ms; what came after its last answer is left out. */
function watch(pid: number): () => Omit<Usage, 'wall'> {
  let usage = { cpu: 0, peak: 0 };
  const look = () => {
    try {
      const [, after = ''] = readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ');
      const [user, system] = after.split(' ').slice(11, 13).map(Number);
      const status = readFileSync(`/proc/${pid}/status`, 'latin1');
      const [, kilobytes = 0] = /^VmHWM:\s+(\d+)/m.exec(status) ?? [];
      usage = { cpu: ((user ?? 0) + (system ?? 0)) / 100, peak: Number(kilobytes) * 1024 };
    } catch {
      // It has ended.
    }
  };
  const timer = setInterval(look, 20);
  return () => {
    clearInterval(timer);
    return usage;
  };
}
