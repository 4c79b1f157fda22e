import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Live } from './process.ts';

/** Milliseconds, from and to. */
export type Range = readonly [from: number, to: number];

const within = ([from, to]: Range) => from + Math.random() * (to - from);

/**
 * Kills a live command at random instants and starts it again, as long as the work goes on, and at least
 * twice; it runs when this resolves. Gives how often it was killed.
 */
export async function killWhile(
  live: Live,
  work: Promise<unknown>,
  { up, down }: { up: Range; down: Range },
): Promise<number> {
  const over = new AbortController();
  const done = work.finally(() => over.abort());
  // Told by the await at the end, once the command runs again.
  done.catch(() => {});
  let kills = 0;
  while (!over.signal.aborted || kills < 2) {
    await sleep(within(up));
    await live.kill();
    kills++;
    await sleep(within(down));
    live.start();
  }
  await done;
  return kills;
}

/** Kills it, and starts it again after so many milliseconds. */
export async function takeDown(live: Live, milliseconds: number): Promise<void> {
  await live.kill();
  await sleep(milliseconds);
  live.start();
}

/** An incoming webhook, as Slack has them, that can be out of order. */
export interface HttpSink extends AsyncDisposable {
  readonly url: string;
  /** Bodies that were answered 200. */
  readonly taken: readonly string[];
  /** How many were answered 503. */
  readonly refused: number;
  down: boolean;
}

/** Starts one on 127.0.0.1. */
export async function startHttpSink(): Promise<HttpSink> {
  const taken: string[] = [];
  let refused = 0;
  let down = false;
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const body = await text(request);
    if (down) refused++;
    else taken.push(body);
    response.writeHead(down ? 503 : 200).end(down ? 'down' : 'ok');
  };
  // Who goes away in the middle of a request gets no answer.
  const server = createServer(
    (request, response) => void answer(request, response).catch(() => {}),
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/services/T0/B0/x`,
    taken,
    get refused() {
      return refused;
    },
    get down() {
      return down;
    },
    set down(value) {
      down = value;
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
