// The events behind a claim, in a drawer beside it: copies of what stands at the end of the page.

const drawer = /** @type {HTMLDialogElement} */ (document.getElementById('drawer'));
const list = /** @type {HTMLOListElement} */ (drawer.querySelector('ol'));
const claim = /** @type {HTMLParagraphElement} */ (drawer.querySelector('.claim'));

document.addEventListener('click', (event) => {
  if (!(event.target instanceof Element) || event.ctrlKey || event.metaKey) return;
  const proof = event.target.closest('a') && event.target.closest('.proof');
  if (!proof || drawer.contains(proof)) return;
  event.preventDefault();
  list.replaceChildren(...numbersOf(proof).flatMap((number) => copyOf(number) ?? []));
  claim.textContent = claimOf(proof);
  drawer.showModal();
  drawer.scrollTop = 0;
});

drawer.querySelector('.close')?.addEventListener('click', () => drawer.close());
drawer.addEventListener('click', (event) => {
  // Outside of what it holds there is only its backdrop.
  if (event.target === drawer) drawer.close();
});

/**
 * The numbers in `E3–5 E9`.
 * @param {Element} proof
 */
function numbersOf(proof) {
  return [...proof.querySelectorAll('a')].flatMap(({ textContent }) => {
    const [first = 0, last = first] = textContent.slice(1).split('–').map(Number);
    return Array.from({ length: last - first + 1 }, (_, index) => first + index);
  });
}

/** @param {number} number */
function copyOf(number) {
  const copy = document.getElementById(`E${number}`)?.cloneNode(true);
  if (!(copy instanceof HTMLElement)) return undefined;
  // Ids are unique; this one shows its number all the same.
  copy.dataset.number = copy.id;
  copy.removeAttribute('id');
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'copy';
  button.textContent = 'Copy';
  button.setAttribute('aria-label', `Copy the audit id of E${number}`);
  copy.querySelector('code')?.after(button);
  return copy;
}

/**
 * What is claimed where a proof stands.
 * @param {Element} proof
 */
function claimOf(proof) {
  const place =
    proof.closest('.warning, .message, .reasons li, .plain li') ??
    proof.closest('tr')?.querySelector('.what') ??
    proof.parentElement;
  const copy = /** @type {Element | undefined} */ (place?.cloneNode(true));
  for (const part of copy?.querySelectorAll('.proof, .fold, .badge, .unseen, .sure') ?? []) {
    part.remove();
  }
  return (copy?.textContent ?? '').replace(/\s+/g, ' ').trim();
}
