import { connect as connectTo } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, it, vi } from 'vitest';
import { DiskError, SpoolFull } from '../../src/spool/index.ts';
import { startReceiver } from '../../src/webhook/index.ts';
import { contents } from '../spool/support.ts';
import { bigList, head, item, listOf, readAll, TOKEN, testReceiver } from './support.ts';

const soon = { timeout: 20_000, interval: 10 };

describe('webhook', () => {
  it('keeps the events of a list, one a line, as ordinary audit log', async () => {
    await using test = await testReceiver();
    const answer = await test.post(listOf(item('a'), item('b')));
    expect(answer).toMatchObject({ status: 200, text: 'ok\n' });
    expect(answer.headers['content-type']).toBe('text/plain; charset=utf-8');
    const lines = (await contents(test.folder))['audit.log']?.trim().split('\n') ?? [];
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(
      ['a', 'b'].map((id) => ({ kind: 'Event', apiVersion: 'audit.k8s.io/v1', ...item(id) })),
    );
    expect(test.receiver.counts).toMatchObject({
      bodies: 1,
      events: 2,
      bytes: listOf(item('a'), item('b')).length,
      responses: { 200: 1 },
      inFlightBytes: 0,
    });
    expect(test.receiver.counts.latency.counts.reduce((sum, count) => sum + count)).toBe(1);
  });

  it('answers only when the events are on the disk', async () => {
    await using test = await testReceiver();
    const gate = Promise.withResolvers<void>();
    const reached = Promise.withResolvers<void>();
    test.append = async (lines) => {
      await test.spool.append(lines);
      reached.resolve();
      await gate.promise;
    };
    const answered = vi.fn<() => void>();
    const posted = test.post(listOf(item('a'))).finally(answered);
    await reached.promise;
    await setTimeout(30);
    expect(answered).not.toHaveBeenCalled();
    gate.resolve();
    expect((await posted).status).toBe(200);
  });

  it('keeps a batch that comes again once more: it is recognized later', async () => {
    await using test = await testReceiver();
    for (let time = 0; time < 2; time++) await test.post(listOf(item('a')));
    expect(await test.spooled()).toEqual(['a', 'a']);
  });

  it('takes an empty list', async () => {
    await using test = await testReceiver();
    for (const body of [listOf(), listOf().replace('[]', 'null')]) {
      expect((await test.post(body)).status).toBe(200);
    }
    expect(test.buried).toEqual([]);
  });

  it('takes a body without a declared length', async () => {
    await using test = await testReceiver();
    const body = Buffer.from(bigList('a', 500_000));
    const pieces = async function* () {
      for (let at = 0; at < body.length; at += 10_000) yield body.subarray(at, at + 10_000);
    };
    expect((await test.post(pieces())).status).toBe(200);
    expect(await test.spooled()).toEqual(['a']);
  });

  it('takes one body longer than the whole budget when it is alone', async () => {
    await using test = await testReceiver({ maxInFlightBytes: 1000 });
    expect((await test.post(bigList('a', 100_000))).status).toBe(200);
    const pieces = async function* () {
      yield Buffer.from(bigList('b', 100_000));
    };
    expect((await test.post(pieces())).status).toBe(200);
    expect(await test.spooled()).toEqual(['a', 'b']);
  });

  it('takes fifteen bodies at once within its budget, with few syncs', async () => {
    await using test = await testReceiver();
    const ids = Array.from({ length: 15 }, (_, n) => `${n}`);
    const answers = await Promise.all(ids.map((id) => test.post(bigList(id, 200_000))));
    expect(answers.map(({ status }) => status)).toEqual(ids.map(() => 200));
    expect((await test.spooled()).sort()).toEqual(ids.toSorted());
    expect(test.spool.counts.syncs).toBeLessThan(15);
  });
});

