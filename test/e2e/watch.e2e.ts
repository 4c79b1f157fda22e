import { appendFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, inject, it } from 'vitest';
import { type Cluster, startCluster } from './cluster/index.ts';
import {
  eventsSeen,
  expectGoodEnd,
  expectSameAsAnalysis,
  expectToldAlready,
  quiet,
  tally,
} from './live/compare.ts';
import { killWhile, startHttpSink } from './live/faults.ts';
import { type Live, type LiveOptions, startWatch, stateDirOf } from './live/index.ts';
import { attack, BURST } from './scenario/attack.ts';
import { expectedAlerts } from './scenario/expected.ts';
import { createWorld, eventually } from './scenario/world.ts';

/** About three rotations. */
const SOME = 3000;

const LATENESS = '1s';
const LATENESS_AND_A_BIT = 3;

const clusterWith = (compress = false) =>
  startCluster({ binaries: inject('binaries'), audit: { compress } });

const watch = (cluster: Cluster, options: Partial<LiveOptions> = {}): Promise<Live> =>
  startWatch({
    logPath: cluster.apiserver.auditLog,
    stateDir: stateDirOf(cluster),
    lateness: LATENESS,
    countAll: true,
    ...options,
  });

describe('satrap watch on the log of a real kube-apiserver', () => {
  it('tells what analyze finds, while it happens, and ends when asked', async () => {
    await using cluster = await clusterWith();
    await using live = await watch(cluster);
    await using world = await createWorld(cluster);
    await attack(world, { burst: BURST });
    await quiet(world, LATENESS_AND_A_BIT);
    for (const expected of expectedAlerts({ burst: BURST }))
      await expectToldAlready(live, expected);
    const { events } = await expectSameAsAnalysis(live, cluster);
    expect(eventsSeen(live.alerts)).toBe(events);

    const told = live.alerts.length;
    live.start();
    await sleep(3000);
    await expectGoodEnd(live);
    expect(live.alerts.slice(told)).toEqual([]);
  });

  it.each([
    ['plain', false],
    ['compressed', true],
  ])(
    'loses and doubles nothing when it is killed again and again: %s files',
    async (_, compress) => {
      await using cluster = await clusterWith(compress);
      await using live = await watch(cluster);
      await using world = await createWorld(cluster);
      const kills = await killWhile(live, attack(world, { burst: 3 * SOME }), {
        up: [300, 2500],
        down: [0, 1000],
      });
      expect(kills).toBeGreaterThanOrEqual(2);
      await quiet(world, LATENESS_AND_A_BIT);
      const { events } = await expectSameAsAnalysis(live, cluster);
      expect(eventsSeen(live.alerts)).toBe(events);
    },
  );

  it('catches up with files that came and went while it was down', async () => {
    await using cluster = await clusterWith(true);
    await using live = await watch(cluster);
    await using world = await createWorld(cluster);
    await sleep(2000);
    await expectGoodEnd(live);
    await attack(world, { burst: SOME });
    await quiet(world, LATENESS_AND_A_BIT);
    live.start();
    const { events } = await expectSameAsAnalysis(live, cluster);
    expect(eventsSeen(live.alerts)).toBe(events);
  });

  it('goes on when the apiserver is killed in the middle of a line and comes back', async () => {
    await using cluster = await clusterWith();
    await using live = await watch(cluster);
    await using world = await createWorld(cluster);
    const { apiserver } = cluster;
    const busy = cluster
      .caller({ token: world.loaderToken })
      .burst('/version', 10 * SOME, 16)
      .catch((error: Error) => error);
    await sleep(1500);
    await apiserver.stop('SIGKILL');
    expect(await busy).toBeInstanceOf(Error);
    // What a full disk leaves: the next event is appended to it.
    await appendFile(
      apiserver.auditLog,
      '{"kind":"Event","apiVersion":"audit.k8s.io/v1","level":"Meta',
    );
    await apiserver.start();
    await attack(world, { burst: SOME });
    await quiet(world, LATENESS_AND_A_BIT);
    const { events, rejects } = await expectSameAsAnalysis(live, cluster);
    expect(rejects).toBeGreaterThanOrEqual(1);
    expect(eventsSeen(live.alerts)).toBe(events);
  });

  it('keeps alerts for a sink that is down', async () => {
    await using cluster = await clusterWith();
    await using sink = await startHttpSink();
    const address = join(cluster.folder, 'slack-url');
    await writeFile(address, sink.url, { mode: 0o600 });
    await using live = await watch(cluster, {
      countAll: false,
      // A message names ten rules at most of what it has no room for.
      sinks: [{ type: 'slack', url: `file:${address}`, minLevel: 'high' }],
    });
    await using world = await createWorld(cluster);
    sink.down = true;
    await attack(world, { burst: SOME });
    await eventually(async () => expect(sink.refused).toBeGreaterThan(0));
    await live.kill();
    live.start();
    sink.down = false;
    await quiet(world, LATENESS_AND_A_BIT);
    const { alerts } = await expectSameAsAnalysis(live, cluster);
    live.start();
    const grave = alerts.filter(({ level }) => level === 'high' || level === 'critical');
    expect(grave.length).toBeGreaterThan(5);
    for (const { rule } of grave) {
      await eventually(async () => expect(sink.taken.join('\n')).toContain(rule.name));
    }
    expect(Object.keys(tally(live.alerts))).toHaveLength(alerts.length);
  });
});
