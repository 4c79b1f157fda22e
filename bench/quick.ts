import { execFileSync } from 'node:child_process';
import { mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { installPackage } from '../tools/install-package.ts';
import { analyzeCommand, ROOT } from './contenders/satrap.ts';
import { appendEvents, createLog, type Log } from './log/log.ts';
import { measure, type Usage } from './measure/process.ts';
import { inRounds } from './measure/rounds.ts';
import { ratioOf, type Spread, spreadOf } from './measure/statistics.ts';

/** Seconds that one run is to take, about, and all rounds together. */
const ONE = 2;
const ALL = 35;

/** Bytes of the log that is tried first, and the most. */
const TRIAL = 8e6;
const MOST = 1e9;

/**
 * Compares this checkout, as it is on the disk, with another state of it; prints how they compare. Under a minute.
 * Each is packed and installed first, unless it's the `sources` that are to run.
 */
export async function compareWith(
  against: string | undefined,
  folder: string,
  sources: boolean,
): Promise<void> {
  const ref = against ?? defaultRef();
  const other = await checkOut(ref, join(folder, 'other'));
  const path = join(folder, 'quick.log');
  const log = createLog({ variant: 'usual', theft: 10_000, block: 50_000 });
  const checkouts = [ROOT, other];
  const roots = sources
    ? checkouts
    : await Promise.all(checkouts.map((one, i) => installIn(join(folder, `package-${i}`), one)));
  const runs = roots.map((root) => async () => {
    const command = await analyzeCommand(root, 1, path);
    return measure({ command, cores: 1, output: join(folder, 'output') }, folder);
  });
  const bytes = await writeFitting(log, path, runs[0] as () => Promise<Usage>);
  const outcomes = await inRounds(
    runs.map((run) => ({ measure: run })),
    { least: 4, most: 16, seconds: ALL },
  );
  for (const { failure } of outcomes) if (failure !== undefined) throw new Error(failure);
  const [now = [], then = []] = outcomes.map(({ usages }) => usages);
  print(ref, bytes, now, then);
}

/** Where this branch left main; the commit before when it is main; the last commit when something was changed. */
function defaultRef(): string {
  if (git('status', '--porcelain', '--', 'src', 'bin', 'rules') !== '') return 'HEAD';
  const head = git('rev-parse', 'HEAD');
  for (const main of ['origin/main', 'main'])
    try {
      const base = git('merge-base', 'HEAD', main);
      if (base !== head) return base;
    } catch {
      // There is no such branch here.
    }
  return 'HEAD~1';
}

/** Lays a state of this repository beside it, with the packages of this checkout. */
async function checkOut(ref: string, folder: string): Promise<string> {
  await mkdir(folder);
  const archive = execFileSync('git', ['archive', '--format=tar', ref], {
    cwd: ROOT,
    maxBuffer: 2 ** 30,
  });
  execFileSync('tar', ['-x', '-C', folder], { input: archive });
  await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  return folder;
}

async function installIn(folder: string, checkout: string): Promise<string> {
  await mkdir(folder);
  return installPackage(checkout, folder);
}

function git(...args: readonly string[]): string {
  return execFileSync('git', args, { cwd: ROOT, encoding: 'utf8', stdio: 'pipe' }).trim();
}

/** Writes a log on which a run takes about two seconds; gives its bytes. It grows in steps, because starting takes time too. */
async function writeFitting(log: Log, path: string, run: () => Promise<Usage>): Promise<number> {
  const most = Math.floor(MOST / log.eventBytes);
  let events = 0;
  for (let wanted = Math.ceil(TRIAL / log.eventBytes); wanted > events; ) {
    await appendEvents(log, path, events, wanted);
    events = wanted;
    const { wall } = await run();
    if (wall < 0.7 * ONE) wanted = Math.min(most, Math.ceil((events * ONE) / wall));
  }
  return events * log.eventBytes;
}

function print(ref: string, bytes: number, now: readonly Usage[], then: readonly Usage[]): void {
  const of = (what: keyof Usage, usages: readonly Usage[]) => usages.map((usage) => usage[what]);
  const times = ({ median, low, high }: Spread) =>
    `${median.toFixed(3)} (${low.toFixed(3)} to ${high.toFixed(3)})`;
  const wall = ratioOf(of('wall', now), of('wall', then));
  const mb = (usages: readonly Usage[]) =>
    `${(bytes / 1e6 / spreadOf(of('wall', usages)).median).toFixed(1)} MB/s`;
  console.log(
    [
      `this checkout against ${git('rev-parse', '--short', ref)}, ${now.length} rounds on ${(bytes / 1e6).toFixed(0)} MB, one core`,
      `time: ${times(wall)} times as long; ${mb(now)} against ${mb(then)}`,
      `processor time: ${times(ratioOf(of('cpu', now), of('cpu', then)))} times`,
      `peak memory: ${times(ratioOf(of('peak', now), of('peak', then)))} times`,
      verdict(of('cpu', now), of('cpu', then)),
    ].join('\n'),
  );
}

/** So many rounds have to agree before chance is unlikely: one in 32. */
const ENOUGH = 6;

/** How often one was quicker. Processor time tells, because it depends less on what else the machine does. */
function verdict(now: readonly number[], then: readonly number[]): string {
  const quicker = now.filter((one, i) => one < (then[i] as number)).length;
  const rounds = now.length;
  const few = rounds < ENOUGH ? `; too few rounds to tell, ${ENOUGH} would do` : '';
  return `less processor time in ${quicker} of ${rounds} rounds${few}`;
}
