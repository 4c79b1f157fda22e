import type { Call } from './call.ts';
import { type Identity, identityOf } from './identity.ts';
import { countOne, newTally, type Room, Tallies, type Tally } from './tally.ts';

/** How requests ended. */
export interface Outcomes {
  ok: number;
  /** 401. */
  unauthenticated: number;
  /** 403. */
  forbidden: number;
  /** Any other 4xx. */
  clientErrors: number;
  serverErrors: number;
}

/** What is known of one kind of request. */
export interface RequestTally extends Tally {
  readonly verb: string;
  readonly group: string;
  /** With its subresource; empty where it names none. */
  readonly resource: string;
  /** Of a request that names no resource. */
  readonly path: string;
  /** How many of them were not allowed. */
  refused: number;
}

/** What is known of one kind of credentials. */
export interface CredentialTally extends Tally {
  /** By id, or by the Secret that holds the token. */
  readonly ids: Tallies;
}

/** At most so many of an account, by what they are. */
export const MOST = {
  requests: 1000,
  namespaces: 1000,
  addresses: 200,
  agents: 200,
  credentialIds: 500,
  others: 100,
} as const;

/** Longer agents are cut: UTF-16 units. Names are at most 253, paths as long as one likes. */
const LONGEST = 256;

/** What was seen of one account. */
export class Account {
  readonly identity: Identity;
  /** Its own requests, those in others' names included. */
  readonly calls: Tally = newTally();
  readonly outcomes: Outcomes = {
    ok: 0,
    unauthenticated: 0,
    forbidden: 0,
    clientErrors: 0,
    serverErrors: 0,
  };
  readonly requests: Tallies<RequestTally>;
  readonly namespaces = new Tallies(MOST.namespaces, newTally);
  readonly addresses = new Tallies(MOST.addresses, newTally);
  readonly agents = new Tallies(MOST.agents, newTally);
  readonly credentials = new Map<string, CredentialTally>();
  /** In whose names it made requests. */
  readonly impersonates = new Tallies(MOST.others, newTally);
  /** Who made requests in its name, which are none of its calls. */
  readonly impersonatedBy = new Tallies(MOST.others, newTally);
  #latest: Call | undefined;

  constructor(user: string) {
    this.identity = identityOf(user);
    // The call at hand says what a new kind of request is.
    this.requests = new Tallies(MOST.requests, () => newRequest(this.#latest as Call));
  }

  /** Counts a request that it sent itself. */
  addOwn(call: Call, room: Room): void {
    const { time, credential } = call;
    countOne(this.calls, time);
    countOutcome(this.outcomes, call.code);
    if (call.address !== '') this.addresses.add(cut(call.address), time, room);
    if (call.agent !== '') this.agents.add(cut(call.agent), time, room);
    let known = this.credentials.get(credential.kind);
    if (known === undefined) {
      known = { ...newTally(), ids: new Tallies(MOST.credentialIds, newTally) };
      this.credentials.set(credential.kind, known);
    }
    countOne(known, time);
    if (credential.id !== '') known.ids.add(cut(credential.id), time, room);
    const { user, impersonated } = call;
    if (impersonated !== '') this.impersonates.add(cut(impersonated), time, room);
    if (impersonated === '' || impersonated === user) this.#addRequest(call, room);
  }

  /** Counts a request that another sent in its name. */
  addInItsName(call: Call, room: Room): void {
    this.impersonatedBy.add(cut(call.user), call.time, room);
    this.#addRequest(call, room);
  }

  #addRequest(call: Call, room: Room): void {
    this.#latest = call;
    const what = call.resource === '' ? cut(call.path) : `${call.group} ${call.resource}`;
    const request = this.requests.add(`${call.verb} ${what}`, call.time, room);
    if (request !== undefined && !call.allowed) request.refused++;
    if (call.namespace !== '') this.namespaces.add(cut(call.namespace), call.time, room);
  }
}

function newRequest({ verb, group, resource, path }: Call): RequestTally {
  return { ...newTally(), verb, group, resource, path: cut(path), refused: 0 };
}

function countOutcome(outcomes: Outcomes, code: number | null): void {
  if (code === null || code < 400) outcomes.ok++;
  else if (code === 401) outcomes.unauthenticated++;
  else if (code === 403) outcomes.forbidden++;
  else if (code < 500) outcomes.clientErrors++;
  else outcomes.serverErrors++;
}

function cut(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
