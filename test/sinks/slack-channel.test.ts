import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { Secret } from '../../src/config/secret.ts';
import { RefusedError } from '../../src/sinks/retry.ts';
import { slackChannel } from '../../src/sinks/slack-channel.ts';
import { type Reply, reply, type TestServer, testClock, testServer } from './support.ts';

function open({ secret }: Pick<TestServer, 'secret'>, { timeout = 2000, env = {} } = {}) {
  const clock = testClock();
  const channel = slackChannel({ url: secret, timeout: timeout * 1000 }, { env, clock });
  const post = () => channel.post(() => ({ text: 'hello' }));
  return { clock, channel, post };
}

const hang: Reply = () => {};
const reset: Reply = (request) => {
  request.socket.resetAndDestroy();
};
const slow: Reply = (_request, response) => {
  response.writeHead(200);
  response.write('o');
};

describe('slackChannel', () => {
  it('posts JSON', async () => {
    await using server = await testServer();
    const { channel, post } = open(server);
    await post();
    await channel.release();
    expect(server.bodies).toEqual(['{"text":"hello"}']);
    expect(server.requests[0]).toMatchObject({ method: 'POST', url: '/services/T0/B0/s3cr3t' });
    expect(server.requests[0]?.headers['content-type']).toBe('application/json; charset=utf-8');
  });

  it('posts at most one message a second', async () => {
    await using server = await testServer();
    const { channel, clock, post } = open(server);
    for (let count = 0; count < 3; count++) await post();
    expect(clock.slept).toEqual([1000, 1000]);
    expect(channel.ready()).toBe(false);
    clock.advance(1000);
    expect(channel.ready()).toBe(true);
    await channel.release();
  });

  it.each([
    ['seconds', '30', 30_000],
    ['a date', 'Fri, 20 Nov 2026 10:00:45 GMT', 45_000],
    ['no number at all', 'soon', 1000],
    ['far too long', '999999999', 3_600_000],
  ])('waits as long as a 429 asks for: %s', async (_name, header, wait) => {
    await using server = await testServer();
    const { channel, clock, post } = open(server);
    server.replies.push(reply(429, 'rate_limited', { 'retry-after': header }));
    await expect(post()).rejects.toThrow('slack answered 429');
    await post();
    expect(clock.slept).toEqual([wait]);
    await channel.release();
  });

  it.each([
    [500, 'rollup_error', 'slack answered 500: rollup_error'],
    [503, '', 'slack answered 503'],
    [408, '', 'slack answered 408'],
  ])('rejects for a %i that may pass', async (status, body, message) => {
    await using server = await testServer();
    const { channel, post } = open(server);
    server.otherwise = reply(status, body);
    const error = await post().catch((reason: unknown) => reason);
    expect(error).toMatchObject({ message });
    expect(error).not.toBeInstanceOf(RefusedError);
    await channel.release();
  });

  it.each([
    [400, 'invalid_blocks'],
    [404, 'no_service'],
    [410, 'channel_is_archived'],
    [302, 'elsewhere'],
  ])('refuses to repeat what got a %i', async (status, body) => {
    await using server = await testServer();
    const { channel, post } = open(server);
    server.otherwise = reply(status, body, { location: 'https://example.com/' });
    const error = await post().catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(RefusedError);
    expect(error).toMatchObject({ message: `slack answered ${status}: ${body}` });
    await channel.release();
  });

  it.each([
    ['never answers', hang, 'no answer within 0.2s'],
    ['never ends its answer', slow, 'no answer within 0.2s'],
    ['resets the connection', reset, /^the connection failed \(/],
  ])('rejects when the server %s', async (_name, reaction, message) => {
    await using server = await testServer();
    const { channel, post } = open(server, { timeout: 200 });
    server.otherwise = reaction;
    await expect(post()).rejects.toThrow(message);
    server.otherwise = reply(200);
    await post();
    await channel.release();
  });

  it('rejects when nobody listens', async () => {
    const server = await testServer();
    await server[Symbol.asyncDispose]();
    const { channel, post } = open(server);
    await expect(post()).rejects.toThrow('the connection failed (connect ECONNREFUSED)');
    await channel.release();
  });

  it('reads no more of an answer than it shows', async () => {
    await using server = await testServer();
    const { channel, post } = open(server);
    server.otherwise = reply(500, `\u001b[2J${'x'.repeat(5_000_000)}`);
    const error = (await post().catch((reason: unknown) => reason)) as Error;
    expect(error.message).toMatch(/^slack answered 500: \\u\{1b\}\[2Jx+…$/);
    expect(error.message.length).toBeLessThan(300);
    await channel.release();
  });

  it('tells the address in no error', async () => {
    for (const reaction of [hang, reset, reply(404, 'no_service'), reply(500)]) {
      await using server = await testServer();
      server.otherwise = reaction;
      const { channel, post } = open(server, { timeout: 100 });
      const error = await post().catch((reason: unknown) => reason);
      expect(inspect(error, { depth: 9 })).not.toContain('s3cr3t');
      await channel.release();
    }
    const secret = new Secret('env:X');
    secret.fill('not an address s3cr3t');
    const error = await open({ secret })
      .post()
      .catch((reason: unknown) => reason);
    expect(inspect(error, { depth: 9 })).not.toContain('s3cr3t');
  });

  it('goes through the proxy that the environment names, unless told not to', async () => {
    await using server = await testServer();
    const tunnels: string[] = [];
    const proxy = createServer().on('connect', (request, socket, head) => {
      tunnels.push(request.url ?? '');
      const [host, port] = (request.url ?? '').split(':');
      const upstream = connect(Number(port), host, () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        upstream.write(head);
        upstream.pipe(socket).pipe(upstream);
      });
      upstream.on('error', () => socket.destroy());
      socket.on('error', () => upstream.destroy());
    });
    proxy.on('request', (request, response) => {
      tunnels.push(request.url ?? '');
      response.end('ok');
    });
    await new Promise<void>((resolve) => {
      proxy.listen(0, '127.0.0.1', resolve);
    });
    const env = { HTTP_PROXY: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}` };
    for (const settings of [env, { ...env, NO_PROXY: '127.0.0.1' }]) {
      const { channel, post } = open(server, { env: settings });
      await post();
      await channel.release();
    }
    proxy.closeAllConnections();
    proxy.close();
    expect(tunnels).toHaveLength(1);
  });

  it('refuses a proxy that is no address without showing it', () => {
    const env = { HTTPS_PROXY: 'user:s3cr3t@nowhere' };
    expect(() => open({ secret: new Secret('env:X') }, { env })).toThrow(
      'HTTP_PROXY or HTTPS_PROXY holds no http address',
    );
  });
});
