// The timeline by wheel, drag and pinch, and the brush on its overview.

/** Pixels: a pointer that moved less was meant to click. */
const STILL = 4;

setUp(...['chart', 'lanes', 'overview'].map((id) => document.getElementById(id)));

/**
 * @param {(HTMLElement | null)[]} parts
 */
function setUp(...[chart, lanes, overview]) {
  // Where nothing happened there is no timeline.
  if (!chart || !lanes || !overview) return;
  wheel(chart, lanes, overview);
  drag(chart, lanes);
  brush(chart, overview);
}

/**
 * @param {HTMLElement} chart
 * @param {string} type
 * @param {Record<string, number>} detail
 */
function send(chart, type, detail) {
  chart.dispatchEvent(new CustomEvent(type, { detail }));
}

/**
 * Where across an element a pointer is: 0 at its left, 1 at its right.
 * @param {Element | null} element
 * @param {number} x
 */
function shareOf(element, x) {
  const { left, width } = element?.getBoundingClientRect() ?? { left: 0, width: 1 };
  return Math.min(1, Math.max(0, (x - left) / width));
}

/**
 * Plain wheels scroll the page, but over the overview; with Ctrl, as a pinched touch pad does, they zoom.
 * @param {HTMLElement} chart
 * @param {HTMLElement} lanes
 * @param {HTMLElement} overview
 */
function wheel(chart, lanes, overview) {
  const track = lanes.querySelector('.axis');
  lanes.addEventListener(
    'wheel',
    (event) => {
      const across = event.shiftKey ? event.deltaY || event.deltaX : event.deltaX;
      if (event.ctrlKey || event.metaKey) {
        const factor = Math.exp(Math.max(-1, Math.min(1, event.deltaY * 0.005)));
        send(chart, 'zoom', { factor, share: shareOf(track, event.clientX) });
      } else if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
        send(chart, 'move', { share: across / (track?.clientWidth || 1) });
      } else return;
      event.preventDefault();
    },
    { passive: false },
  );
  overview.addEventListener(
    'wheel',
    (event) => {
      event.preventDefault();
      send(chart, 'zoom', { factor: event.deltaY < 0 ? 0.8 : 1.25 });
    },
    { passive: false },
  );
}

/**
 * One pointer moves, two zoom.
 * @param {HTMLElement} chart
 * @param {HTMLElement} lanes
 */
function drag(chart, lanes) {
  const track = lanes.querySelector('.axis');
  /** @type {Map<number, number>} */
  const pointers = new Map();
  let travelled = 0;
  lanes.addEventListener('pointerdown', (event) => {
    if (event.button !== 0 || !(event.target instanceof SVGElement)) return;
    if (pointers.size === 0) travelled = 0;
    pointers.set(event.pointerId, event.clientX);
  });
  lanes.addEventListener('pointermove', (event) => {
    const before = pointers.get(event.pointerId);
    if (before === undefined) return;
    const other = [...pointers].find(([id]) => id !== event.pointerId)?.[1];
    pointers.set(event.pointerId, event.clientX);
    travelled += Math.abs(event.clientX - before);
    if (travelled > STILL) lanes.setPointerCapture(event.pointerId);
    if (other === undefined) {
      send(chart, 'move', { share: (before - event.clientX) / (track?.clientWidth || 1) });
      return;
    }
    const apart = Math.max(10, Math.abs(event.clientX - other));
    const factor = Math.max(10, Math.abs(before - other)) / apart;
    send(chart, 'zoom', { factor, share: shareOf(track, (event.clientX + other) / 2) });
  });
  for (const end of /** @type {const} */ (['pointerup', 'pointercancel'])) {
    lanes.addEventListener(end, (event) => pointers.delete(event.pointerId));
  }
  lanes.addEventListener('dragstart', (event) => event.preventDefault());
  lanes.addEventListener(
    'click',
    (event) => {
      if (travelled > STILL) event.preventDefault();
      travelled = 0;
    },
    { capture: true },
  );
  lanes.addEventListener('dblclick', (event) => {
    send(chart, 'zoom', { factor: 0.5, share: shareOf(track, event.clientX) });
  });
}

/**
 * @param {HTMLElement} chart
 * @param {HTMLElement} overview
 */
function brush(chart, overview) {
  /** @type {number | undefined} */
  let start;
  overview.addEventListener('pointerdown', (event) => {
    overview.setPointerCapture(event.pointerId);
    start = shareOf(overview, event.clientX);
  });
  overview.addEventListener('pointermove', (event) => {
    const end = shareOf(overview, event.clientX);
    if (start === undefined || Math.abs(end - start) * overview.clientWidth < STILL) return;
    send(chart, 'choose', { from: Math.min(start, end), until: Math.max(start, end) });
  });
  for (const end of /** @type {const} */ (['pointerup', 'pointercancel'])) {
    overview.addEventListener(end, () => {
      start = undefined;
    });
  }
}
