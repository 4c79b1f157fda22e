import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Paths of the real programs that a cluster is made of. */
export interface Binaries {
  readonly etcd: string;
  readonly apiserver: string;
  readonly controllerManager: string;
}

/** The Go module that pins them. */
const MODULE = join(import.meta.dirname, 'go');

/** What each is called in the folder of binaries, the package that it is built from, and about how long that takes. */
const PROGRAMS = {
  etcd: { file: 'etcd', package: 'go.etcd.io/etcd/server/v3', minutes: 1 },
  apiserver: {
    file: 'kube-apiserver',
    package: 'k8s.io/kubernetes/cmd/kube-apiserver',
    minutes: 7,
  },
  controllerManager: {
    file: 'kube-controller-manager',
    package: 'k8s.io/kubernetes/cmd/kube-controller-manager',
    minutes: 2,
  },
} as const;

type Program = (typeof PROGRAMS)[keyof typeof PROGRAMS];

/**
 * The binaries of `KUBEBUILDER_ASSETS`; what is missing there, or all of them without it, is built once
 * from the Go module beside this file, into a cache outside of the checkout. Rejects with what to do.
 */
export async function findBinaries(): Promise<Binaries> {
  const found: Record<string, string> = {};
  for (const [name, program] of Object.entries(PROGRAMS)) {
    const asset = join(process.env.KUBEBUILDER_ASSETS ?? '', program.file);
    found[name] =
      process.env.KUBEBUILDER_ASSETS && existsSync(asset) ? asset : await built(program);
  }
  return found as unknown as Binaries;
}

/** The Kubernetes release that the module pins, such as `v1.36.3`. */
export async function pinnedVersion(): Promise<string> {
  const text = await readFile(join(MODULE, 'go.mod'), 'utf8');
  return /k8s\.io\/kubernetes (v[\d.]+)/.exec(text)?.[1] ?? '';
}

async function built(program: Program): Promise<string> {
  const folder = join(await cacheFolder(), 'bin');
  const path = join(folder, program.file);
  if (existsSync(path)) return path;
  await mkdir(folder, { recursive: true });
  const unlock = await lock(join(folder, 'lock'));
  try {
    if (!existsSync(path)) await build(program, path);
  } finally {
    await unlock();
  }
  return path;
}

async function cacheFolder(): Promise<string> {
  const cache = process.env.XDG_CACHE_HOME || join(homedir(), '.cache');
  const hash = createHash('sha256').update(await readFile(join(MODULE, 'go.mod')));
  return join(cache, 'satrap-e2e', hash.digest('hex').slice(0, 16));
}

async function build(program: Program, path: string): Promise<void> {
  const version = await pinnedVersion();
  const [major = '', minor = ''] = version.slice(1).split('.');
  say(`building ${program.file} once (${version}); on two cores takes ${program.minutes} minutes`);
  // Events show the version in user agents; without this it would be a placeholder.
  const stamps = { gitVersion: version, gitMajor: major, gitMinor: minor, gitCommit: '' };
  const flags = ['component-base/version', 'client-go/pkg/version'].flatMap((module) =>
    Object.entries(stamps).map(([name, value]) => `-X k8s.io/${module}.${name}=${value}`),
  );
  const unfinished = `${path}.${process.pid}`;
  const args = ['build', '-trimpath', '-ldflags', ['-s', '-w', ...flags].join(' ')];
  const go = spawn('go', [...args, '-o', unfinished, program.package], {
    cwd: MODULE,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const failure = await endOf(go);
  if (failure !== undefined) {
    throw new Error(
      `${program.file} could not be built: ${failure}; install Go (see ${join(MODULE, 'go.mod')}) ` +
        'or set KUBEBUILDER_ASSETS to a folder with etcd, kube-apiserver and kube-controller-manager',
    );
  }
  await rename(unfinished, path);
}

function endOf(child: ChildProcess): Promise<string | undefined> {
  return new Promise((done) => {
    child.on('error', (error) => done(error.message));
    child.on('exit', (code, signal) =>
      done(code === 0 ? undefined : `go build ended with ${signal ?? code}`),
    );
  });
}

/** Waits until no other run builds; a lock whose owner is gone is taken over. */
async function lock(path: string): Promise<() => Promise<void>> {
  for (let waits = 0; ; waits++) {
    try {
      await writeFile(path, String(process.pid), { flag: 'wx' });
      return () => rm(path, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const owner = Number(await readFile(path, 'utf8').catch(() => '0'));
    if (owner > 0 && !isAlive(owner)) await rm(path, { force: true });
    if (waits === 0) say(`process ${owner} is building already; waiting for it`);
    await sleep(1000);
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function say(message: string): void {
  process.stderr.write(`e2e: ${message}\n`);
}