describe('webhook › too much', () => {
  it('answers 429 while bodies at hand use up the budget, bodies being written included', async () => {
    await using test = await testReceiver({ maxInFlightBytes: 1000 });
    const gate = Promise.withResolvers<void>();
    test.append = async (lines) => {
      await gate.promise;
      await test.spool.append(lines);
    };
    const first = test.post(bigList('a', 500));
    await vi.waitFor(() => expect(test.receiver.counts.inFlightBytes).toBeGreaterThan(500), soon);
    const second = await test.post(bigList('b', 500));
    expect(second).toMatchObject({ status: 429, headers: { 'retry-after': '1' } });
    const pieces = async function* () {
      yield Buffer.from(bigList('c', 300_000));
    };
    expect((await test.post(pieces())).status).toBe(429);
    gate.resolve();
    expect((await first).status).toBe(200);
    expect((await test.post(bigList('b', 500))).status).toBe(200);
    expect(await test.spooled()).toEqual(['a', 'b']);
    expect(test.receiver.counts).toMatchObject({ responses: { 200: 2, 429: 2 }, inFlightBytes: 0 });
    expect(test.complaints).toEqual([expect.stringContaining('more bytes of events at once')]);
  });

  it.each(['declared', 'not declared'])(
    'keeps what fits of a body above the limit, and says what it cut (length %s)',
    async (how) => {
      await using test = await testReceiver({ maxBodyBytes: 2000, keepBytes: 100 });
      const body = Buffer.from(listOf(...Array.from({ length: 50 }, (_, n) => item(`${n}`))));
      const pieces = async function* () {
        yield body.subarray(0, 1000);
        yield body.subarray(1000);
      };
      expect((await test.post(how === 'declared' ? body : pieces())).status).toBe(200);
      const kept = await test.spooled();
      expect(kept.length).toBeGreaterThan(3);
      expect(kept).toEqual(kept.map((_, n) => `${n}`));
      const [cut] = test.buried;
      expect(cut).toMatchObject({
        origin: 'webhook',
        reason: 'the rest of a body that is longer than the limit',
      });
      expect((cut?.offset ?? 0) + (cut?.length ?? 0)).toBe(body.length);
      expect(cut?.text).toHaveLength(100);
      expect(test.receiver.counts).toMatchObject({
        events: kept.length,
        buried: { cut: 1 },
        bytes: body.length,
      });
      expect(test.complaints).toHaveLength(1);
    },
  );

  it('answers 429 when the spool is full, and 503 when the disk is', async () => {
    await using test = await testReceiver();
    test.append = () => Promise.reject(new SpoolFull('the spool holds 9 of at most 9 bytes'));
    const full = await test.post(listOf(item('a')));
    expect(full).toMatchObject({ status: 429, headers: { 'retry-after': '5' } });
    test.append = () => Promise.reject(new DiskError('the disk is full'));
    const disk = await test.post(listOf(item('a')));
    expect(disk).toMatchObject({
      status: 503,
      text: 'the disk is full\n',
      headers: { 'retry-after': '5' },
    });
    test.append = (lines) => test.spool.append(lines);
    expect((await test.post(listOf(item('a')))).status).toBe(200);
    expect(test.receiver.counts).toMatchObject({ bodies: 1, events: 1 });
  });

  it('answers 500 to what it didn’t expect, and says so', async () => {
    await using test = await testReceiver();
    test.append = () => Promise.reject(new RangeError('no idea'));
    expect((await test.post(listOf(item('a')))).status).toBe(500);
    expect(test.complaints.join()).toContain('no idea');
    expect(test.receiver.counts.inFlightBytes).toBe(0);
  });
});

