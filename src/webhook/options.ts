import type { Reject } from '../types.ts';
import type { TlsFiles } from './tls-files.ts';

/** How the receiver listens, and whom it lets in. Plain data: it goes to a thread as it is. */
export interface ReceiverOptions {
  /** An address or name of this machine. */
  readonly host: string;
  /** 0: any that is free. */
  readonly port: number;
  /** Absent: plain HTTP, which must be asked for. */
  readonly tls?: TlsFiles;
  /** What clients must send as `Authorization: Bearer …`. */
  readonly token?: string;
  /** The only path that takes events; otherwise `/audit` and `/` do. */
  readonly secretPath?: string;
  /** No credentials at all: plain HTTP on loopback only. */
  readonly anonymous?: boolean;
  readonly insecureHttp?: boolean;
  readonly insecureHttpBeyondLoopback?: boolean;
  /** Bytes of one body; 64 MiB. */
  readonly maxBodyBytes?: number;
  /** Bytes of all bodies that are read, checked or written at one time; 256 MiB. Memory: two to three times that. */
  readonly maxInFlightBytes?: number;
  readonly maxConnections?: number;
  /** Bytes of text that are kept of each thing that is no event; 64 KiB. */
  readonly keepBytes?: number;
  readonly timeouts?: Partial<Timeouts>;
}

/** In milliseconds. */
export interface Timeouts {
  /** How long a connection may stand idle: longer than Go's 90 seconds, so that the client ends it. */
  readonly keepAlive: number;
  /** For the headers of one request, and for a TLS handshake. */
  readonly headers: number;
  /** For all of one request: kube-apiserver gives up after 30 seconds. */
  readonly request: number;
  /** Between two looks for requests that are overdue. */
  readonly check: number;
  /** Between two looks at the TLS files. */
  readonly tlsPoll: number;
}

/** What is taken where nothing is said. */
export const DEFAULTS = {
  maxBodyBytes: 64 * 2 ** 20,
  maxInFlightBytes: 256 * 2 ** 20,
  maxConnections: 1000,
  keepBytes: 64 * 2 ** 10,
} as const;

/** What is taken where nothing is said. */
export const TIMEOUTS: Timeouts = {
  keepAlive: 120_000,
  headers: 15_000,
  request: 60_000,
  check: 5000,
  tlsPoll: 5000,
};

/** What the receiver asks of the program around it. */
export interface ReceiverCallbacks {
  /** What `GET /metrics` answers. */
  metrics(): Promise<string>;
  /** Why `GET /readyz` should answer 503; `undefined`: it answers 200. */
  ready(): Promise<string | undefined> | string | undefined;
  /** Keeps what is no event. Rejects when it can't: the client then sends it again. */
  bury(rejects: readonly Reject[]): Promise<void>;
  /** Takes note of something that a person should know: one sentence, safe to print. */
  complain(reason: string): void;
}

/**
 * Why a receiver must not be started like this; empty: it may. Each says what to do, lower case, no
 * full stop.
 */
export function checkReceiver(options: ReceiverOptions): readonly string[] {
  return [...checkTransport(options), ...checkCredentials(options), ...checkLimits(options)];
}

function* checkTransport(options: ReceiverOptions): Generator<string> {
  const { host, tls, insecureHttp = false, insecureHttpBeyondLoopback = false } = options;
  if (insecureHttp && tls !== undefined) {
    yield 'both TLS and plain HTTP are asked for: leave one out';
  }
  if (!insecureHttp && tls === undefined) {
    yield 'there is no TLS certificate: name a certificate and its key, or allow plain HTTP explicitly';
  }
  if (insecureHttp && !isLoopback(host) && !insecureHttpBeyondLoopback) {
    yield `plain HTTP on ${host} would show events and credentials to the network: use TLS, listen on 127.0.0.1, or allow plain HTTP beyond loopback explicitly`;
  }
}

/** Shorter ones can be guessed. */
const SHORTEST_SECRET = 16;
const OTHER_PATHS = new Set(['/healthz', '/readyz', '/metrics']);

function* checkCredentials(options: ReceiverOptions): Generator<string> {
  const { host, tls, token, secretPath, anonymous = false, insecureHttp = false } = options;
  const none = tls?.clientCa === undefined && token === undefined && secretPath === undefined;
  if (none && !anonymous) {
    yield 'anyone could send events: ask for client certificates, a bearer token or a secret path';
  }
  if (anonymous && !none) yield 'credentials are set and anonymous clients allowed: leave one out';
  if (anonymous && !(insecureHttp && isLoopback(host))) {
    yield 'anonymous clients are for plain HTTP on loopback only: ask for a bearer token or the like';
  }
  yield* checkSecrets(token, secretPath);
}

function* checkSecrets(token: string | undefined, secretPath: string | undefined) {
  if (token !== undefined && !/^[\x21-\x7e]{16,4096}$/.test(token)) {
    yield `the bearer token must be at least ${SHORTEST_SECRET} visible ASCII characters`;
  }
  if (secretPath !== undefined) yield* checkPath(secretPath);
}

function* checkPath(path: string): Generator<string> {
  // Not shown: it is a secret.
  if (!/^\/[\w.~/-]*$/.test(path) || path.length > 1024) {
    yield 'the secret path must start with / and hold only letters, digits and . _ ~ - /';
  } else if (OTHER_PATHS.has(path)) {
    yield `the secret path must not be ${path}, which answers something else`;
  } else if (path.length <= SHORTEST_SECRET) {
    yield `the secret path must have at least ${SHORTEST_SECRET} characters behind the first /`;
  }
}

function* checkLimits(options: ReceiverOptions): Generator<string> {
  const { port, maxBodyBytes = 1, maxInFlightBytes = 1, maxConnections = 1 } = options;
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    yield `${port} is no port: use one from 1 to 65535`;
  }
  const limits = { maxBodyBytes, maxInFlightBytes, maxConnections };
  for (const [name, limit] of Object.entries(limits)) {
    if (!Number.isSafeInteger(limit) || limit < 1) yield `${name} must be a whole number above 0`;
  }
  // More does not fit into one string.
  if (maxBodyBytes > 2 ** 29 - 2 ** 10) yield 'maxBodyBytes must be below 512 MiB';
}

/** True for addresses and the name that only this machine can reach. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(?:[.]\d{1,3}){3}$/.test(host);
}
