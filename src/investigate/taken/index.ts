import { formatTime } from '../../record/time.ts';
import type { Micros } from '../../types.ts';
import type { Act, Part } from '../act.ts';
import { compare } from '../compare.ts';
import { surer } from '../confidence.ts';
import { contentId } from '../content-id.ts';
import { Proofs } from '../proofs.ts';
import type { Confidence } from '../report/common.ts';
import type { Taken } from '../report/taken.ts';
import { confidentialIn, type Reading } from './readings.ts';
import { textOfTaken } from './text.ts';
import { tokensIn } from './tokens.ts';

/** What a trail may have taken, and how much found no room to be told by name. */
export interface TakenTold {
  readonly taken: Taken[];
  /** Readings that only an entry without a name stands for. */
  readonly unnamed: number;
}

/** What the parts of a trail that are known elsewhere can add. */
export interface TakenOptions {
  /** Entries of the thief that are told by name; of the account's own as many again at most. */
  readonly most?: number;
  /** Whose token a pod holds, as `NAMESPACE:NAME`, where some event told. */
  readonly accountOf?: (namespace: string, pod: string) => string | undefined;
}

const MOST = 5000;
const MOST_WAYS = 10;

/** Gathers what the identities on the trail may have taken; refused requests took nothing. */
export function createTaken(options: TakenOptions = {}): Part<TakenTold> {
  return new TakenPart(options);
}

class TakenPart implements Part<TakenTold> {
  readonly #options: TakenOptions;
  readonly #most: number;
  readonly #entries = { suspect: new Map<string, Entry>(), own: new Map<string, Entry>() };
  readonly #wide = new Map<string, Entry>();
  #unnamed = 0;

  constructor(options: TakenOptions) {
    this.#options = options;
    this.#most = options.most ?? MOST;
  }

  see(act: Act): void {
    if (act.whose === 'other') return;
    for (const reading of [...confidentialIn(act), ...tokensIn(act)]) {
      this.#add(act.whose, reading, act);
    }
  }

  tell(): TakenTold {
    const { suspect, own } = this.#entries;
    const entries = [...suspect.values(), ...own.values(), ...this.#wide.values()];
    const taken = entries.map((entry) => entry.told(this.#options.accountOf));
    taken.sort((a, b) => compare(a.first, b.first));
    return { taken, unnamed: this.#unnamed };
  }

  #add(whose: 'suspect' | 'own', reading: Reading, act: Act): void {
    const entries = this.#entries[whose];
    const key = keyOf(reading, act.identity);
    const known = entries.get(key);
    if (known !== undefined) known.add(reading, act);
    else if (entries.size < this.#most) entries.set(key, new Entry(key, whose, reading, act));
    else this.#widen(whose, reading, act);
  }

  /** Without room for names, all of a kind must be taken as read. */
  #widen(whose: 'suspect' | 'own', reading: Reading, act: Act): void {
    this.#unnamed++;
    const { group, resource } = reading.object;
    const object = { group, resource, namespace: null, name: null };
    const wide: Reading = {
      ...reading,
      object,
      scope: 'cluster',
      selector: null,
      credential: null,
      command: null,
      serviceAccount: null,
    };
    const key = JSON.stringify([whose, keyOf(wide, '')]);
    const known = this.#wide.get(key);
    if (known === undefined) this.#wide.set(key, new Entry(key, whose, wide, act));
    else known.add(wide, act);
  }
}

/** Each minted token and each command is told by itself. */
function keyOf(reading: Reading, identity: string): string {
  const { kind, object, selector, credential, command } = reading;
  const { group, resource, namespace, name } = object;
  return JSON.stringify([
    kind,
    group,
    resource,
    namespace,
    name,
    selector,
    credential,
    command,
    identity,
  ]);
}

/** What was taken, by all requests that took it. */
class Entry {
  readonly #key: string;
  readonly #whose: 'suspect' | 'own';
  readonly #reading: Reading;
  readonly #identity: string;
  readonly #first: Micros;
  #last: Micros;
  #confidence: Confidence;
  readonly #how = new Set<string>();
  readonly #proofs = new Proofs();

  constructor(key: string, whose: 'suspect' | 'own', reading: Reading, act: Act) {
    this.#key = key;
    this.#whose = whose;
    this.#reading = reading;
    this.#identity = act.identity;
    this.#first = act.time;
    this.#last = act.time;
    this.#confidence = reading.confidence;
    this.add(reading, act);
  }

  /** As sure as the surest of them. */
  add({ confidence, how }: Reading, act: Act): void {
    this.#last = Math.max(this.#last, act.time);
    this.#confidence = surer(this.#confidence, confidence);
    if (this.#how.size < MOST_WAYS) this.#how.add(how);
    this.#proofs.add(act);
  }

  told(accountOf: TakenOptions['accountOf']): Taken {
    const { kind, object, scope, selector, credential, command } = this.#reading;
    const holder =
      object.resource === 'pods' && object.namespace !== null && object.name !== null
        ? accountOf?.(object.namespace, object.name)
        : undefined;
    const facts = {
      kind,
      object,
      scope,
      selector,
      how: [...this.#how],
      serviceAccount: this.#reading.serviceAccount ?? (kind === 'log' ? null : (holder ?? null)),
      confidence: this.#confidence,
    };
    return {
      id: contentId('taken', this.#whose, this.#key),
      ...facts,
      whose: this.#whose,
      identity: this.#identity,
      first: formatTime(this.#first),
      last: formatTime(this.#last),
      count: this.#proofs.count,
      credential,
      command,
      text: textOfTaken(facts),
      proof: this.#proofs.proof,
    };
  }
}
