import { formatTime } from '../record/time.ts';
import type { Micros } from '../types.ts';
import type { Part } from './act.ts';
import { compare } from './compare.ts';
import { surest } from './confidence.ts';
import { contentId } from './content-id.ts';
import type { Identities, IdentityEdge, IdentityNode } from './report/identity.ts';
import { accountOf } from './trail/caller.ts';
import type { EventAct } from './trail/event-act.ts';
import type { Edge, Identity } from './trail/suspicion.ts';
import type { Trail } from './trail/trail.ts';

interface Deeds {
  requests: number;
  first: Micros;
  last: Micros;
}

/** Who is on the trail, and how one led to another. */
export class IdentityGraph implements Part<Identities> {
  readonly #trail: Trail;
  readonly #deeds = new Map<string, Deeds>();
  /** Who is told of elsewhere in the report. */
  readonly #seen = new Set<string>();

  constructor(trail: Trail) {
    this.#trail = trail;
  }

  see(act: EventAct): void {
    if (act.whose === 'other') return;
    this.#seen.add(act.identity);
    if (act.whose === 'own') return;
    this.#note(act.identity, act.time);
    if (act.as !== null && act.outcome === 'allowed') this.#note(act.as, act.time);
  }

  #note(identity: string, time: Micros): void {
    const deeds = this.#deeds.get(identity);
    if (deeds === undefined) {
      // Whoever impersonates may name anybody.
      if (this.#trail.identities.has(identity))
        this.#deeds.set(identity, { requests: 1, first: time, last: time });
    } else {
      deeds.requests++;
      deeds.first = Math.min(deeds.first, time);
      deeds.last = Math.max(deeds.last, time);
    }
  }

  tell(): Identities {
    const proven = [...this.#trail.edges.values()].filter(({ proofs }) => proofs.count > 0);
    const all = withoutInnocent(proven);
    const edges = withoutPlaces(all, this.#trail.identities);
    const linked = new Set(edges.flatMap(({ from, to }) => [from, to]));
    const nodes = [...this.#trail.identities.values()]
      .filter(({ id, subject }) => subject || linked.has(id) || this.#seen.has(id))
      .map((identity) => nodeOf(identity, this.#deeds.get(identity.id), edges));
    const known = new Set(nodes.map(({ id }) => id));
    return {
      nodes: nodes.sort(
        (a, b) =>
          a.depth - b.depth || compare(a.reached ?? '', b.reached ?? '') || compare(a.id, b.id),
      ),
      edges: edges
        .filter(({ from }) => known.has(from))
        .map(edgeOf)
        .sort((a, b) => compare(a.time, b.time) || compare(a.id, b.id)),
      limited: this.#trail.limited,
    };
  }
}

/** What an account's own workload did by rights that the thief used as well is not what links them. */
function withoutInnocent(edges: readonly Edge[]): readonly Edge[] {
  const used = new Set(
    edges
      .filter(({ innocent }) => innocent !== true)
      .map(({ from, to, link }) => `${from} ${link} ${to}`),
  );
  return edges.filter(
    ({ innocent, from, to, link }) => innocent !== true || !used.has(`${from} ${link} ${to}`),
  );
}

/** That two came from the same place says little where it is known how one led to the other. */
function withoutPlaces(
  edges: readonly Edge[],
  identities: ReadonlyMap<string, Identity>,
): readonly Edge[] {
  const subjects = [...identities.values()].filter(({ subject }) => subject);
  const reached = new Set(subjects.map(({ id }) => id));
  const plain = edges.filter(({ link }) => link !== 'same origin');
  const ways = Map.groupBy(plain, ({ from }) => from);
  const expand = (...queue: string[]) => {
    for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
      for (const { to, confidence } of ways.get(id) ?? []) {
        if (confidence === 'possible' || reached.has(to)) continue;
        reached.add(to);
        queue.push(to);
      }
    }
  };
  expand(...reached);
  const kept = new Set(plain);
  const isNeeded = (edge: Edge) =>
    edge.link === 'same origin' && reached.has(edge.from) && !reached.has(edge.to);
  for (let edge = edges.find(isNeeded); edge !== undefined; edge = edges.find(isNeeded)) {
    kept.add(edge);
    reached.add(edge.to);
    expand(edge.to);
  }
  const linked = new Set([...kept].flatMap(({ from, to }) => [from, to]));
  return edges.filter((edge) => kept.has(edge) || !linked.has(edge.to));
}

function nodeOf(
  { id, subject, depth, reached }: Identity,
  deeds: Deeds | undefined,
  edges: readonly Edge[],
): IdentityNode {
  const confidences = edges.filter(({ to }) => to === id).map(({ confidence }) => confidence);
  return {
    id,
    kind: kindOf(id),
    label: labelOf(id),
    subject,
    depth,
    reached: reached === null ? null : formatTime(reached),
    acted: deeds !== undefined,
    requests: deeds?.requests ?? 0,
    first: deeds === undefined ? null : formatTime(deeds.first),
    last: deeds === undefined ? null : formatTime(deeds.last),
    confidence: subject ? 'certain' : surest(confidences),
  };
}

function edgeOf({
  from,
  to,
  link,
  credential,
  time,
  text,
  confidence,
  proofs,
}: Edge): IdentityEdge {
  return {
    id: contentId('edge', from, to, link, credential),
    from,
    to,
    link,
    credential,
    time: formatTime(time),
    text,
    confidence,
    proof: proofs.proof,
  };
}

function kindOf(id: string): IdentityNode['kind'] {
  if (id === '?') return 'unknown';
  if (id === 'system:anonymous') return 'anonymous';
  if (accountOf(id) !== undefined) return 'serviceAccount';
  return id.startsWith('system:node:') ? 'node' : 'user';
}

function labelOf(id: string): string {
  const account = accountOf(id);
  return account === undefined ? id : `${account.namespace}/${account.name}`;
}
