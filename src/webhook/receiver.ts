import { createServer as createHttpServer, type RequestListener, type Server } from 'node:http';
import { createServer as createHttpsServer, type Server as HttpsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { Spool } from '../spool/index.ts';
import { createBudget } from './budget.ts';
import { quietly } from './complaints.ts';
import { newCounts, type ReceiverCounts } from './counts.ts';
import { createGate } from './credentials.ts';
import {
  checkReceiver,
  DEFAULTS,
  type ReceiverCallbacks,
  type ReceiverOptions,
  TIMEOUTS,
  type Timeouts,
} from './options.ts';
import { createRoutes } from './routes.ts';
import { stopServer } from './stop-server.ts';
import { type Taking, takeEvents } from './take-events.ts';
import { checkTls, readTls, type TlsFiles, type TlsMaterial } from './tls-files.ts';
import { MIN_VERSION, type TlsWatch, watchTls } from './tls-watch.ts';

/** A running receiver of audit events. */
export interface Receiver {
  /** Where it listens. */
  readonly address: { readonly host: string; readonly port: number };
  readonly counts: ReceiverCounts;
  /** Looks at the TLS files at once. */
  reload(): Promise<void>;
  /**
   * Finishes the bodies that are being read, answers 503 to new ones, then ends all connections; whatever
   * is left after so many milliseconds is cut. May be called twice.
   */
  stop(deadline: number): Promise<void>;
}

/**
 * Starts to receive what kube-apiserver's webhook backend posts. Rejects with a message for people when
 * the options, the TLS files or the address can't be used.
 */
export async function startReceiver(
  options: ReceiverOptions,
  spool: Pick<Spool, 'append'>,
  callbacks: ReceiverCallbacks,
): Promise<Receiver> {
  const [problem] = checkReceiver(options);
  if (problem !== undefined) throw new Error(problem);
  const tls = options.tls && checkTls(await readTls(options.tls), options.tls, Date.now());
  const running = new RunningReceiver(options, spool, callbacks, tls);
  await running.listen();
  return running;
}

class RunningReceiver implements Receiver {
  readonly #counts = newCounts();
  readonly #budget;
  readonly #server: Server | HttpsServer;
  readonly #options: ReceiverOptions;
  readonly #watch: TlsWatch | undefined;
  readonly #complain: ReturnType<typeof quietly>;
  #address = { host: '', port: 0 };
  /** Requests whose events are being taken. */
  #active = 0;
  #stopped: Promise<void> | undefined;

  constructor(
    options: ReceiverOptions,
    spool: Pick<Spool, 'append'>,
    callbacks: ReceiverCallbacks,
    tls: TlsMaterial | undefined,
  ) {
    this.#options = options;
    const { maxInFlightBytes, ...limits } = { ...DEFAULTS, ...options };
    this.#budget = createBudget(maxInFlightBytes);
    const complain = quietly(callbacks.complain);
    const taking: Taking = {
      spool,
      budget: this.#budget,
      counts: this.#counts,
      maxBodyBytes: limits.maxBodyBytes,
      keepBytes: limits.keepBytes,
      bury: callbacks.bury,
      complain,
    };
    const answer = createRoutes({
      gate: createGate(options),
      callbacks,
      stopping: () => this.#stopped !== undefined,
      take: async (request) => {
        this.#active++;
        try {
          return await takeEvents(request, taking);
        } finally {
          this.#active--;
        }
      },
      answered: (status) => {
        this.#counts.responses[status] = (this.#counts.responses[status] ?? 0) + 1;
      },
      failed: (error) => complain('failed', `a request failed: ${String(error)}`),
    });
    const timeouts = { ...TIMEOUTS, ...options.timeouts };
    this.#server = createServer(tls, timeouts, (request, response) => {
      void answer(request, response);
    });
    this.#server.maxConnections = limits.maxConnections;
    countTroubles(this.#server, this.#counts);
    this.#complain = complain;
    this.#watch = options.tls && this.#watchTls(options.tls, tls, timeouts, callbacks);
  }

  get address(): Receiver['address'] {
    return this.#address;
  }

  get counts(): ReceiverCounts {
    this.#counts.inFlightBytes = this.#budget.held;
    return this.#counts;
  }

  listen(): Promise<void> {
    const { host, port } = this.#options;
    return new Promise((resolve, reject) => {
      const fail = (error: Error) => {
        this.#watch?.close();
        reject(new Error(whyNotListening(error, `${host}:${port}`), { cause: error }));
      };
      this.#server.once('error', fail);
      this.#server.listen(port, host, () => {
        this.#server.off('error', fail);
        const { address, port: bound } = this.#server.address() as AddressInfo;
        this.#address = { host: address, port: bound };
        // Such as too many open files: it listens on.
        this.#server.on('error', ({ message }) => {
          this.#complain('listen', `a connection could not be accepted: ${message}`);
        });
        resolve();
      });
    });
  }

  async reload(): Promise<void> {
    await this.#watch?.reload();
  }

  stop(deadline: number): Promise<void> {
    this.#watch?.close();
    this.#stopped ??= stopServer(this.#server, () => this.#active, deadline);
    return this.#stopped;
  }

  #watchTls(
    files: TlsFiles,
    tls: TlsMaterial | undefined,
    { tlsPoll }: Timeouts,
    { complain }: ReceiverCallbacks,
  ): TlsWatch | undefined {
    if (tls === undefined) return undefined;
    const expires = (time: number) => {
      this.#counts.certificateExpires = time;
    };
    expires(tls.expires);
    for (const warning of tls.warnings) complain(warning);
    const server = this.#server as HttpsServer;
    return watchTls(server, files, tls.contents, tlsPoll, { complain, expires });
  }
}

function createServer(
  tls: TlsMaterial | undefined,
  timeouts: Timeouts,
  listener: RequestListener,
): Server | HttpsServer {
  const common = {
    keepAliveTimeout: timeouts.keepAlive,
    headersTimeout: Math.min(timeouts.headers, timeouts.request),
    requestTimeout: timeouts.request,
    connectionsCheckingInterval: timeouts.check,
    noDelay: true,
  };
  if (tls === undefined) return createHttpServer(common, listener);
  const security = {
    ...tls.contents,
    minVersion: MIN_VERSION,
    handshakeTimeout: timeouts.headers,
    // Probes have no certificate; events are refused without a good one when they come.
    requestCert: tls.contents.ca !== undefined,
    rejectUnauthorized: false,
  } as const;
  return createHttpsServer({ ...common, ...security }, listener);
}

function countTroubles(server: Server, counts: ReceiverCounts): void {
  server.on('tlsClientError', () => counts.tlsErrors++);
  server.on('drop', () => counts.refusedConnections++);
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    // Clients that just leave are no trouble.
    if (error.code !== 'ECONNRESET') counts.badRequests++;
    const status =
      error.code === 'ERR_HTTP_REQUEST_TIMEOUT' ? '408 Request Timeout' : '400 Bad Request';
    const answer = `HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`;
    // Half closed it would stay as long as the client likes.
    if (socket.writable) socket.end(answer, () => socket.destroy());
    else socket.destroy();
  });
}

function whyNotListening({ code, message }: NodeJS.ErrnoException, place: string): string {
  if (code === 'EADDRINUSE')
    return `${place} is in use already: stop what listens there, or use another port`;
  if (code === 'EACCES') return `no permission to listen on ${place}: use a port above 1023`;
  if (code === 'EADDRNOTAVAIL') return `${place} is no address of this machine`;
  return `can't listen on ${place}: ${message}`;
}
