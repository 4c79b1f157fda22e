import type { Alert, Sink } from '../types.ts';
import { inTurn, type SinkIo } from './io.ts';
import { type SlackChannel, type SlackOptions, slackChannel } from './slack-channel.ts';
import { type Item, itemOf, slackMessage } from './slack-message.ts';

/** Alerts held back before `write` waits for room. */
const MOST_HELD = 5000;

/**
 * Posts alerts to a Slack incoming webhook, at most one message a second. Alerts that come sooner are
 * held back and share the next message, repeats of one id as one; `close` posts the rest. What could
 * not be posted stays held: the next `write` or `close` tries again, and rejects when that fails. With `confirms`, `write` waits for its turn instead of holding
 * back.
 */
export function slackSink(
  options: SlackOptions,
  io: Pick<SinkIo, 'env' | 'clock' | 'confirms'>,
): Sink {
  const channel = slackChannel(options, io);
  const backlog = createBacklog(channel, io.confirms === true);
  let behind: Promise<void> | undefined;

  const catchUp = async () => {
    try {
      await backlog.empty();
    } catch {
      // The backlog has failed: the next write or close tries again, and tells.
    } finally {
      behind = undefined;
    }
  };

  return {
    name: 'slack',
    async write(alerts: readonly Alert[]) {
      backlog.add(alerts);
      const free = behind === undefined && channel.ready();
      if (io.confirms || free || backlog.failed || backlog.size >= MOST_HELD)
        await backlog.deliver();
      else behind ??= catchUp();
    },
    async close() {
      await behind;
      try {
        await backlog.empty();
      } finally {
        await channel.release();
      }
    },
  };
}

/** What was not posted yet. */
interface Backlog {
  add(alerts: readonly Alert[]): void;
  readonly size: number;
  /** The last delivery failed. */
  readonly failed: boolean;
  /** Posts everything held as one message, in turn with other deliveries. */
  deliver(): Promise<void>;
  /** Delivers until nothing is held. */
  empty(): Promise<void>;
}

/** With `confirms`, what could not be posted is not held: it is given again. */
function createBacklog(channel: SlackChannel, confirms: boolean): Backlog {
  const held = new Map<string, Item>();
  const turn = inTurn();
  let failed = false;

  const post = async () => {
    if (held.size === 0) return;
    let items: readonly Item[] = [];
    try {
      await channel.post(() => {
        items = [...held.values()];
        return slackMessage(items);
      });
      failed = false;
    } catch (error) {
      failed = true;
      if (confirms) held.clear();
      throw error;
    }
    // What came again while it was being posted goes into the next message.
    for (const item of items) if (held.get(item.id) === item) held.delete(item.id);
  };

  return {
    add(alerts) {
      for (const alert of alerts) held.set(alert.id, itemOf(alert));
    },
    get size() {
      return held.size;
    },
    get failed() {
      return failed;
    },
    deliver: () => turn(post),
    async empty() {
      while (held.size > 0) await turn(post);
    },
  };
}
