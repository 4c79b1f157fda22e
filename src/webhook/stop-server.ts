import type { Server } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

/** Milliseconds between two looks. */
const LOOK = 10;
/** Milliseconds for connections that never asked for anything, once all requests are answered. */
const GRACE = 200;

/**
 * Ends a server whose listener already turns new events away: first all that are being taken are answered, while it
 * still listens, as a refused connection costs the client more than a 503; then idle connections end, which
 * `close` alone leaves open where they were busy at that moment; what is left at the deadline is cut.
 */
export async function stopServer(
  server: Server,
  active: () => number,
  deadline: number,
): Promise<void> {
  const end = performance.now() + deadline;
  while (active() > 0 && performance.now() < end) await sleep(LOOK);
  const closed = new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  const idle = setInterval(() => server.closeIdleConnections(), LOOK);
  const grace = Math.max(0, Math.min(GRACE, end - performance.now()));
  const cut = setTimeout(() => server.closeAllConnections(), grace);
  await closed;
  clearInterval(idle);
  clearTimeout(cut);
}
