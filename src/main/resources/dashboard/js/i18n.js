/** Texts in the chosen language; English stands in where one is missing. */
import en from './texts/en.js';
import de from './texts/de.js';

/** @type {Record<string, Record<string, string>>} */
export const LANGUAGES = { en, de };
const KEY = 'heist.language';

let language = pick();

function pick() {
  const chosen = localStorage.getItem(KEY) ?? navigator.language.slice(0, 2);
  return chosen in LANGUAGES ? chosen : 'en';
}

export function currentLanguage() {
  return language;
}

/** @param {string} code */
export function chooseLanguage(code) {
  localStorage.setItem(KEY, code);
  language = pick();
}

/**
 * The text of a key, with {names} filled in; of one thing (`n` is 1) the text of `key.one`, if
 * there is one. A key without a text is given back as it is.
 * @param {string} key
 * @param {Record<string, unknown>} [values]
 */
export function t(key, values = {}) {
  const one = values.n === 1 ? LANGUAGES[language][`${key}.one`] : undefined;
  const text = one ?? LANGUAGES[language][key] ?? LANGUAGES.en[key] ?? key;
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

/**
 * The text of a key, or this one if there is none.
 * @param {string} key
 * @param {string} otherwise
 */
export function tOr(key, otherwise) {
  return LANGUAGES[language][key] ?? otherwise;
}
