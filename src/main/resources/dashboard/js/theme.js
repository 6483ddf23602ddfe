/** Light, dark, neon, or as the system has it. */
const KEY = 'heist.theme';
export const THEMES = ['system', 'light', 'dark', 'neon'];

export function currentTheme() {
  return document.documentElement.dataset.theme ?? 'system';
}

/** @param {string} name */
export function chooseTheme(name) {
  if (name !== 'system' && THEMES.includes(name)) {
    localStorage.setItem(KEY, name);
    document.documentElement.dataset.theme = name;
  } else {
    localStorage.removeItem(KEY);
    delete document.documentElement.dataset.theme;
  }
}
