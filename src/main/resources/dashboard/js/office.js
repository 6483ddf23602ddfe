/** Data of the pages beside sessions: loaded once, and again when asked. */
import { html } from '../lib/lit-html.js';
import { app, changed } from './store.js';
import { t } from './i18n.js';

/**
 * What was loaded under a key; loads it if nothing was.
 * @param {string} key @param {() => Promise<any>} load
 * @returns {{data: any, error: string|null, busy: boolean}}
 */
export function loaded(key, load) {
  const known = (app.office.data ??= {});
  if (!known[key]) {
    known[key] = { data: null, error: null, busy: true };
    load().then((data) => { known[key] = { data, error: null, busy: false }; }, (e) => { known[key] = { data: null, error: e.message, busy: false }; }).finally(changed);
  }
  return known[key];
}

/** Forgets it, so that the next drawing loads it again. @param {string} key */
export function reload(key) {
  delete app.office.data?.[key];
  changed();
}

/** A page is opened: what it shows of what goes on is asked for anew. @param {string|null} page */
export function opened(page) {
  for (const key of Object.keys(app.office.data ?? {})) {
    if (page && ['audit', 'access', 'services'].includes(page) && key.split(' ')[0] === page) {
      delete app.office.data[key];
    }
  }
}

/** Shows what was loaded, or why not. @param {{data: any, error: string|null, busy: boolean}} it @param {(data: any) => unknown} show */
export function when(it, show) {
  if (it.error) {
    return html`<p class="missing" role="status">${t('office.missing', { why: it.error })}</p>`;
  }
  return it.data === null ? html`<p class="hint" role="status">${t('office.loading')}</p>` : show(it.data);
}
