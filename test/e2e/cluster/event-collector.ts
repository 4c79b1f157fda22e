import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import { text } from 'node:stream/consumers';
import type { Authority } from './pki.ts';

/** One request of a webhook backend. */
export interface Post {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** Keeps what is posted to it, and answers 200. */
export interface EventCollector extends AsyncDisposable {
  readonly posts: readonly Post[];
}

/** Listens for an apiserver's webhook backend, on a port of 127.0.0.1; asks for client certificates. */
export async function startEventCollector(
  port: number,
  authority: Authority,
): Promise<EventCollector> {
  const posts: Post[] = [];
  const { cert, key } = await authority.server(['127.0.0.1']);
  const take = async (request: IncomingMessage, response: ServerResponse) => {
    const { method = '', url = '', headers } = request;
    posts.push({ method, url, headers, body: await text(request) });
    response.end();
  };
  const server = createServer(
    { cert, key, ca: authority.cert, requestCert: true, rejectUnauthorized: true },
    (request, response) => void take(request, response).catch(() => {}),
  );
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    posts,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
