import { SOURCE_NETWORK } from '../../record/derived/origin.ts';
import type { Micros } from '../../types.ts';
import type { DEPARTURES } from '../report/origin.ts';
import type { EventAct } from '../trail/event-act.ts';

/** What an act may depart by. */
export type DepartureKind = (typeof DEPARTURES)[number];

/** How many values of one kind are remembered of an identity. */
const MOST = 5000;

/** The hours of a day tell something of whoever has been seen so long: a week, in microseconds. */
const WEEK: Micros = 604_800_000_000;

/** What an identity's own workload has done so far. */
export class History {
  #first: Micros | undefined;
  readonly #known = new Map<DepartureKind, Set<string>>();

  /** An act of its own. */
  learn(act: EventAct): void {
    this.#first ??= act.time;
    for (const [kind, value] of valuesOf(act)) {
      let values = this.#known.get(kind);
      if (values === undefined) {
        values = new Set();
        this.#known.set(kind, values);
      }
      if (values.size < MOST) values.add(value);
    }
  }

  /** What it had never done before; with how much history there was, in seconds. */
  compare(act: EventAct): { readonly seconds: number; readonly kinds: [DepartureKind, string][] } {
    if (this.#first === undefined) return { seconds: 0, kinds: [] };
    const length = act.time - this.#first;
    const kinds = valuesOf(act).filter(([kind, value]) => {
      if (kind === 'hour' && length < WEEK) return false;
      const values = this.#known.get(kind);
      return values !== undefined && values.size < MOST && !values.has(value);
    });
    return { seconds: length / 1_000_000, kinds };
  }
}

function valuesOf(act: EventAct): [DepartureKind, string][] {
  const { verb, resource, subresource, namespace } = act.evidence;
  const { address, program } = act.caller;
  const all: [DepartureKind, string | null][] = [
    ['address', address],
    ['network', networkName(address)],
    ['program', program],
    ['verb', verb],
    [
      'resource',
      resource === null ? null : subresource === null ? resource : `${resource}/${subresource}`,
    ],
    ['namespace', namespace],
    ['hour', act.time === 0 ? null : new Date(act.time / 1000).toISOString().slice(11, 13)],
  ];
  return all.filter((one): one is [DepartureKind, string] => one[1] !== null);
}

function networkName(address: string | null): string | null {
  const network = address === null ? undefined : SOURCE_NETWORK.ofValue?.(address);
  return typeof network === 'string' ? network : null;
}
