import type { ServerResponse } from 'node:http';

/** What a request is answered. */
export interface Answer {
  readonly status: number;
  /** For people, on one line; at most about a kilobyte, so that clients use the connection again. */
  readonly text: string;
  /** Whole seconds, at most 5: kube-apiserver then tries again within its 30 seconds. */
  readonly retryAfter?: number;
  /** The connection ends with this answer. */
  readonly close?: boolean;
  /** The methods that a 405 names. */
  readonly allow?: string;
}

/** Sends an answer. A request whose body was not read is passed over by Node. */
export function send(response: ServerResponse, answer: Answer): void {
  const body = Buffer.from(answer.text.endsWith('\n') ? answer.text : `${answer.text}\n`);
  response.writeHead(answer.status, {
    'content-type': 'text/plain; charset=utf-8',
    'content-length': body.length,
    ...(answer.retryAfter !== undefined && { 'retry-after': String(answer.retryAfter) }),
    ...(answer.status === 401 && { 'www-authenticate': 'Bearer' }),
    ...(answer.allow !== undefined && { allow: answer.allow }),
    ...(answer.close === true && { connection: 'close' }),
  });
  response.end(body);
}
