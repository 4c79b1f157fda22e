import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { Agent, type Dispatcher, request } from 'undici';
import { openSpool, type Spool } from '../../src/spool/index.ts';
import type { Reject } from '../../src/types.ts';
import { type Receiver, type ReceiverOptions, startReceiver } from '../../src/webhook/index.ts';
import { contents, folder } from '../spool/support.ts';

export const TOKEN = 'a-token-for-these-tests';

/** An event as an item of a webhook's list: without `kind` and `apiVersion`. */
export const item = (id: string, more: object = {}) => ({
  level: 'Metadata',
  auditID: id,
  stage: 'ResponseComplete',
  requestURI: '/api/v1/namespaces/default/secrets',
  verb: 'list',
  user: { username: 'system:serviceaccount:default:app' },
  ...more,
});

/** What kube-apiserver posts. */
export const listOf = (...items: readonly unknown[]) =>
  JSON.stringify({ kind: 'EventList', apiVersion: 'audit.k8s.io/v1', metadata: {}, items });

/** A list with one event of about so many bytes. */
export const bigList = (id: string, bytes: number) =>
  listOf(item(id, { userAgent: 'x'.repeat(bytes) }));

/** An answer, read to its end. */
export interface Answered {
  readonly status: number;
  readonly text: string;
  readonly headers: Dispatcher.ResponseData['headers'];
}

/** A receiver over plain HTTP with a token, and what it did. */
export interface TestReceiver extends AsyncDisposable {
  readonly receiver: Receiver;
  readonly spool: Spool;
  readonly folder: string;
  readonly url: string;
  readonly buried: Reject[];
  readonly complaints: string[];
  /** Stands in for the spool's `append`. */
  append: (lines: Uint8Array) => Promise<void>;
  bury: (rejects: readonly Reject[]) => Promise<void>;
  notReady: string | undefined;
  /** The audit ids of what is in the spool, in order. */
  spooled(): Promise<string[]>;
  /** Posts with the token. */
  post(body: string | Buffer | AsyncIterable<Buffer>, more?: PostOptions): Promise<Answered>;
  get(path: string, headers?: Record<string, string>): Promise<Answered>;
  /** A plain connection. */
  dial(): Promise<Socket>;
}

interface PostOptions {
  readonly path?: string;
  readonly method?: Dispatcher.HttpMethod;
  readonly headers?: Record<string, string>;
}

/** Starts one; nothing is left of it afterwards. */
export async function testReceiver(options: Partial<ReceiverOptions> = {}): Promise<TestReceiver> {
  const dir = await folder();
  const spoolFolder = join(dir.path, 'spool');
  const spool = await openSpool({ folder: spoolFolder });
  const base: ReceiverOptions = { host: '127.0.0.1', port: 0, insecureHttp: true, token: TOKEN };
  const receiver = await startReceiver(
    { ...base, ...options },
    { append: (lines) => test.append(lines) },
    {
      metrics: async () => '# HELP satrap_up 1\n',
      ready: () => test.notReady,
      bury: (rejects) => test.bury(rejects),
      complain: (reason) => test.complaints.push(reason),
    },
  );
  const agent = new Agent({ connections: 50, keepAliveTimeout: 60_000 });
  const url = `http://127.0.0.1:${receiver.address.port}`;
  const ask = async (address: string, asked: Parameters<typeof request>[1]): Promise<Answered> => {
    const answer = await request(address, { ...asked, dispatcher: agent });
    return { status: answer.statusCode, text: await answer.body.text(), headers: answer.headers };
  };
  const test: TestReceiver = {
    receiver,
    spool,
    url,
    folder: spoolFolder,
    buried: [],
    complaints: [],
    notReady: undefined,
    append: (lines) => spool.append(lines),
    bury: async (rejects) => {
      test.buried.push(...rejects);
    },
    async spooled() {
      const lines = Object.values(await contents(spoolFolder))
        .join('')
        .split('\n')
        .slice(0, -1);
      return lines.map((line) => (JSON.parse(line) as { auditID: string }).auditID);
    },
    post: (body, { path = '/audit?timeout=30s', method = 'POST', headers = {} } = {}) =>
      ask(`${url}${path}`, {
        method,
        body: body as string,
        headers: {
          authorization: `Bearer ${TOKEN}`,
          'content-type': 'application/json',
          ...headers,
        },
      }),
    get: (path, headers = {}) => ask(`${url}${path}`, { headers }),
    dial: () =>
      new Promise((resolve, reject) => {
        const socket = connect(receiver.address.port, '127.0.0.1');
        socket.once('connect', () => resolve(socket)).once('error', reject);
      }),
    async [Symbol.asyncDispose]() {
      await receiver.stop(0);
      await agent.destroy();
      await spool.close();
      await dir[Symbol.asyncDispose]();
    },
  };
  return test;
}

/** The head of a request for events, up to but without the empty line. */
export const head = (length: number | 'chunked') =>
  [
    'POST /audit HTTP/1.1',
    'host: test',
    `authorization: Bearer ${TOKEN}`,
    length === 'chunked' ? 'transfer-encoding: chunked' : `content-length: ${length}`,
    '',
  ].join('\r\n');

/** Everything that comes on a connection until it ends. */
export const readAll = (socket: Socket) => text(socket).catch(() => '');
