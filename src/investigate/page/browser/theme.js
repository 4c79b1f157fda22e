// The button that changes between the system's theme, light and dark.

const THEMES = ['auto', 'light', 'dark'];
const root = document.documentElement;
const button = /** @type {HTMLButtonElement} */ (document.getElementById('theme'));

function show() {
  const theme = root.dataset.theme ?? 'auto';
  button.textContent = `Theme: ${theme}`;
  return THEMES.indexOf(theme);
}

button.hidden = false;
show();
button.addEventListener('click', () => {
  const theme = THEMES[(show() + 1) % THEMES.length] ?? 'auto';
  if (theme === 'auto') delete root.dataset.theme;
  else root.dataset.theme = theme;
  show();
  try {
    localStorage.setItem('satrap-theme', theme);
  } catch {
    // It lasts as long as the page, then.
  }
});

// What is folded would be missing on paper.
addEventListener('beforeprint', () => {
  for (const fold of document.querySelectorAll('details:not([open])')) {
    fold.setAttribute('open', '');
    addEventListener('afterprint', () => fold.removeAttribute('open'), { once: true });
  }
});
