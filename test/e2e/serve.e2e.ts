import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect } from 'node:tls';
import { Agent, request } from 'undici';
import { describe, expect, inject, it } from 'vitest';
import { type Cluster, startCluster } from './cluster/index.ts';
import { type Credentials, createAuthority } from './cluster/pki.ts';
import {
  eventsSeen,
  expectGoodEnd,
  expectSameAsAnalysis,
  expectToldAlready,
  quiet,
} from './live/compare.ts';
import { killWhile, startHttpSink, takeDown } from './live/faults.ts';
import {
  createEndpoint,
  type Endpoint,
  type Live,
  type LiveOptions,
  renewCertificate,
  startServe,
  stateDirOf,
} from './live/index.ts';
import { attack, BURST } from './scenario/attack.ts';
import { expectedAlerts } from './scenario/expected.ts';
import { createWorld, eventually } from './scenario/world.ts';

/** A few batches. */
const SOME = 3000;

/** A cluster whose apiserver posts its events to an endpoint. */
interface Posting extends AsyncDisposable {
  readonly cluster: Cluster;
  readonly endpoint: Endpoint;
  serve(options?: Partial<LiveOptions>): Promise<Live>;
}

async function startPosting(lateness: string, webhookBackoff = 2): Promise<Posting> {
  const folder = await mkdtemp(join(tmpdir(), 'satrap-serve-'));
  const cleanup = new AsyncDisposableStack();
  cleanup.defer(() => rm(folder, { recursive: true, force: true }));
  const endpoint = await createEndpoint(folder, await createAuthority('satrap audit'));
  const audit = { webhookConfig: endpoint.kubeconfig, webhookBackoff };
  const cluster = cleanup.use(await startCluster({ binaries: inject('binaries'), audit }));
  return {
    cluster,
    endpoint,
    serve: (options) =>
      startServe({ endpoint, stateDir: stateDirOf(cluster), lateness, countAll: true, ...options }),
    [Symbol.asyncDispose]: () => cleanup.disposeAsync(),
  };
}

/** What the server answers, or why it doesn't. */
async function statusOf(endpoint: Endpoint, client?: Credentials): Promise<number | string> {
  const agent = new Agent({ connect: { ca: endpoint.authority.cert, ...client } });
  try {
    const url = `https://127.0.0.1:${endpoint.port}/audit`;
    const body = JSON.stringify({ kind: 'EventList', apiVersion: 'audit.k8s.io/v1', items: [] });
    const headers = { 'content-type': 'application/json' };
    const answer = await request(url, { method: 'POST', dispatcher: agent, headers, body });
    await answer.body.dump();
    return answer.statusCode;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? 'refused';
  } finally {
    await agent.destroy();
  }
}

/** The serial number of the certificate that the server shows. */
async function serialOf({ port, authority }: Endpoint): Promise<string> {
  const client = await authority.client('kube-apiserver');
  return new Promise((done, fail) => {
    const socket = connect({ host: '127.0.0.1', port, ca: authority.cert, ...client }, () => {
      done(socket.getPeerCertificate().serialNumber);
      socket.destroy();
    });
    socket.on('error', fail);
  });
}

