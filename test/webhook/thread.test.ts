import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { request } from 'undici';
import { describe, expect, it, vi } from 'vitest';
import type { Reject } from '../../src/types.ts';
import {
  type ReceiverCallbacks,
  startReceiverThread,
  type ThreadOptions,
} from '../../src/webhook/index.ts';
import { contents, folder } from '../spool/support.ts';
import { item, listOf, TOKEN } from './support.ts';

const soon = { timeout: 20_000, interval: 20 };

async function setUp(
  callbacks: Partial<ReceiverCallbacks> = {},
  options: Partial<ThreadOptions['receiver']> = {},
) {
  const dir = await folder();
  const spool = join(dir.path, 'spool');
  const thread = await startReceiverThread(
    {
      receiver: { host: '127.0.0.1', port: 0, insecureHttp: true, token: TOKEN, ...options },
      spool: { folder: spool },
    },
    {
      metrics: async () => 'metrics\n',
      ready: () => undefined,
      bury: async () => {},
      complain: () => {},
      ...callbacks,
    },
  );
  const ask = async (path: string, body?: string) => {
    const answer = await request(`http://127.0.0.1:${thread.address.port}${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { authorization: `Bearer ${TOKEN}` },
      body: body ?? null,
    });
    return `${answer.statusCode} ${await answer.body.text()}`;
  };
  return {
    thread,
    spool,
    ask,
    async [Symbol.asyncDispose]() {
      await thread.stop(0).catch(() => {});
      await dir[Symbol.asyncDispose]();
    },
  };
}

describe('webhook thread', () => {
  it('receives, spools and counts', async () => {
    await using test = await setUp();
    expect(await test.ask('/audit', listOf(item('a')))).toBe('200 ok\n');
    expect((await test.thread.refresh()).receiver.events).toBe(1);
    await vi.waitFor(() => expect(test.thread.counts.receiver.events).toBe(1), soon);
    await test.thread.reload();
    await test.thread.stop(5000);
    await test.thread.stop(5000);
    expect(test.thread.counts.spool).toMatchObject({ appends: 1, syncs: 1 });
    expect((await contents(test.spool))['audit.log']).toContain('"auditID":"a"');
  });

  it('asks the program for what it can’t know', async () => {
    const buried: Reject[] = [];
    const complaints: string[] = [];
    await using test = await setUp({
      ready: async () => 'no rules yet',
      bury: async (rejects) => void buried.push(...rejects),
      complain: (reason) => void complaints.push(reason),
    });
    expect(await test.ask('/metrics')).toBe('200 metrics\n');
    expect(await test.ask('/readyz')).toBe('503 not ready: no rules yet\n');
    expect(await test.ask('/audit', 'poison')).toBe('200 ok\n');
    expect(buried).toMatchObject([{ origin: 'webhook', text: 'poison' }]);
    await vi.waitFor(() => expect(complaints.join()).toContain('dead letter'), soon);
  });

  it('passes on why the program fails', async () => {
    await using test = await setUp({
      bury: () => Promise.reject(new Error('the disk is full')),
      ready: () => {
        throw new Error('broken');
      },
    });
    expect(await test.ask('/audit', 'poison')).toContain('503 the dead letter can');
    expect(await test.ask('/readyz')).toBe('503 not ready: broken\n');
  });

  it('answers while the program is busy', async () => {
    await using test = await setUp();
    const answered = new Int32Array(new SharedArrayBuffer(4));
    const code = `
      const { workerData: { url, token, body, answered } } = require('node:worker_threads');
      fetch(url, { method: 'POST', headers: { authorization: 'Bearer ' + token }, body }).then(({ status }) => {
        Atomics.store(answered, 0, status);
        Atomics.notify(answered, 0);
      });`;
    const url = `http://127.0.0.1:${test.thread.address.port}/audit`;
    const workerData = { url, token: TOKEN, body: listOf(item('a')), answered };
    const client = new Worker(code, { eval: true, workerData });
    // This thread does nothing else until the answer is there.
    Atomics.wait(answered, 0, 0, 30_000);
    expect(answered[0]).toBe(200);
    await client.terminate();
  });

  it('says why it can’t start', async () => {
    await expect(setUp({}, { token: 'short' })).rejects.toThrow('the bearer token must be');
    await using test = await setUp();
    const { port } = test.thread.address;
    await expect(setUp({}, { port })).rejects.toThrow(`127.0.0.1:${port} is in use already`);
  });

  it('tells the program when it breaks down', async () => {
    const gate = Promise.withResolvers<string>();
    await using test = await setUp({
      // No string: the thread trips over it.
      metrics: async () => ({ endsWith: 1 }) as unknown as string,
      ready: () => gate.promise,
    });
    const failed = test.thread.failed.catch((error: Error) => error.message);
    await test.ask('/metrics').catch(() => {});
    expect(await failed).toContain('the webhook receiver broke down');
    await expect(test.thread.refresh()).rejects.toThrow('broke down');
    await test.thread.stop(1000);
  });
});
