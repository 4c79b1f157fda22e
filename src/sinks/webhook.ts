import { type Dispatcher, EnvHttpProxyAgent, request } from 'undici';
import { printable } from '../text/escape.ts';
import type { SinkIo } from './io.ts';

/** What a server said. */
export interface Answer {
  readonly status: number;
  /** Milliseconds to wait before the next request, when the server said so (RFC 9110, 10.2.3). */
  readonly retryAfter: number | undefined;
  /** The beginning of the body, safe to print. */
  readonly text: string;
}

/** How to reach the server. */
export interface PostOptions {
  readonly dispatcher: Dispatcher;
  /** Milliseconds for everything, from connecting to the end of the answer. */
  readonly timeout: number;
  /** Milliseconds since 1970, for a `Retry-After` that is a date. */
  readonly now: number;
}

const ENOUGH = 1024;

/** Posts JSON. Rejects when no answer came, with a reason that never has the address in it. */
export function postJson(url: string, body: object, options: PostOptions): Promise<Answer> {
  // Not as its cause: an error of the client may carry the address.
  return exchange(url, body, options).catch((error: unknown) => {
    throw new Error(reasonOf(error, options.timeout));
  });
}

async function exchange(url: string, body: object, options: PostOptions): Promise<Answer> {
  const { dispatcher, timeout, now } = options;
  const answer = await request(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json; charset=utf-8', 'user-agent': 'satrap' },
    body: JSON.stringify(body),
    dispatcher,
    signal: AbortSignal.timeout(timeout),
  });
  return {
    status: answer.statusCode,
    retryAfter: readRetryAfter(answer.headers['retry-after'], now),
    text: await readSome(answer.body),
  };
}

/** A dispatcher that goes through the proxy that the environment names, if it names one. */
export function proxyDispatcher(env: SinkIo['env']): Dispatcher {
  try {
    return new EnvHttpProxyAgent({
      httpProxy: env.http_proxy ?? env.HTTP_PROXY ?? '',
      httpsProxy: env.https_proxy ?? env.HTTPS_PROXY ?? '',
      noProxy: env.no_proxy ?? env.NO_PROXY ?? '',
    });
  } catch {
    // The client's reason would show the proxy's password.
    throw new Error('HTTP_PROXY or HTTPS_PROXY holds no http address');
  }
}

/** Seconds, or a date. */
function readRetryAfter(header: string | string[] | undefined, now: number): number | undefined {
  const text = Array.isArray(header) ? header[0] : header;
  if (text === undefined) return undefined;
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000;
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

async function readSome(body: Dispatcher.ResponseData['body']): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of body) {
    chunks.push(chunk as Buffer);
    length += (chunk as Buffer).length;
    if (length >= ENOUGH) break;
  }
  return printable(Buffer.concat(chunks).toString('utf8', 0, ENOUGH).trim(), 200);
}

function reasonOf(error: unknown, timeout: number): string {
  const { name, code, message } = error as NodeJS.ErrnoException;
  if (name === 'TimeoutError') return `no answer within ${timeout / 1000}s`;
  const host = /^(?:connect|getaddrinfo) [A-Z_]+/.exec(message ?? '')?.[0];
  return `the connection failed (${host ?? code ?? name})`;
}
