import { once } from 'node:events';
import { createServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { Authority } from './pki.ts';

/** Stands in for a node's kubelet where kube-apiserver calls one. */
export interface Kubelet extends AsyncDisposable {
  readonly port: number;
}

/** Takes every exec and attach (101), says nothing, and closes the connection after a moment; has short logs. */
export async function startKubelet(authority: Authority): Promise<Kubelet> {
  const { cert, key } = await authority.server(['127.0.0.1']);
  const server = createServer({ cert, key }, ({ url = '' }, response) => {
    if (url.startsWith('/containerLogs/')) response.end('started\n');
    else response.writeHead(404).end();
  });
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  server.on('upgrade', (request, socket) => {
    const head = ['HTTP/1.1 101 Switching Protocols', 'Connection: Upgrade'];
    for (const name of ['upgrade', 'x-stream-protocol-version', 'sec-websocket-protocol']) {
      const value = request.headers[name];
      if (value !== undefined) head.push(`${name}: ${String(value)}`);
    }
    socket.write([...head, '', ''].join('\r\n'));
    setTimeout(() => socket.end(), 200);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    async [Symbol.asyncDispose]() {
      server.close();
      for (const socket of sockets) socket.destroy();
      await once(server, 'close');
    },
  };
}
