import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Address } from '../config/address.ts';
import type { Exposition } from './registry.ts';

/** A listener for Prometheus and for probes. */
export interface ProbeServer {
  /** Where it listens, with the port that it got. */
  readonly address: Address;
  close(): Promise<void>;
}

/** What probes are answered with. */
export interface Probes {
  readonly exposition: Exposition;
  /** Why the program takes no work, or nothing. */
  ready(): string | undefined;
}

/**
 * Serves `/metrics`, `/healthz` and `/readyz` over plain HTTP. Rejects when the address can't be listened
 * on.
 */
export async function startProbeServer(at: Address, probes: Probes): Promise<ProbeServer> {
  const server = createServer((request, response) => void respond(request, response, probes));
  await listen(server, at);
  const bound = server.address();
  const port = typeof bound === 'object' && bound !== null ? bound.port : at.port;
  return {
    address: { host: at.host, port },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const TEXT = 'text/plain; charset=utf-8';

async function respond(request: IncomingMessage, response: ServerResponse, probes: Probes) {
  const { status, type, text } = await answer(request.url ?? '', probes).catch(failed);
  response.writeHead(status, { 'content-type': type });
  response.end(request.method === 'HEAD' ? '' : text);
}

function failed(error: unknown) {
  return { status: 500, type: TEXT, text: `${(error as Error).message}\n` };
}

async function answer(url: string, { exposition, ready }: Probes) {
  const path = url.split('?', 1)[0];
  if (path === '/metrics') {
    return { status: 200, type: exposition.contentType, text: await exposition.text() };
  }
  if (path === '/healthz') return { status: 200, type: TEXT, text: 'ok\n' };
  if (path !== '/readyz') return { status: 404, type: TEXT, text: 'not found\n' };
  const reason = ready();
  return reason === undefined
    ? { status: 200, type: TEXT, text: 'ok\n' }
    : { status: 503, type: TEXT, text: `${reason}\n` };
}

function listen(server: Server, { host, port }: Address): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}
