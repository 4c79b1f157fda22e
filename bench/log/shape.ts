/** `usual`: a busy cluster's; `bodies`: most events with request and response; `long`: lines of 100 kB. */
export const VARIANTS = ['usual', 'bodies', 'long'] as const;

/** What an audit log is made like. The same shape gives the same bytes. */
export interface LogShape {
  readonly variant: (typeof VARIANTS)[number];
  /** So many ServiceAccounts, each in its turn; absent: 200, drawn at random. */
  readonly accounts?: number;
  /** One event in so many is a ServiceAccount's that lists Secrets, with success; absent: none is. */
  readonly theft?: number;
  /** Events that are made one by one; later ones repeat them with other times and ids. A multiple of 1,000. */
  readonly block?: number;
}

/** Whether the event with this number, from 0, is one that the ServiceAccount documents' query finds. */
export function isTheft({ theft = 0 }: LogShape, event: number): boolean {
  return theft > 0 && event % theft === theft - 1;
}

/** How many events that query finds in a log of so many. */
export function hitsIn({ theft = 0 }: LogShape, events: number): number {
  return theft > 0 ? Math.floor(events / theft) : 0;
}
