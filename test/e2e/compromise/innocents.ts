import type { Identity } from '../cluster/caller.ts';
import { credentialId } from './credential-id.ts';
import type { Innocent } from './truth.ts';

/** Who did nothing wrong, with what. */
export interface Innocents {
  readonly all: readonly Innocent[];
  /** Takes down that a user calls from somewhere, with what lets it in. */
  add(user: string, who: Identity): void;
}

export function createInnocents(): Innocents {
  const known = new Map<string, Innocent & { credentials: string[] }>();
  return {
    get all() {
      return [...known.values()];
    },
    add(user, who) {
      const { from = '', userAgent: agent = '' } = who;
      const key = `${user} ${from}`;
      const one = known.get(key) ?? { user, from, agent, credentials: [] };
      known.set(key, one);
      const id = credentialId(who);
      if (id !== null && !one.credentials.includes(id)) one.credentials.push(id);
    },
  };
}
