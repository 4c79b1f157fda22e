import { describe, expect, it } from 'vitest';
import { createExposition } from '../../src/metrics/registry.ts';
import { startProbeServer } from '../../src/metrics/server.ts';

const LOOPBACK = { host: '127.0.0.1', port: 0 };

describe('probe server', () => {
  it('is healthy, and ready while there is no reason against it', async () => {
    let reason: string | undefined;
    const server = await startProbeServer(LOOPBACK, {
      exposition: createExposition('1'),
      ready: () => reason,
    });
    const get = async (path: string) => {
      const answer = await fetch(`http://127.0.0.1:${server.address.port}${path}`);
      return [answer.status, await answer.text()];
    };
    expect(await get('/readyz?verbose')).toEqual([200, 'ok\n']);
    reason = 'shutting down';
    expect(await get('/readyz')).toEqual([503, 'shutting down\n']);
    expect(await get('/healthz')).toEqual([200, 'ok\n']);
    expect((await get('/metrics'))[1]).toContain('satrap_build_info');
    expect(await get('/')).toEqual([404, 'not found\n']);
    await server.close();
    await expect(get('/healthz')).rejects.toThrow('fetch failed');
  });

  it('says so when the address is taken', async () => {
    const probes = { exposition: createExposition('1'), ready: () => undefined };
    const server = await startProbeServer(LOOPBACK, probes);
    await expect(startProbeServer(server.address, probes)).rejects.toThrow(/EADDRINUSE/);
    await server.close();
  });
});
