// Runs before the page is drawn: the theme that was chosen before, and room for what only scripts can do.
{
  const root = document.documentElement;
  root.dataset.script = 'on';
  try {
    const theme = localStorage.getItem('satrap-theme');
    if (theme === 'light' || theme === 'dark') root.dataset.theme = theme;
  } catch {
    // A page without a storage follows the system.
  }
}
