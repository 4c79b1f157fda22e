import { compare } from '../compare.ts';
import type { Proof } from '../report/common.ts';
import type { Report } from '../report/index.ts';
import { type Html, html, type Piece } from './html.ts';
import { clock, grouped, shortCredential, span } from './words.ts';

/** The lists of a report whose entries other entries name. */
const LISTS = {
  step: 's',
  alert: 'r',
  taken: 't',
  left: 'l',
  identity: 'i',
  edge: 'k',
  credential: 'c',
  origin: 'o',
} as const;

type List = keyof typeof LISTS;

/**
 * Where on the page an entry stands. Ids of a report may hold anything, so that anchors are numbers; events are
 * numbered in the order of time and called E1, E2, … wherever they prove something.
 */
export class Refs {
  /** Ids of the evidence, earliest first. */
  readonly events: readonly string[];
  /** The one day in which all of it lies, which then needs not be said in every row. */
  readonly day: string | undefined;
  readonly #anchors: Readonly<Record<List, ReadonlyMap<string, string>>>;
  readonly #labels: ReadonlyMap<string, string>;
  readonly #numbers: ReadonlyMap<string, number>;

  constructor(report: Report) {
    const ids: Readonly<Record<List, readonly { id: string }[]>> = {
      step: report.timeline.steps,
      alert: report.timeline.alerts,
      taken: report.taken,
      left: report.leftBehind,
      identity: report.identities.nodes,
      edge: report.identities.edges,
      credential: report.credentials,
      origin: report.origins,
    };
    const entries = Object.entries(ids) as [List, readonly { id: string }[]][];
    this.#anchors = Object.fromEntries(
      entries.map(([list, all]) => [
        list,
        new Map(all.map(({ id }, index) => [id, `${LISTS[list]}${index + 1}`])),
      ]),
    ) as Record<List, Map<string, string>>;
    this.#labels = new Map(report.identities.nodes.map(({ id, label }) => [id, label]));
    this.events = Object.entries(report.evidence)
      .sort(([a, { time: x }], [b, { time: y }]) => compare(x, y) || compare(a, b))
      .map(([id]) => id);
    this.day = oneDay(report);
    this.#numbers = new Map(this.events.map((id, index) => [id, index + 1]));
  }

  /** The anchor of an entry; undefined where the report has none of that id. */
  anchor(list: List, id: string): string | undefined {
    return this.#anchors[list].get(id);
  }

  /** A text that leads to an entry, where there is one. */
  link(list: List, id: string, text: Piece): Html {
    const anchor = this.anchor(list, id);
    return anchor === undefined ? html`${text}` : html`<a href="#${anchor}">${text}</a>`;
  }

  /** A time in a row. */
  clock(time: string | null): Piece {
    return clock(time, this.day);
  }

  /** A range of time in a row. */
  span(first: string, last: string): Html {
    return span(first, last, this.day);
  }

  /** What an identity is called. */
  label(identity: string): string {
    return this.#labels.get(identity) ?? identity;
  }

  /** An identity by its label, leading to it. */
  identity(id: string): Html {
    return this.link('identity', id, this.label(id));
  }

  /** A credential by its short id, leading to it. */
  credential(id: string): Html {
    const short = html`<code title="${id}">${shortCredential(id)}</code>`;
    return this.link('credential', id, short);
  }

  /** The events that prove something: links to them, as few as say it. */
  proof(proof: Proof | null): Html | null {
    if (proof === null) return null;
    const runs = runsOf(proof.events.flatMap((id) => this.#numbers.get(id) ?? []));
    if (runs.length === 0) return null;
    const links = runs.map(([first, last], index) => {
      const text = first === last ? `E${first}` : `E${first}–${last}`;
      return html`${index > 0 && ' '}<a href="#E${first}">${text}</a>`;
    });
    // With a script each link shows all of them: those between are not worth their room, then.
    const between = links.length > 3 ? links.splice(1, links.length - 2) : [];
    if (between.length > 0) links.splice(1, 0, html`<span class="between">${between}</span>`);
    const more = proof.count > proof.events.length && html` of&nbsp;${grouped(proof.count)}`;
    return html`<span class="proof">${links}${more}</span>`;
  }
}

function oneDay({ evidence, credentials }: Report): string | undefined {
  const times = [
    ...Object.values(evidence).map(({ time }) => time),
    ...credentials.flatMap((one) => [one.firstUse, one.lastUse, one.issued?.expires]),
  ];
  const days = new Set(times.map((time) => time?.slice(0, 10)));
  days.delete(undefined);
  return days.size === 1 ? [...days][0] : undefined;
}

/** Numbers as runs without gaps, lowest first. */
function runsOf(numbers: readonly number[]): [number, number][] {
  const runs: [number, number][] = [];
  for (const number of [...new Set(numbers)].sort((a, b) => a - b)) {
    const run = runs.at(-1);
    if (run?.[1] === number - 1) run[1] = number;
    else runs.push([number, number]);
  }
  return runs;
}
