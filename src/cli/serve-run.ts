import { join } from 'node:path';
import { type Address, formatAddress } from '../config/address.ts';
import type { Config } from '../config/index.ts';
import { WEBHOOK_LATENCY, WEBHOOK_METRICS } from '../metrics/webhook-metrics.ts';
import { printable } from '../text/escape.ts';
import { checkReceiver, type ReceiverOptions, startReceiverThread } from '../webhook/index.ts';
import { say, UsageError } from './exit.ts';
import type { Beside, LiveRun } from './live-command.ts';
import { runLive } from './live-run.ts';
import type { ServeFlags } from './serve.ts';
import { startSweeps } from './sweeps.ts';

/** As long as kube-apiserver tries to deliver a batch that is refused or times out: docs/decisions/0008. */
const LATENESS = 300_000_000;
/** How long what was accepted may take at the end. */
const STOP_MS = 8000;

/** The spool never writes to a segment again that it has renamed. */
const DRAIN_MS = 1000;

/** `satrap serve`: gives the exit code. */
export async function runServe(flags: ServeFlags): Promise<number> {
  return runLive(
    {
      check(config) {
        const [problem] = checkReceiver(receiverOptions(config));
        if (problem !== undefined) throw new UsageError(`${problem} (${HINT})`);
      },
      paths: (folder) => [spoolFolder(folder)],
      from: 'beginning',
      drainMs: DRAIN_MS,
      lateness: LATENESS,
      sourceOf: () => 'webhook',
      begin: beginServing,
    },
    flags,
  );
}

const HINT =
  "'satrap setup webhook' makes certificates; 'satrap serve --help' lists the flags, satrap.yaml has the same below webhook";

async function beginServing(run: LiveRun): Promise<Beside> {
  const { config, folder, parts } = run;
  const exposition = await run.exposition();
  const { segmentSize, segmentAge, maxSize } = config.spool;
  const spool = {
    folder: spoolFolder(folder),
    segmentBytes: segmentSize,
    segmentAge: segmentAge / 1000,
    maxBytes: maxSize,
  };
  const options = { receiver: receiverOptions(config), spool };
  const receiver = await startReceiverThread(options, {
    async metrics() {
      await receiver.refresh();
      return exposition.text();
    },
    ready: () => run.ready(),
    bury: (rejects) => parts.deadLetter.write(rejects),
    complain: (reason) => say(`satrap: webhook: ${printable(reason)}`),
  }).catch((error: Error) => {
    throw new UsageError(`the webhook can't be served: ${error.message}`);
  });
  const sweeps = startSweeps(spool.folder, config, parts);
  exposition.add(WEBHOOK_METRICS, () => ({ ...receiver.counts, sweeps: sweeps.counts }));
  exposition.addHistogram(...WEBHOOK_LATENCY, () => receiver.counts.receiver.latency);
  say(`satrap: receiving audit events at ${urlOf(config, receiver.address)}`);
  say(`satrap: state, spool and dead letters in ${printable(folder)}`);
  return {
    failed: receiver.failed,
    reload: () => void receiver.reload().catch(tellOfReload),
    async stop() {
      sweeps.stop();
      await receiver.stop(STOP_MS);
    },
  };
}

function tellOfReload(error: unknown): void {
  say(`satrap: certificates were not read anew: ${printable((error as Error).message)}`);
}

function spoolFolder(folder: string): string {
  return join(folder, 'spool');
}

/** The path is shown where it is no secret. */
function urlOf({ webhook }: Config, address: Address): string {
  const scheme = webhook.insecureHttp ? 'http' : 'https';
  const path = webhook.secretPath === undefined ? '/audit' : '/[redacted]';
  return `${scheme}://${formatAddress(address)}${path}`;
}

function receiverOptions({ webhook }: Config): ReceiverOptions {
  const { listen, tls, token, secretPath, insecureHttp, insecureHttpBeyondLoopback } = webhook;
  const { cert, key, clientCa } = tls;
  const hasTls = cert !== undefined || key !== undefined;
  return {
    ...listen,
    ...(hasTls && { tls: { cert: cert ?? '', key: key ?? '', ...(clientCa && { clientCa }) } }),
    ...(token && { token: token.reveal() }),
    ...(secretPath && { secretPath: secretPath.reveal() }),
    insecureHttp,
    insecureHttpBeyondLoopback,
    anonymous: insecureHttp && token === undefined && secretPath === undefined,
    maxBodyBytes: webhook.maxBody,
    maxInFlightBytes: webhook.maxInFlight,
  };
}
