import type { RecencyMap } from '../collections/recency-map.ts';
import { packWitness, unpackWitness } from '../record/witness-packing.ts';
import type { ChangeLog } from '../state/change-log.ts';
import type { Json, Memory, Micros, Witness } from '../types.ts';
import { Baseline } from './baseline.ts';

/** What is known of one ServiceAccount's request rate. */
export interface Account {
  readonly baseline: Baseline;
  /** The minute being counted, in minutes since 1970. */
  minute: number;
  /** Its requests so far. */
  requests: number;
  firstSeen: Micros;
  /** How many requests in it are still no spike. */
  limit: number;
  /** A spike was found, and no whole minute has been within its limit since. */
  spiking: boolean;
  witnesses: Witness[];
}

/** An account that was not seen before `minute`; its usual rate is learned for so many minutes. */
export function openAccount(minute: number, learning: number): Account {
  return {
    baseline: new Baseline(learning),
    minute,
    requests: 0,
    firstSeen: 0,
    limit: Number.POSITIVE_INFINITY,
    spiking: false,
    witnesses: [],
  };
}

/** The memory of accounts whose changes are in `log`. */
export function accountsMemory(
  accounts: RecencyMap<Account>,
  log: ChangeLog,
  { owner, learning }: { readonly owner: string; readonly learning: number },
): Memory {
  return {
    owner,
    // As JSON, a name's lone surrogates are told apart on disk as well.
    changes: () =>
      log
        .drain((name) => pack(accounts.get(name)))
        .map(({ key, value }) => ({ key: JSON.stringify(key), value })),
    restore(entries) {
      log.start();
      for (const { key, value } of entries) {
        accounts.set(JSON.parse(key) as string, unpack(value, learning));
      }
    },
  };
}

type Packed = readonly [Json, number, number, Micros, number | null, boolean, readonly Json[]];

function pack(account: Account | undefined): Json | undefined {
  if (account === undefined) return undefined;
  const { baseline, minute, requests, firstSeen, limit, spiking, witnesses } = account;
  const packed: Packed = [
    baseline.state,
    minute,
    requests,
    firstSeen,
    Number.isFinite(limit) ? limit : null,
    spiking,
    witnesses.map(packWitness),
  ];
  return packed;
}

function unpack(value: Json, learning: number): Account {
  const packed = value as unknown as Packed;
  const [baseline, minute, requests, firstSeen, limit, spiking, witnesses] = packed;
  return {
    baseline: new Baseline(learning, baseline as readonly [number, number, number]),
    minute,
    requests,
    firstSeen,
    limit: limit ?? Number.POSITIVE_INFINITY,
    spiking,
    witnesses: witnesses.map(unpackWitness),
  };
}
