/** Questions before what cannot be undone. */
import { html, nothing } from '../../lib/lit-html.js';
import { app, changed } from '../store.js';
import { t } from '../i18n.js';
import { accuse, steer } from '../actions.js';

export function dialog() {
  const d = app.dialog;
  if (!d) {
    return nothing;
  }
  const lock = d.kind === 'lock';
  const title = lock ? t('lock.title', { agent: d.suspect ?? t('nobody') }) : t('stop.title');
  return html`<dialog aria-labelledby="dialog-title" @close=${close}>
    <h2 id="dialog-title">${title}</h2><p>${t(lock ? 'lock.text' : 'stop.text')}</p>
    <div class="controls"><button class="button" @click=${close}>${t('cancel')}</button>
      <button class="button main" @click=${() => { close(); lock ? accuse(d.suspect, true) : steer('stop'); }}>${t(lock ? 'accuse.lock' : 'stop')}</button></div>
  </dialog>`;
}

function close() {
  app.dialog = null;
  changed();
}
