import type { IncomingMessage, ServerResponse } from 'node:http';
import { printable } from '../text/escape.ts';
import { type Answer, send } from './answer.ts';
import type { Gate } from './credentials.ts';
import type { ReceiverCallbacks } from './options.ts';
import { discardBody } from './read-body.ts';

/** What the routes lead to. */
export interface RouteTargets {
  readonly gate: Gate;
  readonly callbacks: Pick<ReceiverCallbacks, 'metrics' | 'ready'>;
  /** True from the moment that the receiver is told to stop. */
  stopping(): boolean;
  /** Takes the events of a client that was let in; `undefined`: the client is gone. */
  take(request: IncomingMessage): Promise<Answer | undefined>;
  answered(status: number): void;
  /** An error that has no business here. */
  failed(error: unknown): void;
}

/** How much of a stranger's body is passed over, so that it may read its answer. */
const STRANGERS = 65_536;

/** At once in the attempt, and as long as it lasts: an error would cost the client ten seconds. */
const STOPPING: Answer = {
  status: 503,
  text: 'shutting down: send it again',
  retryAfter: 5,
  close: true,
};

/** Answers requests. Whoever lacks credentials learns nothing, and nothing of theirs is kept. */
export function createRoutes(targets: RouteTargets) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    let answer: Answer | undefined;
    try {
      answer = await route(request, targets);
    } catch (error) {
      targets.failed(error);
      answer = { status: 500, text: 'internal error', close: true };
    }
    if (answer === undefined || response.destroyed) return;
    targets.answered(answer.status);
    send(response, targets.stopping() ? { ...answer, close: true } : answer);
  };
}

async function route(request: IncomingMessage, targets: RouteTargets): Promise<Answer | undefined> {
  const { method = '' } = request;
  const [path = ''] = (request.url ?? '').split('?', 1);
  const read = method === 'GET' || method === 'HEAD';
  switch (path) {
    case '/healthz':
      return read ? probed(request, targets, { status: 200, text: 'ok' }) : notThatWay(request);
    case '/readyz':
      return read ? probed(request, targets, await readiness(targets)) : notThatWay(request);
    case '/metrics':
      if (!read) return notThatWay(request);
      if (!targets.gate.admits(request)) return turnAway(request, 401, 'credentials are missing');
      return { status: 200, text: await targets.callbacks.metrics() };
    default:
      return events(request, path, targets);
  }
}

async function events(
  request: IncomingMessage,
  path: string,
  targets: RouteTargets,
): Promise<Answer | undefined> {
  if (!targets.gate.takesEvents(path)) return turnAway(request, 404, 'nothing is here');
  if (!targets.gate.admits(request)) return turnAway(request, 401, 'credentials are missing');
  if (request.method !== 'POST') {
    return { ...(await turnAway(request, 405, 'events are sent with POST')), allow: 'POST' };
  }
  return targets.stopping() ? STOPPING : targets.take(request);
}

/** Strangers may ask, but not sit on connections that clients need. */
function probed(request: IncomingMessage, { gate }: RouteTargets, answer: Answer): Answer {
  return gate.admits(request) ? answer : { ...answer, close: true };
}

async function readiness({ callbacks, stopping }: RouteTargets): Promise<Answer> {
  const reason = stopping() ? 'shutting down' : await callbacks.ready();
  if (reason === undefined) return { status: 200, text: 'ok' };
  return { status: 503, text: `not ready: ${printable(reason, 300)}` };
}

async function notThatWay(request: IncomingMessage): Promise<Answer> {
  return { ...(await turnAway(request, 405, 'use GET')), allow: 'GET, HEAD' };
}

/** Says no and ends the connection. */
async function turnAway(request: IncomingMessage, status: number, text: string): Promise<Answer> {
  await discardBody(request, STRANGERS);
  return { status, text, close: true };
}
