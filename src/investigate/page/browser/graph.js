// A graph that is wider than its place gets smaller, to a degree, and begins where the trail does.

/** Smaller than this nobody reads it. */
const SMALLEST = 0.72;

const view = document.querySelector('.graph-view');
const drawing = view?.querySelector('svg');
const start = view?.querySelector('.subject');
if (view && drawing) {
  // The room that is left beside its padding.
  const room = view.clientWidth - 32;
  const scale = Math.min(1, Math.max(SMALLEST, room / drawing.width.baseVal.value));
  drawing.style.setProperty('zoom', String(scale));
}
if (view && start) {
  const { left, width } = start.getBoundingClientRect();
  const place = view.getBoundingClientRect();
  view.scrollLeft += left + width / 2 - place.left - place.width / 2;
}
