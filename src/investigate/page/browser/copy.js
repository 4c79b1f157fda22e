// Buttons that copy what stands before them.

const said = /** @type {HTMLElement} */ (document.getElementById('said'));

for (const command of document.querySelectorAll('.command')) {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'copy';
  button.textContent = 'Copy';
  button.setAttribute('aria-label', 'Copy the command');
  command.append(button);
}

document.addEventListener('click', (event) => {
  const button = event.target instanceof Element && event.target.closest('button.copy');
  const source = button && button.previousElementSibling;
  if (button && source) void copyBy(button, source);
});

/**
 * @param {Element} button
 * @param {Element} source
 */
async function copyBy(button, source) {
  const copied = await copy(source);
  said.textContent = '';
  said.textContent = copied ? 'Copied.' : 'Not copied: select it and copy it by hand.';
  button.textContent = copied ? 'Copied' : 'Select';
  setTimeout(() => {
    button.textContent = 'Copy';
  }, 1500);
}

/**
 * Copies a text; selects it where the clipboard is out of reach.
 * @param {Element} source
 */
async function copy(source) {
  try {
    await navigator.clipboard.writeText(source.textContent ?? '');
    return true;
  } catch {
    getSelection()?.selectAllChildren(source);
    return false;
  }
}
