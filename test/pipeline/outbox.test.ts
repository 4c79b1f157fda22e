import { describe, expect, it } from 'vitest';
import { createOutbox } from '../../src/pipeline/outbox.ts';
import { createCheckpoint } from '../../src/state/checkpoint.ts';
import type { Store } from '../../src/state/store.ts';
import type { Sink } from '../../src/types.ts';
import { memoryStore } from '../state/memory-store.ts';
import { alert, manualClock } from './alerts.ts';

function sinkOf(name: string, works: boolean) {
  const got: string[] = [];
  const sink: Sink = {
    name,
    async write(alerts) {
      if (!works) throw new Error('down');
      got.push(...alerts.map((one) => `${one.id}:${one.count}`));
    },
    async close() {},
  };
  return { sink, got };
}

function start(store: Store, sinks: readonly Sink[]) {
  const forgotten: number[] = [];
  const outbox = createOutbox({
    sinks,
    capacity: 10,
    clock: manualClock(),
    told() {},
    forgot: (alerts) => forgotten.push(alerts),
  });
  const checkpoint = createCheckpoint(store);
  checkpoint.adopt([outbox.memory]);
  outbox.start();
  return { outbox, checkpoint, forgotten };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('outbox', () => {
  it('delivers to the sinks that work, and to the others after a restart', async () => {
    const store = memoryStore();
    const [file, slack] = [sinkOf('file x', true), sinkOf('slack', false)];
    const first = start(store, [file.sink, slack.sink]);
    first.outbox.put([alert('a', 1), alert('b', 1)]);
    await settled();
    first.outbox.put([alert('a', 2)]);
    await settled();
    first.checkpoint.save();
    expect(file.got).toEqual(['a:1', 'b:1', 'a:2']);
    const [fileAgain, slackAgain] = [sinkOf('file x', true), sinkOf('slack', true)];
    const second = start(store, [fileAgain.sink, slackAgain.sink]);
    await settled();
    expect(slackAgain.got).toEqual(['b:1', 'a:2']);
    expect(fileAgain.got).toEqual([]);
    second.checkpoint.save();
    expect(store.load('outbox')).toEqual([]);
  });

  it('drops what waited for a sink that is gone from the configuration', async () => {
    const store = memoryStore();
    const first = start(store, [sinkOf('slack', false).sink]);
    first.outbox.put([alert('a', 1)]);
    await settled();
    first.checkpoint.save();
    expect(store.load('outbox')).toHaveLength(1);
    const other = sinkOf('file y', true);
    const second = start(store, [other.sink]);
    await settled();
    second.checkpoint.save();
    expect(other.got).toEqual([]);
    expect(second.forgotten).toEqual([1]);
    expect(store.load('outbox')).toEqual([]);
  });

  it('keeps what waits for a sink that changes its place among the others', async () => {
    const store = memoryStore();
    const [one, two] = [sinkOf('slack', false), sinkOf('slack', false)];
    const first = start(store, [one.sink, two.sink]);
    first.outbox.put([alert('a', 1)]);
    await settled();
    first.checkpoint.save();
    const [file, again, twice] = [
      sinkOf('file', true),
      sinkOf('slack', true),
      sinkOf('slack', true),
    ];
    const second = start(store, [file.sink, again.sink, twice.sink]);
    await settled();
    expect([file.got, again.got, twice.got]).toEqual([[], ['a:1'], ['a:1']]);
    expect(second.forgotten).toEqual([]);
  });

  it('does not wait for a sink that hangs beyond the deadline', async () => {
    const hanging: Sink = { name: 'slow', write: () => new Promise(() => {}), async close() {} };
    const clock = manualClock();
    const outbox = createOutbox({ sinks: [hanging], capacity: 10, clock, told() {}, forgot() {} });
    outbox.start();
    outbox.put([alert('a', 1)]);
    const closed = outbox.close(1000);
    clock.pass();
    await closed;
    expect(outbox.counts).toMatchObject([{ sink: 'slow', waiting: 1 }]);
  });
});