describe('satrap serve behind a real kube-apiserver', () => {
  it('tells what analyze finds in the log, while it happens, and ends when asked', async () => {
    await using posting = await startPosting('5s');
    const { cluster, endpoint } = posting;
    await using live = await posting.serve();
    await using world = await createWorld(cluster);
    await attack(world, { burst: BURST });
    await quiet(world, 7);
    for (const expected of expectedAlerts({ burst: BURST }))
      await expectToldAlready(live, expected);
    const metrics = await request(`http://127.0.0.1:${endpoint.metricsPort}/metrics`);
    expect(metrics.statusCode).toBe(200);
    expect(await metrics.body.text()).toMatch(/^satrap_\w+/m);
    const { events } = await expectSameAsAnalysis(live, cluster, { posted: true });
    expect(eventsSeen(live.alerts)).toBe(events);

    const told = live.alerts.length;
    live.start();
    await sleep(3000);
    await expectGoodEnd(live);
    expect(live.alerts.slice(told)).toEqual([]);
  });

  it('loses and doubles nothing when it is killed again and again', async () => {
    await using posting = await startPosting('15s');
    await using live = await posting.serve();
    await using world = await createWorld(posting.cluster);
    // Longer up than an attempt's pause, or the apiserver gives up on a batch, as it says it does.
    const kills = await killWhile(live, attack(world, { burst: 3 * SOME }), {
      up: [2500, 5000],
      down: [0, 1000],
    });
    expect(kills).toBeGreaterThanOrEqual(2);
    await quiet(world, 17);
    const { events } = await expectSameAsAnalysis(live, posting.cluster, { posted: true });
    expect(eventsSeen(live.alerts)).toBe(events);
  });

  it('gets what was sent while it was down for a minute', async () => {
    // As late as the fourth attempt of an apiserver with its usual patience, and a little more.
    await using posting = await startPosting('110s', 10);
    await using live = await posting.serve();
    await using world = await createWorld(posting.cluster);
    await Promise.all([attack(world, { burst: SOME }), takeDown(live, 60_000)]);
    await quiet(world, 112);
    const { events } = await expectSameAsAnalysis(live, posting.cluster, { posted: true });
    expect(eventsSeen(live.alerts)).toBe(events);
  });

  it('takes events from nobody but clients of its authority, and a new certificate without a restart', async () => {
    await using posting = await startPosting('5s');
    const { cluster, endpoint } = posting;
    const { authority, files } = endpoint;
    await using live = await posting.serve();
    const client = await authority.client('kube-apiserver');
    await eventually(async () => expect(await statusOf(endpoint, client)).toBe(200));
    const stranger = await (await createAuthority('satrap audit')).client('kube-apiserver');
    expect(await statusOf(endpoint)).not.toBe(200);
    expect(await statusOf(endpoint, stranger)).not.toBe(200);

    await using world = await createWorld(cluster);
    const before = await serialOf(endpoint);
    await renewCertificate(files, authority);
    await eventually(async () => expect(await serialOf(endpoint)).not.toBe(before));
    // Halves that don't fit together, as a renewal may leave them: the last good pair goes on.
    const good = await readFile(files.cert);
    await writeFile(files.cert, (await authority.server(['127.0.0.1'])).cert);
    const renewed = await serialOf(endpoint);
    await attack(world, { burst: SOME });
    expect(await serialOf(endpoint)).toBe(renewed);
    await writeFile(files.cert, good);
    await quiet(world, 7);
    const { events } = await expectSameAsAnalysis(live, cluster, { posted: true });
    expect(eventsSeen(live.alerts)).toBe(events);
  });

  it('goes on when the apiserver is killed and comes back', async () => {
    await using posting = await startPosting('5s');
    const { cluster } = posting;
    // What waits for its batch dies with the apiserver: its log has more events than were sent.
    await using live = await posting.serve({ countAll: false });
    await using world = await createWorld(cluster);
    await quiet(world, 2);
    await cluster.apiserver.stop('SIGKILL');
    await cluster.apiserver.start();
    await attack(world, { burst: SOME });
    await quiet(world, 7);
    const { alerts } = await expectSameAsAnalysis(live, cluster, { posted: true });
    expect(alerts.length).toBeGreaterThanOrEqual(expectedAlerts({ burst: SOME }).length);
  });

  it('keeps alerts for a sink that is down', async () => {
    await using posting = await startPosting('5s');
    const { cluster } = posting;
    await using sink = await startHttpSink();
    const address = join(cluster.folder, 'slack-url');
    await writeFile(address, sink.url, { mode: 0o600 });
    await using live = await posting.serve({
      countAll: false,
      // A message names ten rules at most of what it has no room for.
      sinks: [{ type: 'slack', url: `file:${address}`, minLevel: 'high' }],
    });
    await using world = await createWorld(cluster);
    sink.down = true;
    await attack(world, { burst: SOME });
    await eventually(async () => expect(sink.refused).toBeGreaterThan(0));
    sink.down = false;
    await quiet(world, 7);
    const { alerts } = await expectSameAsAnalysis(live, cluster, { posted: true });
    live.start();
    const grave = alerts.filter(({ level }) => level === 'high' || level === 'critical');
    expect(grave.length).toBeGreaterThan(5);
    for (const { rule } of grave) {
      await eventually(async () => expect(sink.taken.join('\n')).toContain(rule.name));
    }
  });
});