describe('webhook › what is no event', () => {
  it.each([
    ['', 'no EventList of audit.k8s.io: kind is missing or no text'],
    ['not JSON', 'no EventList of audit.k8s.io'],
    ['{"kind":"PodList","apiVersion":"v1","items":[]}', 'kind is PodList, apiVersion is v1'],
    [JSON.stringify(item('a')), 'no EventList of audit.k8s.io'],
    ['{"kind":"EventList","apiVersion":"audit.k8s.io/v1"}', 'without a list of items'],
  ])('keeps a body that is no list, and answers 200: %s', async (body, reason) => {
    await using test = await testReceiver();
    expect((await test.post(body)).status).toBe(200);
    expect(test.buried).toEqual([
      {
        origin: 'webhook',
        offset: 0,
        length: body.length,
        reason: expect.stringContaining(reason) as string,
        text: body,
      },
    ]);
    expect(test.receiver.counts).toMatchObject({ bodies: 1, events: 0, buried: { body: 1 } });
    expect(await test.spooled()).toEqual([]);
  });

  it('keeps the events beside an item that is none', async () => {
    await using test = await testReceiver();
    const pod = { kind: 'Pod', apiVersion: 'v1' };
    expect((await test.post(listOf(item('a'), pod, item('b')))).status).toBe(200);
    expect(await test.spooled()).toEqual(['a', 'b']);
    expect(test.buried).toMatchObject([{ text: JSON.stringify(pod) }]);
    expect(test.complaints.join()).toContain('went to the dead letter: a Kubernetes object');
  });

  it('asks for it again when the dead letter can’t be written', async () => {
    await using test = await testReceiver();
    test.bury = () => Promise.reject(new Error('ENOSPC'));
    const answer = await test.post('poison');
    expect(answer).toMatchObject({ status: 503, headers: { 'retry-after': '5' } });
    expect(test.receiver.counts).toMatchObject({ bodies: 0, buried: { body: 0 } });
  });

  it('refuses what is compressed', async () => {
    await using test = await testReceiver();
    const answer = await test.post('x', { headers: { 'content-encoding': 'gzip' } });
    expect(answer.status).toBe(415);
  });
});

