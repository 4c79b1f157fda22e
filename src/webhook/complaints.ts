import { printable } from '../text/escape.ts';

/** What is complained of because of clients: things that are no events, no room, disks that fail. */
export type ComplaintKind =
  | 'body'
  | 'item'
  | 'cut'
  | 'busy'
  | 'disk'
  | 'bury'
  | 'listen'
  | 'failed';

/** Milliseconds during which one kind of complaint is made once. */
const QUIET = 10_000;

/**
 * Passes complaints on, one of each kind in ten seconds: clients can cause them without end. The next one
 * of a kind says how many were left out.
 */
export function quietly(
  complain: (reason: string) => void,
  now: () => number = () => performance.now(),
): (kind: ComplaintKind, reason: string) => void {
  const kinds = new Map<ComplaintKind, { at: number; leftOut: number }>();
  return (kind, reason) => {
    const last = kinds.get(kind);
    if (last !== undefined && now() - last.at < QUIET) {
      last.leftOut++;
      return;
    }
    const more = last?.leftOut ? ` (and ${last.leftOut} more like this)` : '';
    kinds.set(kind, { at: now(), leftOut: 0 });
    complain(printable(reason, 500) + more);
  };
}
