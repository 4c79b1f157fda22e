import { LIVE_METRICS, type LiveReadings } from '../metrics/live-metrics.ts';
import type { Exposition } from '../metrics/registry.ts';
import { UsageError } from './exit.ts';
import { keepHeapSmall } from './heap.ts';
import type { Beside, LiveCommand, LiveRun } from './live-command.ts';
import { endWith } from './live-end.ts';
import type { LiveFlags } from './live-flags.ts';
import { openLiveParts } from './live-parts.ts';
import { readingsOf } from './live-readings.ts';
import { fingerprintOf, type Reloads, watchRules } from './reload.ts';
import { setUpConfig, setUpEngine, setUpLearned, setUpRules } from './setup.ts';
import { onHangup, onInterrupt } from './signals.ts';
import { openState, stateFolder } from './state-dir.ts';
import { version } from './version.ts';

/** Runs a live command until a signal comes; gives the exit code. */
export async function runLive(command: LiveCommand, flags: LiveFlags): Promise<number> {
  await using cleanup = new AsyncDisposableStack();
  const interrupt = cleanup.adopt(onInterrupt(), ({ dispose }) => dispose());
  const hangup = cleanup.adopt(onHangup(), ({ dispose }) => dispose());
  const config = await setUpConfig(flags.config, flags);
  const folder = stateFolder(config);
  command.check(config, folder);
  const use = { lateness: command.lateness, prompt: true };
  // Before they are read: what changes in between is read again.
  const fingerprint = await fingerprintOf(config);
  const site = await setUpRules(config);
  const learned = await setUpLearned(config, site);
  const engine = setUpEngine(config, site, { ...use, learned });
  keepHeapSmall();
  const store = await openState(folder, flags.stateReset === true);
  cleanup.defer(() => store.close());
  const ending = new AbortController();
  const { from, drainMs, sourceOf } = command;
  const paths = command.paths(folder);
  const plan = { config, folder, store, engine, paths, from, drainMs, sourceOf };
  const parts = await openLiveParts({ ...plan, signal: ending.signal }, interrupt.stop);
  cleanup.defer(() => parts.close());
  const reloads = watchRules(config, { site, fingerprint }, parts.live, use);
  cleanup.defer(() => reloads.stop());
  const ready = () =>
    interrupt.signal.aborted || ending.signal.aborted ? 'shutting down' : undefined;
  const exposition = onDemand(() => readingsOf(parts, reloads, sourceOf));
  const run = { config, folder, parts, exposition, ready };
  await openProbes(run, cleanup);
  const beside = await command.begin(run);
  hangup.answer(() => reloadAll(reloads, beside));
  // Waited for here: what it uses is closed on the way out.
  return await endWith({ ...parts, beside, ending, interrupt });
}

/** The live metrics, made once. */
function onDemand(readings: () => LiveReadings): LiveRun['exposition'] {
  let made: Promise<Exposition> | undefined;
  const make = async () => {
    const { createExposition } = await import('../metrics/registry.ts');
    const exposition = createExposition(version());
    exposition.add(LIVE_METRICS, readings);
    return exposition;
  };
  return () => {
    made ??= make();
    return made;
  };
}

async function openProbes({ config, exposition, ready }: LiveRun, cleanup: AsyncDisposableStack) {
  const { listen } = config.metrics;
  if (listen === undefined) return;
  const { startProbeServer } = await import('../metrics/server.ts');
  const probed = { exposition: await exposition(), ready };
  const server = await startProbeServer(listen, probed).catch((error: Error) => {
    throw new UsageError(`metrics.listen: ${error.message}`);
  });
  cleanup.defer(() => server.close());
}

function reloadAll(reloads: Reloads, beside: Beside): void {
  void reloads.now();
  beside.reload?.();
}
