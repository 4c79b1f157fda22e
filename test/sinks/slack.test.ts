import { describe, expect, it } from 'vitest';
import { withRetry } from '../../src/sinks/retry.ts';
import { slackSink } from '../../src/sinks/slack.ts';
import type { SlackMessage } from '../../src/sinks/slack-message.ts';
import { type Harness, numbered, sinkContract } from './contract.ts';
import { reply, type TestServer, testClock, testServer } from './support.ts';

const TIMEOUT = 2_000_000;

sinkContract('slack', async (): Promise<Harness> => {
  const server = await testServer();
  const sink = slackSink({ url: server.secret, timeout: TIMEOUT }, { env: {}, clock: testClock() });
  return {
    sink,
    delivered: async () => server.bodies.join('\n'),
    async breakDown() {
      server.otherwise = reply(500, 'it broke');
    },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
});

function open(server: TestServer, { patient = false } = {}) {
  const clock = testClock({ patient });
  return { clock, sink: slackSink({ url: server.secret, timeout: TIMEOUT }, { env: {}, clock }) };
}

/** The things that `numbered` alerts did, message by message. */
function things({ bodies }: TestServer): string[][] {
  return bodies.map((body) =>
    [...body.matchAll(/did thing (\d+)/g)].map((match) => match[1] ?? ''),
  );
}

describe('slack sink that confirms', () => {
  it('resolves only when what it was given is posted', async () => {
    await using server = await testServer();
    const io = { env: {}, clock: testClock(), confirms: true };
    const sink = slackSink({ url: server.secret, timeout: TIMEOUT }, io);
    await sink.write([numbered(1)]);
    await sink.write([numbered(2)]);
    expect(things(server)).toEqual([['1'], ['2']]);
    server.otherwise = reply(500);
    await expect(sink.write([numbered(3)])).rejects.toThrow('500');
    await sink.close().catch(() => {});
  });
});

describe('slack sink', () => {
  it('posts at once when it may', async () => {
    await using server = await testServer();
    const { sink } = open(server);
    await sink.write([numbered(1)]);
    expect(things(server)).toEqual([['1']]);
    await sink.close();
  });

  it('holds back what comes within the second, and posts it as one message', async () => {
    await using server = await testServer();
    const { sink, clock } = open(server, { patient: true });
    await sink.write([numbered(1)]);
    for (const number of [2, 3, 4]) await sink.write([numbered(number)]);
    expect(things(server)).toEqual([['1']]);
    clock.advance(1000);
    await sink.close();
    expect(things(server)).toEqual([['1'], ['2', '3', '4']]);
  });

  it('posts what it held back without being asked again', async () => {
    await using server = await testServer();
    const { sink, clock } = open(server, { patient: true });
    await sink.write([numbered(1)]);
    await sink.write([numbered(2)]);
    clock.advance(1000);
    await expect.poll(() => things(server)).toEqual([['1'], ['2']]);
    await sink.close();
  });

  it('folds repeats of one alert, the latest count counting', async () => {
    await using server = await testServer();
    const { sink, clock } = open(server, { patient: true });
    await sink.write([numbered(1)]);
    for (const count of [2, 30, 400]) await sink.write([numbered(7, { count })]);
    clock.advance(1000);
    await sink.close();
    expect(things(server)).toEqual([['1'], ['7']]);
    const { blocks } = JSON.parse(server.bodies[1] as string) as SlackMessage;
    expect(JSON.stringify(blocks)).toContain(String.raw`*Events*\n400`);
  });

  it('posts again what grew while it was being posted', async () => {
    await using server = await testServer();
    const { sink } = open(server);
    server.replies.push((_request, response) => {
      void sink.write([numbered(1, { count: 9 })]);
      response.end('ok');
    });
    await sink.write([numbered(1)]);
    await sink.close();
    expect(server.bodies.map((body) => /Events\*\\n(\d+)/.exec(body)?.[1])).toEqual(['1', '9']);
  });

  it('makes one message of any number of alerts', async () => {
    await using server = await testServer();
    const { sink } = open(server);
    await sink.write(Array.from({ length: 1000 }, (_, index) => numbered(index)));
    await sink.close();
    expect(server.bodies).toHaveLength(1);
    expect(server.bodies[0]).toMatch(/and 9\d\d more alerts: 9\d\d × sa_lists_secrets/);
  });

  it('waits for room when too much is held back', async () => {
    await using server = await testServer();
    const { sink, clock } = open(server);
    await sink.write([numbered(1)]);
    await sink.write(Array.from({ length: 5000 }, (_, index) => numbered(index)));
    expect(clock.slept).toEqual([1000]);
    expect(server.bodies).toHaveLength(2);
    await sink.close();
  });

  it('honours Retry-After and loses nothing', async () => {
    await using server = await testServer();
    const { sink, clock } = open(server);
    const patient = withRetry(sink, { attempts: 3, first: 100 }, clock);
    server.replies.push(reply(429, '', { 'retry-after': '7' }), reply(503));
    await patient.write([numbered(1)]);
    await patient.close();
    expect(things(server)).toEqual([['1'], ['1'], ['1']]);
    expect(clock.slept.reduce((sum, wait) => sum + wait, 0)).toBe(7000 + 1000);
  });

  it('keeps what could not be posted for the next write', async () => {
    await using server = await testServer();
    const { sink } = open(server);
    server.replies.push(reply(500));
    await expect(sink.write([numbered(1)])).rejects.toThrow('slack answered 500');
    await sink.write([numbered(2)]);
    expect(things(server)).toEqual([['1'], ['1', '2']]);
    await sink.close();
  });

  it('tells with the next write when what it held back could not be posted', async () => {
    await using server = await testServer();
    const { sink, clock } = open(server, { patient: true });
    await sink.write([numbered(1)]);
    await sink.write([numbered(2)]);
    server.otherwise = reply(500);
    clock.advance(1000);
    await expect.poll(() => server.bodies.length).toBe(2);
    clock.advance(1000);
    await expect.poll(() => sink.write([numbered(3)]).then(String, String)).toContain('500');
    server.otherwise = reply(200);
    clock.advance(10_000);
    await sink.close();
    expect(things(server).at(-1)).toEqual(['2', '3']);
  });

  it('rejects when it is closed with alerts that can not be posted, and may be closed again', async () => {
    await using server = await testServer();
    const { sink } = open(server);
    server.otherwise = reply(500);
    await expect(sink.write([numbered(1)])).rejects.toThrow('500');
    await expect(sink.close()).rejects.toThrow('500');
    server.otherwise = reply(200);
    await sink.close();
    expect(things(server).at(-1)).toEqual(['1']);
  });
});
