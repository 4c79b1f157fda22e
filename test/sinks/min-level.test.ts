import { expect, it } from 'vitest';
import { withMinLevel } from '../../src/sinks/min-level.ts';
import { type Alert, LEVELS, type Sink } from '../../src/types.ts';

it('a sink with a level gets the alerts at or above it, in order, and nothing when there are none', async () => {
  const got: string[][] = [];
  let closed = 0;
  const inner: Sink = {
    name: 'inner',
    write: async (alerts) => void got.push(alerts.map((alert) => alert.level)),
    close: async () => void closed++,
  };
  const sink = withMinLevel(inner, 'high');
  await sink.write(LEVELS.map((level) => ({ level }) as Alert));
  await sink.write([{ level: 'low' } as Alert]);
  await sink.close();
  expect([got, closed, sink.name]).toEqual([[['high', 'critical']], 1, 'inner']);
});
