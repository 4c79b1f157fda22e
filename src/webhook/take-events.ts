import type { IncomingMessage } from 'node:http';
import { DiskError, type Spool, SpoolFull } from '../spool/index.ts';
import { printable } from '../text/escape.ts';
import type { Answer } from './answer.ts';
import type { Budget, Hold } from './budget.ts';
import type { ComplaintKind } from './complaints.ts';
import { observe, type ReceiverCounts } from './counts.ts';
import { type CheckedBody, checkBody } from './event-list.ts';
import type { ReceiverCallbacks } from './options.ts';
import { type Body, declaredLength, readBody } from './read-body.ts';

/** What taking events needs. */
export interface Taking {
  readonly spool: Pick<Spool, 'append'>;
  readonly budget: Budget;
  readonly counts: ReceiverCounts;
  readonly maxBodyBytes: number;
  readonly keepBytes: number;
  bury: ReceiverCallbacks['bury'];
  complain(kind: ComplaintKind, reason: string): void;
}

/** Seconds after which a client should come again: when bodies at hand will be gone, and when disks change. */
const SOON = 1;
const LATER = 5;

const BUSY: Answer = {
  status: 429,
  text: 'too many bytes at once: send it again',
  retryAfter: SOON,
};

/**
 * Takes the events of one request. Answers 200 only when all of them are on the disk and all the rest
 * of the body is in the dead letter: no 200 could be lost by a crash, and nothing that is no event is sent
 * again in vain. `undefined`: the client is gone.
 */
export async function takeEvents(
  request: IncomingMessage,
  taking: Taking,
): Promise<Answer | undefined> {
  const encoding = request.headers['content-encoding'] ?? 'identity';
  if (encoding.toLowerCase() !== 'identity') {
    return { status: 415, text: 'send the body without a content encoding' };
  }
  const declared = Math.min(declaredLength(request) ?? 0, taking.maxBodyBytes);
  const hold = taking.budget.hold(declared);
  if (hold === undefined) return busy(taking);
  try {
    const body = await readHeld(request, taking, hold);
    if (body === 'gone') return undefined;
    return body === 'busy' ? busy(taking) : await keep(body, taking);
  } finally {
    hold.release();
  }
}

async function readHeld(
  request: IncomingMessage,
  taking: Taking,
  hold: Hold,
): Promise<Body | 'busy' | 'gone'> {
  try {
    const body = await readBody(request, taking.maxBodyBytes, hold);
    // The rest is passed over, or the connection could not be used again.
    if (body === undefined) request.resume();
    return body ?? 'busy';
  } catch {
    // Whatever it was, the end of the body didn't come; the client sends it again.
    taking.counts.aborted++;
    return 'gone';
  }
}

function busy({ complain }: Taking): Answer {
  complain('busy', 'more bytes of events at once than configured: clients were told to wait');
  return BUSY;
}

async function keep({ bytes, length }: Body, taking: Taking): Promise<Answer> {
  const start = performance.now();
  const { counts, keepBytes } = taking;
  const checked = checkBody(bytes, { keepBytes, whole: length });
  const failure = (await spool(checked, taking)) ?? (await bury(checked, length, taking));
  if (failure !== undefined) return failure;
  counts.bodies++;
  counts.events += checked.events;
  counts.bytes += length;
  observe(counts.latency, (performance.now() - start) / 1000);
  return { status: 200, text: 'ok' };
}

async function spool({ lines }: CheckedBody, taking: Taking): Promise<Answer | undefined> {
  try {
    await taking.spool.append(lines);
    return undefined;
  } catch (error) {
    if (!(error instanceof SpoolFull || error instanceof DiskError)) throw error;
    taking.complain('disk', `events can't be kept, clients were told to wait: ${error.message}`);
    const status = error instanceof SpoolFull ? 429 : 503;
    return { status, text: printable(error.message, 200), retryAfter: LATER };
  }
}

/** After the events: a batch that comes again is recognized later, a reject would be there twice. */
async function bury(
  { rejects }: CheckedBody,
  length: number,
  taking: Taking,
): Promise<Answer | undefined> {
  if (rejects.length === 0) return undefined;
  try {
    await taking.bury(rejects.map(({ reject }) => reject));
  } catch (error) {
    const reason = printable((error as Error).message, 200);
    taking.complain(
      'bury',
      `the dead letter can't be written, clients were told to wait: ${reason}`,
    );
    return { status: 503, text: `the dead letter can't be written: ${reason}`, retryAfter: LATER };
  }
  for (const { category, reject } of rejects) {
    taking.counts.buried[category]++;
    taking.complain(
      category,
      `a body of ${length} bytes, from byte ${reject.offset} on ${reject.length} bytes went to the dead letter: ${reject.reason}`,
    );
  }
  return undefined;
}
