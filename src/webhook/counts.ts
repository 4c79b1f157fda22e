/** How long something took, as Prometheus counts it. Plain data. */
export interface Histogram {
  /** Upper bounds in seconds. */
  readonly bounds: readonly number[];
  /** How many fell within each bound and above the one before; one more at the end for the rest. */
  readonly counts: number[];
  /** Seconds. */
  sum: number;
}

/** What a receiver did so far. Plain data; everything only grows unless it says otherwise. */
export interface ReceiverCounts {
  /** Bodies that were answered 200. */
  bodies: number;
  /** Events that are on the disk. */
  events: number;
  /** Bytes of the bodies that were answered 200. */
  bytes: number;
  /** Answers by status. */
  readonly responses: Record<number, number>;
  /** Things that went to the dead letter. */
  readonly buried: Record<'body' | 'item' | 'cut', number>;
  /** Bodies whose sender went before their end. */
  aborted: number;
  /** Handshakes that failed. */
  tlsErrors: number;
  /** Requests that were no HTTP, or too slow. */
  badRequests: number;
  /** Connections above the limit. */
  refusedConnections: number;
  /** Bytes of bodies at hand now. */
  inFlightBytes: number;
  /** When the server's certificate ends: milliseconds since 1970, 0 without one. */
  certificateExpires: number;
  /** From a body's last byte to its 200. */
  readonly latency: Histogram;
}

const BOUNDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** All zero. */
export function newCounts(): ReceiverCounts {
  return {
    bodies: 0,
    events: 0,
    bytes: 0,
    responses: {},
    buried: { body: 0, item: 0, cut: 0 },
    aborted: 0,
    tlsErrors: 0,
    badRequests: 0,
    refusedConnections: 0,
    inFlightBytes: 0,
    certificateExpires: 0,
    latency: { bounds: BOUNDS, counts: BOUNDS.map(() => 0).concat(0), sum: 0 },
  };
}

/** Counts one duration in seconds. */
export function observe(histogram: Histogram, seconds: number): void {
  const found = histogram.bounds.findIndex((bound) => seconds <= bound);
  const index = found < 0 ? histogram.bounds.length : found;
  histogram.counts[index] = (histogram.counts[index] ?? 0) + 1;
  histogram.sum += seconds;
}
