// A graph that is wider than its place begins where the trail does.

const view = document.querySelector('.graph-view');
const start = view?.querySelector('.subject');
if (view && start) {
  const { left, width } = start.getBoundingClientRect();
  const place = view.getBoundingClientRect();
  view.scrollLeft += left + width / 2 - place.left - place.width / 2;
}
