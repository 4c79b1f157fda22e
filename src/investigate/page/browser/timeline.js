// The range that the timeline shows. Whatever changes it sends an event to the chart, with shares of a width:
// `zoom` by a factor around a share, `move` by a share of what is shown, `choose` two shares of the whole.

/** @typedef {{ from: number, until: number }} Range */

/** Milliseconds: nothing is told apart below. */
const SHORTEST = 20;

const found = document.getElementById('chart');
if (found !== null) setUp(found);

/** @param {HTMLElement} chart */
function setUp(chart) {
  const number = (/** @type {string} */ name) => Number(chart.dataset[name]);
  const all = { from: number('allFrom'), until: number('allUntil') };
  const whole = all.until - all.from;
  let range = { from: number('from'), until: number('until') };
  let waiting = false;
  const draw = drawer(chart, all);

  function drawNow() {
    waiting = false;
    draw(range);
    document.dispatchEvent(new CustomEvent('timeline-range', { detail: range }));
  }

  /** @param {Range} wanted */
  function show({ from, until }) {
    const length = Math.min(Math.max(until - from, SHORTEST), whole);
    const start = Math.min(Math.max(from, all.from), all.until - length);
    range = { from: start, until: start + length };
    if (!waiting) requestAnimationFrame(drawNow);
    waiting = true;
  }

  /** @param {string} name @param {(detail: Record<string, number>, length: number) => Range} change */
  function on(name, change) {
    chart.addEventListener(name, (event) => {
      const { detail } = /** @type {CustomEvent<Record<string, number>>} */ (event);
      show(change(detail, range.until - range.from));
    });
  }

  on('zoom', ({ factor = 1, share = 0.5 }, length) => {
    const at = range.from + length * share;
    const next = Math.max(SHORTEST, length * factor);
    return { from: at - next * share, until: at + next * (1 - share) };
  });
  on('move', ({ share = 0 }, length) => ({
    from: range.from + length * share,
    until: range.until + length * share,
  }));
  on('choose', ({ from = 0, until = 1 }) => ({
    from: all.from + whole * from,
    until: all.from + whole * until,
  }));
  for (const part of chart.querySelectorAll('[hidden]')) part.removeAttribute('hidden');
  addEventListener('resize', () => show(range));
  drawNow();
}

/**
 * What draws a range: moves the marks, the ticks and the frame on the overview.
 * @param {HTMLElement} chart
 * @param {Range} all
 * @returns {(range: Range) => void}
 */
function drawer(chart, all) {
  const marks = [...chart.querySelectorAll('.track a')].map((link) => {
    const { t, d } = /** @type {SVGElement} */ (link).dataset;
    const first = Number(t);
    const [shape, line] = [link.querySelector('use'), link.querySelector('line')];
    return { link, first, last: first + Number(d ?? 0), shape, line };
  });
  const frame = chart.querySelector('.brush rect');
  const said = /** @type {HTMLElement} */ (chart.querySelector('.window'));
  return (range) => {
    for (const { link, first, last, shape, line } of marks) {
      if (last < range.from || first > range.until) {
        link.setAttribute('display', 'none');
        continue;
      }
      link.removeAttribute('display');
      // The mark of what began before stays at the edge, that it is seen to go on.
      const x = percent(Math.max(first, Math.min(range.from, last)), range);
      shape?.setAttribute('x', x);
      line?.setAttribute('x1', x);
      line?.setAttribute('x2', percent(last, range));
    }
    drawTicks(chart, range);
    frame?.setAttribute('x', percent(range.from, all));
    frame?.setAttribute('width', percent(all.from + range.until - range.from, all));
    said.textContent = words(range);
  };
}

/**
 * @param {HTMLElement} chart
 * @param {Range} range
 */
function drawTicks(chart, range) {
  const axis = /** @type {Element} */ (chart.querySelector('.axis'));
  const length = range.until - range.from;
  // The width of the page: that of the axis would be laid out for it.
  const parts = innerWidth < 640 ? 4 : 8;
  const steps = (chart.dataset.ticks ?? '').split(' ').map(Number);
  const step = steps.find((one) => length / one <= parts) ?? length;
  const drawn = [];
  for (let at = Math.ceil(range.from / step) * step; at <= range.until; at += step) {
    const x = percent(at, range);
    drawn.push(svg('line', { x1: x, x2: x, y1: '18', y2: '100%' }));
    const text = svg('text', { x, y: '12', 'text-anchor': anchorOf(parseFloat(x)) });
    text.textContent = tickLabel(at, step);
    drawn.push(text);
  }
  axis.replaceChildren(...drawn);
}

/**
 * No label is cut at an edge.
 * @param {number} share in percent
 */
function anchorOf(share) {
  if (share < 6) return 'start';
  return share > 94 ? 'end' : 'middle';
}

/**
 * @param {number} at
 * @param {number} step
 */
function tickLabel(at, step) {
  const text = new Date(at).toISOString();
  if (step >= 86_400_000) return text.slice(0, 10);
  if (step >= 60_000) return text.slice(11, 16);
  return step >= 1000 ? text.slice(11, 19) : text.slice(11, 23);
}

/**
 * @param {string} name
 * @param {Record<string, string>} attributes
 */
function svg(name, attributes) {
  const element = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}

/**
 * @param {number} at
 * @param {Range} range
 */
function percent(at, range) {
  return `${(((at - range.from) / (range.until - range.from)) * 100).toFixed(3)}%`;
}

/** @param {Range} range */
function words({ from, until }) {
  const digits = until - from < 10_000 ? 23 : 19;
  const text = (/** @type {number} */ at) => new Date(at).toISOString().slice(0, digits);
  const [first, last] = [text(from).replace('T', ' '), text(until).replace('T', ' ')];
  const sameDay = first.slice(0, 10) === last.slice(0, 10);
  return `${first} – ${sameDay ? last.slice(11) : last} UTC`;
}
