import { type Html, html, type Piece } from './html.ts';
import { grouped } from './words.ts';

/** A column: what its heading says, and the class of its cells. */
export interface Column {
  readonly name: string;
  readonly class?: string;
  /** On a card its name stands before the value, which says too little alone. */
  readonly named?: true;
}

/** A row: where it is found, what it is filtered by, and its cells in the order of the columns. */
export interface Row {
  readonly anchor?: string | undefined;
  /** Values of the groups of chips: letters, digits and spaces of our own. */
  readonly facets: Readonly<Record<string, string>>;
  /** First and last instant, for tables that follow the window of the timeline. */
  readonly times?: readonly [number, number];
  readonly cells: readonly Piece[];
}

/** A table that filters by text and by the facets of its rows. */
export interface Table {
  /** Unique on the page. */
  readonly id: string;
  /** What the rows are, in the plural: `steps`. */
  readonly rows: string;
  readonly caption: string;
  readonly columns: readonly Column[];
  readonly body: readonly Row[];
  /** The groups of chips, with what they ask: `['phase', 'outcome']`. */
  readonly facets: readonly string[];
}

/** Fewer rows than this need no filter. */
const WORTH_FILTERING = 4;

/** The table with its filter; cards on a narrow screen. Without a script it has no filter. */
export function dataTable(table: Table): Html {
  const filter = table.body.length >= WORTH_FILTERING && filterOf(table);
  const head = table.columns.map(
    (column) => html`<th scope="col"${classOf(column)}>${column.name}</th>`,
  );
  return html`${filter}
<div class="sheet"><table id="${table.id}" class="rows">
<caption>${table.caption}</caption>
<thead><tr>${head}</tr></thead>
<tbody>${table.body.map((row) => rowOf(table, row))}</tbody>
</table></div>
`;
}

function rowOf({ columns }: Table, row: Row): Html {
  const facets = Object.entries(row.facets).map(([name, value]) => html` data-${name}="${value}"`);
  const times = row.times && html` data-from="${row.times[0]}" data-until="${row.times[1]}"`;
  const id = row.anchor !== undefined && html` id="${row.anchor}"`;
  const cells = columns.map(
    (column, index) =>
      html`<td${classOf(column)}${column.named && html` data-name="${column.name}"`}>${row.cells[index]}</td>`,
  );
  return html`<tr${id}${facets}${times}>${cells}</tr>`;
}

function classOf(column: Column): Html | false {
  return column.class !== undefined && html` class="${column.class}"`;
}

function filterOf({ id, rows, body, facets }: Table): Html {
  const groups = facets.map((name) => {
    const counts = new Map<string, number>();
    for (const row of body) {
      const value = row.facets[name] ?? '';
      counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    // One value for all rows tells nothing apart.
    if (counts.size < 2) return null;
    const chips = [...counts].map(
      ([value, number]) =>
        html`<label class="chip"><input type="checkbox" name="${name}" value="${value}"><span>${value} <small>${grouped(number)}</small></span></label>`,
    );
    return html`<fieldset><legend class="unseen">${name}</legend>${chips}</fieldset>`;
  });
  const range =
    body[0]?.times !== undefined &&
    html`<label class="chip"><input type="checkbox" name="range"><span>only what the timeline shows</span></label>`;
  return html`<form class="filter" data-table="${id}" data-rows="${rows}" hidden>
<label class="search"><span class="unseen">Search ${rows}</span><input type="search" placeholder="Search ${rows}" autocomplete="off" spellcheck="false"></label>
<output class="shown"></output>
${groups}${range}
</form>`;
}
