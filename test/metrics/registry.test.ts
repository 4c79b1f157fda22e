import { describe, expect, it } from 'vitest';
import { labelled, plain } from '../../src/metrics/metric.ts';
import { createExposition } from '../../src/metrics/registry.ts';

describe('exposition', () => {
  it('reads metrics when it is asked, and escapes labels', async () => {
    const exposition = createExposition('1.2.3');
    const state = { size: 1, seen: new Map([['a "b"\n\\', 2]]) };
    exposition.add(
      [
        plain('test_size', 'gauge', 'How big', (from: typeof state) => from.size),
        labelled(
          'test_seen_total',
          'counter',
          'How many',
          'what',
          (from: typeof state) => from.seen,
        ),
      ],
      () => state,
    );
    state.size = 7;
    await exposition.text();
    state.seen.set('c', 3);
    const text = await exposition.text();
    expect(text).toContain('satrap_build_info{version="1.2.3"} 1');
    expect(text).toContain('# TYPE test_size gauge\ntest_size 7\n');
    expect(text).toContain('test_seen_total{what="a \\"b\\"\\n\\\\"} 2\n');
    expect(text).toContain('test_seen_total{what="c"} 3\n');
    expect(text).toMatch(/^process_cpu_user_seconds_total /m);
    expect(text).toMatch(/^nodejs_eventloop_lag_seconds /m);
  });

  it('writes a histogram that was counted elsewhere with running totals', async () => {
    const exposition = createExposition('1');
    exposition.addHistogram('test_seconds', 'How long', () => ({
      bounds: [0.1, 1],
      counts: [5, 2, 1],
      sum: 4.5,
    }));
    const text = await exposition.text();
    const lines = text.split('\n').filter((line) => line.startsWith('test_seconds'));
    expect(lines).toEqual([
      'test_seconds_bucket{le="0.1"} 5',
      'test_seconds_bucket{le="1"} 7',
      'test_seconds_bucket{le="+Inf"} 8',
      'test_seconds_sum 4.5',
      'test_seconds_count 8',
    ]);
    expect(text).toContain('# TYPE test_seconds histogram');
  });
});
