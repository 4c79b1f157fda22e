import { packWitness, unpackWitness } from '../../record/witness-packing.ts';
import type { Json, Micros, Witness } from '../../types.ts';
import { type GroupEvent, WEIGHT, type Window } from './window.ts';

interface Seen {
  readonly time: Micros;
  readonly witnesses: readonly Witness[];
}

/** `temporal`: the latest event of each rule. One event may be an event of several rules. */
export class TemporalWindow implements Window {
  readonly #latest = new Map<number, Seen>();

  get weight(): number {
    return this.#latest.size * WEIGHT.evidence;
  }

  get count(): number {
    return this.#latest.size;
  }

  get first(): Micros | undefined {
    if (this.#latest.size === 0) return undefined;
    return Math.min(...[...this.#latest.values()].map((seen) => seen.time));
  }

  expire(before: Micros): void {
    for (const [position, seen] of this.#latest) {
      if (seen.time < before) this.#latest.delete(position);
    }
  }

  insert({ time, steps }: GroupEvent): void {
    for (const step of steps) {
      this.#latest.set(step.position, { time, witnesses: step.witnesses() });
    }
  }

  measure(): number {
    return this.#latest.size;
  }

  witnesses(): readonly Witness[] {
    return [...this.#latest.values()].flatMap((seen) => seen.witnesses);
  }

  save(): Json {
    return Array.from(this.#latest, ([position, { time, witnesses }]) => [
      position,
      time,
      witnesses.map(packWitness),
    ]);
  }

  load(saved: Json): void {
    for (const [position, time, witnesses] of saved as readonly SavedSeen[]) {
      this.#latest.set(position, { time, witnesses: witnesses.map(unpackWitness) });
    }
  }
}

type SavedSeen = readonly [position: number, time: Micros, witnesses: readonly Json[]];

/** Events of the first rules in order, each event after the one before it. */
interface Chain {
  readonly start: Micros;
  readonly before: Chain | undefined;
  readonly witnesses: readonly Witness[];
}

/**
 * `temporal_ordered`: for each rule, of the chains that end in an event of it, the one that starts
 * latest. It outlives all others, so it is all there is to know; each event costs one look per rule.
 */
export class OrderedWindow implements Window {
  /** By position. Where one is, all before it are: they start no earlier. */
  #chains: Chain[] = [];

  get weight(): number {
    const length = this.#chains.length;
    return ((length * (length + 1)) / 2) * WEIGHT.evidence;
  }

  get count(): number {
    return this.#chains.length;
  }

  get first(): Micros | undefined {
    return this.#chains.at(-1)?.start;
  }

  expire(before: Micros): void {
    while ((this.#chains.at(-1)?.start ?? before) < before) this.#chains.pop();
  }

  insert({ time, steps }: GroupEvent): void {
    // Last rule first: an event must not follow itself.
    for (const step of steps.toReversed()) {
      const before = this.#chains[step.position - 1];
      if (step.position > 0 && before === undefined) continue;
      const start = before?.start ?? time;
      this.#chains[step.position] = { start, before, witnesses: step.witnesses() };
    }
  }

  /** How many of the rules, from the first on, were seen in their order; nothing before the first. */
  measure(): number | undefined {
    return this.#chains.length === 0 ? undefined : this.#chains.length;
  }

  witnesses(): readonly Witness[] {
    const chain: Witness[] = [];
    for (let link = this.#chains.at(-1); link !== undefined; link = link.before) {
      chain.push(...link.witnesses);
    }
    return chain;
  }

  save(): Json {
    return this.#chains.map(saveChain);
  }

  load(saved: Json): void {
    this.#chains = (saved as readonly SavedChain[]).map(loadChain);
  }
}

/** Its links' witnesses, the first rule's first. */
type SavedChain = readonly [start: Micros, links: readonly (readonly Json[])[]];

function saveChain(chain: Chain): SavedChain {
  const links: Json[][] = [];
  for (let link: Chain | undefined = chain; link !== undefined; link = link.before) {
    links.unshift(link.witnesses.map(packWitness));
  }
  return [chain.start, links];
}

function loadChain([start, links]: SavedChain): Chain {
  let chain: Chain | undefined;
  for (const witnesses of links) {
    chain = { start, before: chain, witnesses: witnesses.map(unpackWitness) };
  }
  return chain as Chain;
}
