import { once } from 'node:events';
import { Agent as HttpsAgent, request as httpsRequest, type RequestOptions } from 'node:https';
import type { Socket } from 'node:net';
import { Agent, type Dispatcher, request } from 'undici';
import type { Server } from './kubeconfig.ts';
import type { Credentials } from './pki.ts';

/** As whom a request is made, and from where. */
export interface Identity {
  readonly credentials?: Credentials;
  readonly token?: string;
  /** In whose name, by the header `Impersonate-User`. */
  readonly impersonate?: string;
  readonly userAgent?: string;
  /** The client's own address, of 127.0.0.0/8. */
  readonly from?: string;
  /** Names the next request: the id that kube-apiserver is to log it with, instead of one of its own. */
  readonly auditID?: () => string;
}

export interface Answer {
  readonly code: number;
  readonly text: string;
}

/** Plain requests, for what `@kubernetes/client-node` doesn't offer: other addresses, raw paths, many at once. */
export interface Caller extends AsyncDisposable {
  get(path: string): Promise<Answer>;
  send(
    method: 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    path: string,
    body?: object,
    type?: string,
  ): Promise<Answer>;
  /** Makes `count` GET requests, `parallel` at a time, and forgets the answers. */
  burst(path: string, count: number, parallel: number): Promise<void>;
  /**
   * Asks to upgrade the connection, as exec does: older clients with POST to SPDY, newer ones with GET to
   * WebSocket. Resolves with the answer's code when it is closed again.
   */
  upgrade(path: string, protocol: keyof typeof UPGRADES): Promise<number>;
}

/** How each protocol is asked for. */
const UPGRADES = {
  spdy: { method: 'POST', headers: { upgrade: 'SPDY/3.1' } },
  websocket: {
    method: 'GET',
    headers: {
      upgrade: 'websocket',
      'sec-websocket-version': '13',
      'sec-websocket-key': 'c2F0cmFwIGVuZC10by1lbmQ=',
      'sec-websocket-protocol': 'v4.channel.k8s.io',
    },
  },
} as const;

/** A request, beyond its path. */
interface Call {
  readonly method?: Dispatcher.HttpMethod;
  readonly type?: string;
  readonly body?: string;
}

/** Makes a caller; `await using` closes its connections. */
export function createCaller({ url, ca }: Server, who: Identity): Caller {
  const tls = {
    ca,
    ...(who.credentials && { cert: who.credentials.cert, key: who.credentials.key }),
  };
  const from = who.from && { localAddress: who.from };
  const agent = new Agent({ connect: tls, connections: 32, ...from });
  const headers = () => ({
    'user-agent': who.userAgent ?? 'curl/8.14.1',
    ...(who.token && { authorization: `Bearer ${who.token}` }),
    ...(who.impersonate && { 'impersonate-user': who.impersonate }),
    ...(who.auditID && { 'audit-id': who.auditID() }),
  });
  const call = async (path: string, { type, ...options }: Call = {}) => {
    const { statusCode, body } = await request(`${url}${path}`, {
      dispatcher: agent,
      ...options,
      headers: { ...headers(), ...(type && { 'content-type': type }) },
    });
    return { code: statusCode, text: await body.text() };
  };
  return {
    get: (path) => call(path),
    send: (method, path, body, type = 'application/json') =>
      call(path, { method, type, ...(body && { body: JSON.stringify(body) }) }),
    async burst(path, count, parallel) {
      let left = count;
      const worker = async () => {
        while (left-- > 0) await call(path);
      };
      await Promise.all(Array.from({ length: parallel }, worker));
    },
    upgrade: (path, protocol) =>
      upgrade(new URL(path, url), { ...tls, ...from }, headers(), UPGRADES[protocol]),
    [Symbol.asyncDispose]: () => agent.destroy(),
  };
}

async function upgrade(
  url: URL,
  tls: RequestOptions,
  headers: Record<string, string>,
  how: (typeof UPGRADES)[keyof typeof UPGRADES],
): Promise<number> {
  const upgrading = httpsRequest(url, {
    ...tls,
    agent: new HttpsAgent({ keepAlive: false }),
    method: how.method,
    headers: { ...headers, connection: 'Upgrade', ...how.headers },
  });
  return new Promise((done, fail) => {
    upgrading.on('error', fail);
    upgrading.on('response', (response) => {
      response.resume().on('end', () => done(response.statusCode ?? 0));
    });
    upgrading.on('upgrade', (response, socket: Socket) => {
      socket.on('error', () => {}).resume();
      void once(socket, 'close').then(() => done(response.statusCode ?? 0));
    });
    upgrading.end();
  });
}
