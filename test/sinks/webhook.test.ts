import { describe, expect, it } from 'vitest';
import { postJson, proxyDispatcher } from '../../src/sinks/webhook.ts';
import { reply, testServer } from './support.ts';

describe('postJson', () => {
  it('gives the status, the wait and the beginning of the answer', async () => {
    await using server = await testServer();
    server.otherwise = reply(429, `slow down\n${'x'.repeat(500)}`, { 'retry-after': '2' });
    const dispatcher = proxyDispatcher({});
    const answer = await postJson(server.url, { a: 1 }, { dispatcher, timeout: 1000, now: 0 });
    await dispatcher.destroy();
    expect(answer).toMatchObject({ status: 429, retryAfter: 2000 });
    expect(answer.text).toMatch(/^slow down\\u\{a\}x+…$/);
    expect(answer.text).toHaveLength(200);
  });

  it('takes a date that has passed as no wait', async () => {
    await using server = await testServer();
    server.otherwise = reply(503, '', { 'retry-after': 'Fri, 20 Nov 2026 10:00:00 GMT' });
    const dispatcher = proxyDispatcher({});
    const now = Date.UTC(2026, 10, 21);
    const answer = await postJson(server.url, {}, { dispatcher, timeout: 1000, now });
    await dispatcher.destroy();
    expect(answer.retryAfter).toBe(0);
  });
});
