import type { Dispatcher } from 'undici';
import type { Secret } from '../config/secret.ts';
import type { Micros } from '../types.ts';
import type { SinkIo } from './io.ts';
import { RefusedError } from './retry.ts';
import { type Answer, postJson, proxyDispatcher } from './webhook.ts';

/** Where to post, and how long to wait for an answer. */
export interface SlackOptions {
  readonly url: Secret;
  readonly timeout: Micros;
}

/** An incoming webhook that is never hurried. */
export interface SlackChannel {
  /** Whether a message could go out at once. */
  ready(): boolean;
  /** Waits until a message may go out, asks for it, posts it; rejects when Slack has not taken it. */
  post(message: () => object): Promise<void>;
  /** Lets go of the connection; the next `post` makes a new one. */
  release(): Promise<void>;
}

/** Slack's limit for incoming webhooks: one message a second. */
const PACE_MS = 1000;
/** A server that asks for more patience than this is not believed. */
const LONGEST_PAUSE_MS = 3_600_000;

/** Posts to the webhook, at most one message a second, and later when Slack asks for it. */
export function slackChannel(
  { url, timeout }: SlackOptions,
  { env, clock }: Pick<SinkIo, 'env' | 'clock'>,
): SlackChannel {
  let dispatcher: Dispatcher | undefined = proxyDispatcher(env);
  let notBefore = 0;
  return {
    ready: () => clock.now() >= notBefore,
    async post(message) {
      const pause = notBefore - clock.now();
      if (pause > 0) await clock.sleep(pause);
      dispatcher ??= proxyDispatcher(env);
      const options = { dispatcher, timeout: timeout / 1000, now: clock.now() };
      try {
        const answer = await postJson(url.reveal(), message(), options);
        if (answer.status === 429) {
          notBefore = clock.now() + Math.min(answer.retryAfter ?? 0, LONGEST_PAUSE_MS);
        }
        judge(answer);
      } finally {
        notBefore = Math.max(notBefore, clock.now() + PACE_MS);
      }
    },
    async release() {
      await dispatcher?.destroy();
      dispatcher = undefined;
    },
  };
}

function judge({ status, retryAfter, text }: Answer): void {
  if (status >= 200 && status < 300) return;
  if (status === 429) {
    const asked = retryAfter === undefined ? '' : ` and asked to wait ${retryAfter / 1000}s`;
    throw new Error(`slack answered 429${asked}`);
  }
  const reason = `slack answered ${status}${text === '' ? '' : `: ${text}`}`;
  throw status >= 500 || status === 408 ? new Error(reason) : new RefusedError(reason);
}
