// Tables that filter: by text, by chips (any of one group, all of the groups), by the timeline's range.

/** Rows shown at once; the rest waits for a button. */
const PAGE = 200;

/** @type {Map<HTMLTableRowElement, (row: HTMLTableRowElement) => void>} */
const revealers = new Map();

for (const form of document.querySelectorAll('form.filter')) {
  setUp(/** @type {HTMLFormElement} */ (form));
}

/** @param {HTMLFormElement} form */
function setUp(form) {
  const name = form.dataset.rows ?? 'rows';
  const table = /** @type {HTMLTableElement} */ (document.getElementById(form.dataset.table ?? ''));
  const rows = [...(table.tBodies[0]?.rows ?? [])];
  const search = /** @type {HTMLInputElement} */ (form.querySelector('input[type=search]'));
  const shown = /** @type {HTMLOutputElement} */ (form.querySelector('output'));
  const more = document.createElement('button');
  more.type = 'button';
  more.className = 'more';
  table.after(more);
  /** @type {string[] | undefined} */
  let texts;
  /** @type {{ from: number, until: number } | undefined} */
  let range;
  let limit = PAGE;

  function update() {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    if (words.length > 0) texts ??= rows.map((row) => (row.textContent ?? '').toLowerCase());
    const groups = chosen(form);
    const within = isChecked(form, 'range') ? range : undefined;
    let found = 0;
    for (const [index, row] of rows.entries()) {
      const fits =
        words.every((word) => texts?.[index]?.includes(word)) &&
        groups.every(([facet, values]) => values.includes(row.dataset[facet] ?? '')) &&
        (within === undefined || overlaps(row, within));
      if (fits) found++;
      row.hidden = !fits || found > limit;
    }
    const rest = Math.max(0, found - limit);
    more.hidden = rest === 0;
    more.textContent = `Show ${Math.min(rest, PAGE).toLocaleString('en')} more of ${rest.toLocaleString('en')} ${name}`;
    const all = found === rows.length;
    shown.textContent = all
      ? `all ${rows.length.toLocaleString('en')} ${name}`
      : `${found.toLocaleString('en')} of ${rows.length.toLocaleString('en')} ${name}`;
  }

  form.addEventListener('input', () => {
    limit = PAGE;
    update();
  });
  form.addEventListener('submit', (event) => event.preventDefault());
  form.addEventListener('reset', () => queueMicrotask(update));
  more.addEventListener('click', () => {
    limit += PAGE;
    update();
  });
  document.addEventListener('timeline-range', (event) => {
    range = /** @type {CustomEvent<{ from: number, until: number }>} */ (event).detail;
    if (isChecked(form, 'range')) update();
  });
  /** @param {HTMLTableRowElement} row */
  const reveal = (row) => {
    form.reset();
    limit = Math.max(limit, Math.ceil((rows.indexOf(row) + 1) / PAGE) * PAGE);
    update();
  };
  for (const row of rows) revealers.set(row, reveal);
  form.hidden = false;
  update();
  table.classList.add('ready');
}

/**
 * The values of the chips that are on, by their group.
 * @param {HTMLFormElement} form
 */
function chosen(form) {
  /** @type {Map<string, string[]>} */
  const groups = new Map();
  for (const box of form.querySelectorAll('input[type=checkbox]:checked')) {
    const { name, value } = /** @type {HTMLInputElement} */ (box);
    if (name !== 'range') groups.set(name, [...(groups.get(name) ?? []), value]);
  }
  return [...groups];
}

/**
 * @param {HTMLFormElement} form
 * @param {string} name
 */
function isChecked(form, name) {
  return form.querySelector(`input[name=${name}]:checked`) !== null;
}

/**
 * @param {HTMLTableRowElement} row
 * @param {{ from: number, until: number }} range
 */
function overlaps(row, range) {
  return Number(row.dataset.from) <= range.until && Number(row.dataset.until) >= range.from;
}

/** A row that a link leads to is shown, whatever was filtered. */
function follow() {
  const row = document.getElementById(location.hash.slice(1))?.closest('tr');
  if (!(row instanceof HTMLTableRowElement) || !row.hidden) return;
  revealers.get(row)?.(row);
  row.scrollIntoView();
}

addEventListener('hashchange', follow);
document.addEventListener('click', (event) => {
  const link = event.target instanceof Element && event.target.closest('a[href^="#"]');
  // The address changes after this event.
  if (link) setTimeout(follow);
});
follow();
