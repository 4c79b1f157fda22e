import { Account } from './account.ts';
import type { Call } from './call.ts';
import { countOne, newTally, type Room, type Tally } from './tally.ts';

/** Bounds for what clients invent. */
export interface AccountBounds {
  /** How many accounts. */
  readonly accounts: number;
  /** How many names of any kind, over all accounts. */
  readonly names: number;
}

/** Some 150 MB where somebody makes use of all of it. */
export const BOUNDS: AccountBounds = { accounts: 20_000, names: 300_000 };

/** Every account that requests were made by, or in the name of. */
export class Accounts {
  readonly #byUser = new Map<string, Account>();
  readonly #bounds: AccountBounds;
  /** Shared by all accounts. */
  readonly room: Room;
  /** Requests of accounts for which there was no room. */
  readonly others: Tally = newTally();

  constructor(bounds: AccountBounds = BOUNDS) {
    this.#bounds = bounds;
    this.room = { left: bounds.names, dropped: 0 };
  }

  /** Counts a request. */
  add(call: Call): void {
    this.#accountOf(call.user, call)?.addOwn(call, this.room);
    if (call.impersonated === '' || call.impersonated === call.user) return;
    this.#accountOf(call.impersonated, call)?.addInItsName(call, this.room);
  }

  /** The account of a user name, if it was seen. */
  get(user: string): Account | undefined {
    return this.#byUser.get(user);
  }

  /** All of them, in the order in which they came. */
  all(): Account[] {
    return [...this.#byUser.values()];
  }

  #accountOf(user: string, { time }: Call): Account | undefined {
    let account = this.#byUser.get(user);
    if (account === undefined) {
      if (this.#byUser.size >= this.#bounds.accounts) {
        countOne(this.others, time);
        return undefined;
      }
      account = new Account(user);
      this.#byUser.set(user, account);
    }
    return account;
  }
}