describe('webhook › strangers', () => {
  it.each([
    ['no token', {}, '/audit', 401],
    ['a wrong token', { authorization: 'Bearer a-token-for-those-tests' }, '/audit', 401],
    ['another scheme', { authorization: `Basic ${TOKEN}` }, '/audit', 401],
    ['another path', { authorization: `Bearer ${TOKEN}` }, '/other', 404],
  ])('are turned away with %s, and nothing of theirs is kept', async (_, headers, path, status) => {
    await using test = await testReceiver();
    const socket = await test.dial();
    const fields = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    const body = listOf(item('a'));
    socket.write(
      `POST ${path} HTTP/1.1\r\nhost: x\r\ncontent-length: ${body.length}\r\n${fields.join('')}\r\n${body}`,
    );
    const answer = await readAll(socket);
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} [\\s\\S]*connection: close`, 'i'));
    expect(await test.spooled()).toEqual([]);
    expect(test.buried).toEqual([]);
    expect(test.receiver.counts).toMatchObject({ bodies: 0, responses: { [status]: 1 } });
  });

  it('can’t make it read on and on', async () => {
    await using test = await testReceiver();
    const socket = await test.dial();
    const ended = readAll(socket);
    socket.on('error', () => {});
    socket.write('POST /audit HTTP/1.1\r\nhost: x\r\ncontent-length: 1000000000\r\n\r\n');
    const piece = Buffer.alloc(16_384);
    let sent = 0;
    while (!socket.destroyed && sent < 50_000_000) {
      await new Promise<void>((resolve) => {
        socket.write(piece, () => resolve());
      });
      sent += piece.length;
    }
    await ended;
    expect(sent).toBeLessThan(50_000_000);
    expect(test.receiver.counts.inFlightBytes).toBe(0);
  });

  it('need the secret path where there is one', async () => {
    const secretPath = '/hooks/0123456789abcdef';
    await using test = await testReceiver({ secretPath });
    for (const path of ['/audit', '/', '/hooks/0123456789abcdeg', `${secretPath}/`]) {
      expect((await test.post(listOf(item('a')), { path })).status).toBe(404);
    }
    const path = `${secretPath}?timeout=30s`;
    const stranger = await test.post(listOf(item('a')), { path, headers: { authorization: '' } });
    expect(stranger.status).toBe(401);
    expect((await test.post(listOf(item('a')), { path })).status).toBe(200);
  });
});

describe('webhook › other routes', () => {
  it('answers probes without credentials', async () => {
    await using test = await testReceiver();
    const stranger = await test.get('/healthz');
    expect(stranger).toMatchObject({ status: 200, text: 'ok\n', headers: { connection: 'close' } });
    const known = await test.get('/healthz', { authorization: `Bearer ${TOKEN}` });
    expect(known.headers.connection).toBe('keep-alive');
    expect(await test.get('/readyz')).toMatchObject({ status: 200, text: 'ok\n' });
    test.notReady = 'the rules are being \u001bread';
    expect(await test.get('/readyz')).toMatchObject({
      status: 503,
      text: 'not ready: the rules are being \\u{1b}read\n',
    });
  });

  it('shows metrics to those with credentials only', async () => {
    await using test = await testReceiver();
    expect((await test.get('/metrics')).status).toBe(401);
    const answer = await test.get('/metrics', { authorization: `Bearer ${TOKEN}` });
    expect(answer).toMatchObject({ status: 200, text: '# HELP satrap_up 1\n' });
  });

  it('says which methods it takes', async () => {
    await using test = await testReceiver();
    const events = await test.post('', { method: 'PUT' });
    expect(events).toMatchObject({ status: 405, headers: { allow: 'POST' } });
    const health = await test.post('', { path: '/healthz' });
    expect(health).toMatchObject({ status: 405, headers: { allow: 'GET, HEAD' } });
  });
});

describe('webhook › clients that are slow or gone', () => {
  it.each([500, 'chunked'] as const)(
    'keeps nothing of an upload that breaks off (%s)',
    async (length) => {
      await using test = await testReceiver();
      const socket = await test.dial();
      const start = length === 'chunked' ? '5\r\n{"kin\r\n' : '{"kind"';
      socket.write(`${head(length)}\r\n${start}`);
      await vi.waitFor(() => expect(test.receiver.counts.inFlightBytes).toBeGreaterThan(0), soon);
      socket.destroy();
      await vi.waitFor(() => expect(test.receiver.counts.aborted).toBe(1), soon);
      expect(test.receiver.counts).toMatchObject({ inFlightBytes: 0, bodies: 0 });
      expect(test.buried).toEqual([]);
    },
  );

  it('keeps the events of a client that doesn’t wait for its answer', async () => {
    await using test = await testReceiver();
    const gate = Promise.withResolvers<void>();
    const reached = Promise.withResolvers<void>();
    test.append = async (lines) => {
      reached.resolve();
      await gate.promise;
      await test.spool.append(lines);
    };
    const socket = await test.dial();
    const body = listOf(item('a'));
    socket.write(`${head(body.length)}\r\n${body}`);
    await reached.promise;
    socket.destroy();
    await setTimeout(30);
    gate.resolve();
    await vi.waitFor(() => expect(test.receiver.counts.bodies).toBe(1), soon);
    expect(await test.spooled()).toEqual(['a']);
    expect(test.receiver.counts).toMatchObject({ inFlightBytes: 0, aborted: 0 });
    expect((await test.get('/healthz')).status).toBe(200);
  });

  it('gives up on headers that trickle, and on bodies', async () => {
    await using test = await testReceiver({ timeouts: { headers: 60, request: 120, check: 20 } });
    const [slowHead, slowBody] = [await test.dial(), await test.dial()];
    slowHead.write('POST /audit HTTP/1.1\r\nhost: ');
    slowBody.write(`${head(500)}\r\n{`);
    for (const socket of [slowHead, slowBody]) expect(await readAll(socket)).toContain('408');
    await vi.waitFor(() => expect(test.receiver.counts.badRequests).toBe(2), soon);
    expect(test.receiver.counts.inFlightBytes).toBe(0);
  });

  it('answers 400 to what is no HTTP', async () => {
    await using test = await testReceiver();
    const socket = await test.dial();
    const answer = readAll(socket);
    socket.write('\u0016\u0003\u0001 hello\r\n\r\n');
    expect(await answer).toContain('HTTP/1.1 400');
    expect(test.receiver.counts.badRequests).toBe(1);
  });

  it('takes no more connections than it may', async () => {
    await using test = await testReceiver({ maxConnections: 1 });
    const first = await test.dial();
    const second = await test.dial();
    expect(await readAll(second)).toBe('');
    await vi.waitFor(() => expect(test.receiver.counts.refusedConnections).toBe(1), soon);
    first.destroy();
  });
});

describe('webhook › stop', () => {
  it('finishes what it reads, turns new events away, and ends idle connections', async () => {
    await using test = await testReceiver();
    await test.post(listOf(item('before')));
    const body = listOf(item('during'));
    const socket = await test.dial();
    const idle = await test.dial();
    const answer = readAll(socket);
    socket.write(`${head(body.length)}\r\n${body.slice(0, 50)}`);
    await vi.waitFor(() => expect(test.receiver.counts.inFlightBytes).toBe(body.length), soon);
    const stopped = test.receiver.stop(60_000);
    const late = await test.post(listOf(item('late')));
    expect(late).toMatchObject({
      status: 503,
      headers: { 'retry-after': '5', connection: 'close' },
    });
    expect(await test.get('/readyz')).toMatchObject({ status: 503 });
    socket.write(body.slice(50));
    expect(await answer).toMatch(/^HTTP\/1.1 200 [\s\S]*connection: close/i);
    await stopped;
    expect(await readAll(idle)).toBe('');
    expect(await test.spooled()).toEqual(['before', 'during']);
    await expect(test.post(listOf(item('after')))).rejects.toThrow('ECONNREFUSED');
  });

  it('cuts what is not done at the deadline', async () => {
    await using test = await testReceiver();
    const socket = await test.dial();
    socket.write(`${head(500)}\r\n{`);
    await vi.waitFor(() => expect(test.receiver.counts.inFlightBytes).toBe(500), soon);
    await test.receiver.stop(50);
    await test.receiver.stop(50);
    await readAll(socket);
    await vi.waitFor(() => expect(test.receiver.counts.aborted).toBe(1), soon);
  });
});

describe('webhook › start', () => {
  const callbacks = {
    metrics: async () => '',
    ready: () => undefined,
    bury: async () => {},
    complain: () => {},
  };
  const start = (options: object) =>
    startReceiver(
      { host: '127.0.0.1', port: 0, ...options },
      { append: async () => {} },
      callbacks,
    );

  it('refuses what would let anybody in', async () => {
    await expect(start({ insecureHttp: true })).rejects.toThrow('anyone could send events');
  });

  it('says where it can’t listen', async () => {
    await using test = await testReceiver();
    const { port } = test.receiver.address;
    const options = { insecureHttp: true, anonymous: true };
    await expect(start({ ...options, port })).rejects.toThrow(
      `127.0.0.1:${port} is in use already`,
    );
    await expect(
      start({
        ...options,
        token: TOKEN,
        anonymous: false,
        insecureHttpBeyondLoopback: true,
        host: '192.0.2.1',
      }),
    ).rejects.toThrow('192.0.2.1:0 is no address of this machine');
  });

  it('lets anybody in on loopback when it is told to', async () => {
    const receiver = await start({ insecureHttp: true, anonymous: true });
    const socket = connectTo(receiver.address.port, '127.0.0.1');
    const body = listOf(item('a'));
    socket.end(
      `POST / HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
    );
    expect(await readAll(socket)).toContain('HTTP/1.1 200');
    await receiver.stop(1000);
  });
});
