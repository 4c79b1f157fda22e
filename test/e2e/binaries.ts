import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
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

/** What each is called in a folder of binaries, what it is built from, and about how long that takes. */
const PROGRAMS = {
  etcd: {
    file: 'etcd',
    module: 'go.etcd.io/etcd/server/v3',
    package: 'go.etcd.io/etcd/server/v3',
    minutes: 1,
  },
  apiserver: {
    file: 'kube-apiserver',
    module: 'k8s.io/kubernetes',
    package: 'k8s.io/kubernetes/cmd/kube-apiserver',
    minutes: 7,
  },
  controllerManager: {
    file: 'kube-controller-manager',
    module: 'k8s.io/kubernetes',
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

/** The release that the module pins, such as `v1.36.3`. */
async function pinnedVersion(program: Program): Promise<string> {
  const text = await readFile(join(MODULE, 'go.mod'), 'utf8');
  const line = text.split('\n').find((one) => one.startsWith(`\t${program.module} v`));
  return /v[\d.]+/.exec(line?.slice(program.module.length + 1) ?? '')?.[0] ?? '';
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
  const version = await pinnedVersion(program);
  const [major = '', minor = ''] = version.slice(1).split('.');
  say(`building ${program.file} ${version} once; takes about ${program.minutes} min on two cores`);
  // Events show the version in user agents; without this it would be a placeholder.
  const stamps = { gitVersion: version, gitMajor: major, gitMinor: minor, gitCommit: '' };
  const flags = ['component-base/version', 'client-go/pkg/version'].flatMap((module) =>
    Object.entries(stamps).map(([name, value]) => `-X k8s.io/${module}.${name}=${value}`),
  );
  const unfinished = `${path}.${process.pid}`;
  const args = [
    'build',
    '-trimpath',
    '-buildvcs=false',
    '-ldflags',
    ['-s', '-w', ...flags].join(' '),
  ];
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
  const own = `${path}.${process.pid}`;
  await writeFile(own, String(process.pid));
  try {
    let waitsFor = 0;
    while (!(await linked(own, path))) {
      const owner = Number(await readFile(path, 'utf8').catch(() => '0'));
      if (owner > 0 && !isAlive(owner)) await rm(path, { force: true });
      else if (owner !== waitsFor) say(`process ${owner} is building already; waiting for it`);
      waitsFor = owner;
      await sleep(1000);
    }
  } finally {
    await rm(own);
  }
  return () => rm(path, { force: true });
}

/** A link appears with its content, unlike a file that is written. */
async function linked(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
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
