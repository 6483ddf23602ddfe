// Runs before the first paint, so that a chosen theme does not flash.
(function () {
  const theme = localStorage.getItem('heist.theme');
  if (theme === 'light' || theme === 'dark' || theme === 'neon') {
    document.documentElement.dataset.theme = theme;
  }
})();
