// Buttons and keys of the timeline; with the down arrow into its marks, with Escape back.

/** @type {Record<string, [string, Record<string, number>]>} */
const MOVES = {
  'zoom-in': ['zoom', { factor: 0.5 }],
  'zoom-out': ['zoom', { factor: 2 }],
  earlier: ['move', { share: -0.25 }],
  later: ['move', { share: 0.25 }],
  all: ['choose', { from: 0, until: 1 }],
};

/** @type {Record<string, string>} */
const KEYS = { '+': 'zoom-in', '=': 'zoom-in', '-': 'zoom-out', 0: 'all', Home: 'all' };

setUp(document.getElementById('chart'), document.getElementById('lanes'));

/**
 * @param {HTMLElement | null} chart
 * @param {HTMLElement | null} lanes
 */
function setUp(chart, lanes) {
  // Where nothing happened there is no timeline.
  if (chart === null || lanes === null) return;
  for (const button of chart.querySelectorAll('button')) {
    button.addEventListener('click', () => send(chart, button.dataset.move));
  }
  lanes.tabIndex = 0;
  lanes.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const mark = event.target instanceof Element ? event.target.closest('.track a') : null;
    const pan = { ArrowLeft: 'earlier', ArrowRight: 'later' }[event.key];
    const done =
      (mark === null && send(chart, pan)) ||
      send(chart, KEYS[event.key]) ||
      focusNext(lanes, mark, event.key);
    if (done) event.preventDefault();
  });
}

/**
 * @param {HTMLElement} chart
 * @param {string | undefined} name
 */
function send(chart, name) {
  const [type, detail] = MOVES[name ?? ''] ?? [];
  if (type === undefined) return false;
  return chart.dispatchEvent(new CustomEvent(type, { detail }));
}

/**
 * Moves the focus to the mark before or after one, or to the first one of another lane. False where there is none.
 * @param {HTMLElement} lanes
 * @param {Element | null} mark
 * @param {string} key
 */
function focusNext(lanes, mark, key) {
  if (mark !== null && key === 'Escape') {
    lanes.focus();
    return true;
  }
  const rows = [...lanes.querySelectorAll('.track')]
    .map((track) => [...track.querySelectorAll('a:not([display])')])
    .filter((marks) => marks.length > 0);
  const row = rows.findIndex((marks) => mark !== null && marks.includes(mark));
  const column = mark === null ? 0 : (rows[row]?.indexOf(mark) ?? 0);
  const next = {
    ArrowLeft: rows[row]?.[column - 1],
    ArrowRight: rows[row]?.[column + 1],
    ArrowDown: rows[row + 1]?.[0],
    ArrowUp: rows[row - 1]?.[0],
  }[key];
  if (!(next instanceof SVGElement)) return false;
  next.focus();
  return true;
}
