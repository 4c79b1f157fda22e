import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Secret } from '../../src/config/secret.ts';
import type { Clock, Output } from '../../src/sinks/io.ts';

/** A clock that moves when it is slept on. */
export interface TestClock extends Clock {
  readonly slept: number[];
  advance(milliseconds: number): void;
}

/** Sleeping takes no real time; with `patient`, it lasts until `advance` has gone that far. */
export function testClock({ patient = false } = {}): TestClock {
  let time = Date.UTC(2026, 10, 20, 10);
  let sleepers: { readonly until: number; readonly wake: () => void }[] = [];
  const slept: number[] = [];
  const advance = (milliseconds: number) => {
    time += milliseconds;
    const due = sleepers.filter(({ until }) => until <= time);
    sleepers = sleepers.filter(({ until }) => until > time);
    for (const { wake } of due) wake();
  };
  return {
    slept,
    advance,
    now: () => time,
    random: () => 0.5,
    sleep(milliseconds) {
      slept.push(milliseconds);
      return new Promise((wake) => {
        sleepers.push({ until: time + milliseconds, wake });
        if (!patient) advance(milliseconds);
      });
    },
  };
}

/** A standard output that remembers what it was given. */
export interface TestOutput extends Output {
  readonly text: string;
  /** The error of every further write. */
  failure: NodeJS.ErrnoException | undefined;
}

/** A standard output whose writes take a moment. */
export function testOutput(properties: { isTTY?: boolean; columns?: number } = {}): TestOutput {
  let text = '';
  return {
    ...properties,
    failure: undefined,
    get text() {
      return text;
    },
    write(chunk, done) {
      const failure = this.failure;
      setImmediate(() => {
        if (failure === undefined) text += chunk;
        done(failure);
      });
      return false;
    },
    on() {},
  };
}

/** An error as the operating system gives it. */
export function systemError(code: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`${code}: it failed`), { code });
}

/** How the server answers one request. */
export type Reply = (request: IncomingMessage, response: ServerResponse) => void;

/** A webhook on this machine. */
export interface TestServer extends AsyncDisposable {
  readonly url: string;
  readonly secret: Secret;
  /** The bodies of the requests so far. */
  readonly bodies: string[];
  readonly requests: IncomingMessage[];
  /** Replies to the next requests in turn; then `otherwise` for all. */
  readonly replies: Reply[];
  otherwise: Reply;
}

/** A reply with a status, a body and headers. */
export function reply(status: number, body = '', headers: Record<string, string> = {}): Reply {
  return (_request, response) => {
    response.writeHead(status, headers).end(body);
  };
}

/** Starts a server; every request is answered 200 unless told otherwise. */
export async function testServer(): Promise<TestServer> {
  const requests: IncomingMessage[] = [];
  const bodies: string[] = [];
  const replies: Reply[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8');
    request.on('data', (chunk: string) => {
      body += chunk;
    });
    request.on('end', () => {
      requests.push(request);
      bodies.push(body);
      (replies.shift() ?? running.otherwise)(request, response);
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/services/T0/B0/s3cr3t`;
  const secret = new Secret('env:SLACK_URL');
  secret.fill(url);
  const running: TestServer = {
    url,
    secret,
    bodies,
    requests,
    replies,
    otherwise: reply(200, 'ok'),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
  return running;
}
