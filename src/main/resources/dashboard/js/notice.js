/** Tells for a moment what was done. */
import { app, changed } from './store.js';
import { t } from './i18n.js';

const SHOWN_MS = 4000;
let due = 0;

/** @param {string} text */
export function notice(text) {
  app.notice = text;
  window.clearTimeout(due);
  due = window.setTimeout(() => {
    app.notice = null;
    changed();
  }, SHOWN_MS);
  changed();
}

/** Copies the address of a place in a session; where a browser does not let it, shows it. @param {string} hash */
export async function copyLink(hash) {
  const address = new URL(hash, location.href).href;
  try {
    await navigator.clipboard.writeText(address);
    notice(t('link.copied'));
  } catch {
    app.dialog = { kind: 'told', title: t('replay.link'), text: address };
    changed();
  }
}
