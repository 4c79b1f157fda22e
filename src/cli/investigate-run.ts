import { writeFile } from 'node:fs/promises';
import { investigate } from '../investigate/investigate.ts';
import type { Report } from '../investigate/report/index.ts';
import type { Start } from '../investigate/starts.ts';
import type { Engine } from '../pipeline/engine.ts';
import type { Totals } from '../pipeline/totals.ts';
import { reasonOf } from '../sources/unreadable.ts';
import { jsonLine, printable } from '../text/escape.ts';
import { EXIT, say, UsageError } from './exit.ts';
import { keepHeapSmall } from './heap.ts';
import { type Inputs, openInputs, totalSize } from './inputs.ts';
import type { InvestigateFlags } from './investigate.ts';
import { checkPage, checkPaths } from './investigate-checks.ts';
import { tellMissing } from './investigate-missing.ts';
import { createProgress } from './progress.ts';
import { rangeOf } from './read-through.ts';
import { setUpReading } from './reading.ts';
import { setUpConfig, setUpReplay } from './setup.ts';
import { type Interrupt, onInterrupt } from './signals.ts';
import { type SpooledInput, spoolInput } from './spooled-stdin.ts';
import { version } from './version.ts';

/** `satrap investigate`: gives the exit code. */
export async function runInvestigate(
  paths: readonly string[],
  flags: InvestigateFlags,
): Promise<number> {
  const starts = startsIn(flags);
  const range = rangeOf(flags);
  checkPaths(paths, starts);
  if (flags.html !== undefined) await checkPage(flags.html);
  const config = await setUpConfig(flags.config, { ...flags, output: undefined });
  // What is wrong with rules is told before logs are read.
  const { engine } = await setUpReplay(config);
  const interrupt = onInterrupt();
  const { inputs, spooled } = await openTwice(paths, interrupt);
  try {
    keepHeapSmall();
    const { report, totals, callers, missing } = await investigate({
      starts,
      depth: flags.depth,
      version: version(),
      engine: firstOf(engine, async () => (await setUpReplay(config)).engine),
      sources: inputs.sources,
      missing: inputs.failures,
      range,
      maxRecordBytes: config.input.maxRecordBytes,
      dedupeEvents: config.dedupe.events,
      signal: interrupt.signal,
      open: (fields) => setUpReading(config, fields, { sources: inputs.sources, jobs: flags.jobs }),
      ...telling(inputs, flags.quiet === true),
    });
    if (interrupt.interrupted) {
      say('satrap: interrupted: there is no report of half a log');
      return EXIT.interrupted;
    }
    await print(report, flags);
    tellMissing(missing, callers);
    if (flags.html !== undefined && !(await writePage(flags.html, report))) return EXIT.sink;
    return totals.failures + inputs.failures > 0 || isNothingRead(totals) ? EXIT.input : EXIT.done;
  } finally {
    await spooled?.remove();
    interrupt.dispose();
  }
}

/** Whether there was something, and none of it an event; says when there is no event. */
function isNothingRead({ events, rejects }: Totals): boolean {
  if (events > 0) return false;
  if (rejects > 0) say('satrap: no record of these logs could be read as an audit event');
  else say('satrap: there is no event in these logs');
  return rejects > 0;
}

function startsIn(flags: InvestigateFlags): Start[] {
  const starts = [
    ...flags.serviceAccount,
    ...flags.credential,
    ...flags.pod,
    ...flags.sourceIp,
    ...flags.user,
    ...flags.userAgent,
    ...flags.alert,
  ];
  if (starts.length > 0) return starts;
  throw new UsageError(
    'where to start? Say --service-account NS:NAME, --credential ID, --pod NS/NAME, --source-ip ADDRESS, ' +
      '--user NAME, --user-agent AGENT or --alert ID',
  );
}

/** Inputs that can be read several times. */
async function openTwice(
  paths: readonly string[],
  interrupt: Interrupt,
): Promise<{ inputs: Inputs; spooled: SpooledInput | undefined }> {
  const fromPipe = paths.length === 0 ? process.stdin.isTTY !== true : paths.includes('-');
  if (!fromPipe) return { inputs: await openInputs(paths), spooled: undefined };
  const spooled = await spoolInput(process.stdin, interrupt.signal);
  const others = paths.filter((path) => path !== '-');
  return { inputs: await openInputs([...others, spooled.path]), spooled };
}

/** How passes tell what they do: a line for each, and what can't be read once. */
function telling({ sources }: Inputs, quiet: boolean) {
  const size = totalSize(sources);
  const told = new Set<string>();
  let at = '';
  let progress = createProgress({ stream: process.stderr, quiet, size, now });
  return {
    complain(origin: string, reason: string) {
      const line = `satrap: ${printable(origin)}: ${printable(reason)}`;
      if (told.has(line)) return;
      told.add(line);
      progress.clear();
      say(line);
    },
    progress(what: string, totals: Totals, read: number) {
      if (what !== at) {
        progress.clear();
        at = what;
        progress = createProgress({ stream: process.stderr, quiet, size, now, what });
      }
      progress.update(totals, read);
      if (size !== undefined && read >= size) progress.clear();
    },
  };
}

const now = () => performance.now();

/** The first is there already; each further one is made when it is asked for. */
function firstOf(ready: Engine, make: () => Promise<Engine>): () => Promise<Engine> {
  let left: Engine | undefined = ready;
  return async () => {
    const engine = left ?? (await make());
    left = undefined;
    return engine;
  };
}

async function print(report: Report, flags: InvestigateFlags): Promise<void> {
  const { stdout } = process;
  if ((flags.output ?? (stdout.isTTY ? 'text' : 'json')) === 'json') {
    stdout.write(`${jsonLine(report)}\n`);
    return;
  }
  const { reportText } = await import('../investigate/text/index.ts');
  const color = stdout.isTTY && stdout.hasColors();
  const columns = stdout.isTTY ? stdout.columns : 80;
  stdout.write(`${reportText(report, { color, columns, all: flags.all === true })}\n`);
}

/** Whether it could be written; says why not. */
async function writePage(file: string, report: Report): Promise<boolean> {
  const { reportPage } = await import('../investigate/page/index.ts');
  try {
    await writeFile(file, reportPage(report));
    return true;
  } catch (error) {
    say(`satrap: ${printable(file)}: ${printable(reasonOf(error))}`);
    return false;
  }
}
