/** The find bar: "3 of 17". */
import { html, nothing } from '../../lib/lit-html.js';
import { app } from '../store.js';
import { t } from '../i18n.js';
import { icon } from '../glyphs.js';
import { closeFind, hits, search, turn } from '../find.js';

export function findBar() {
  if (!app.find.open) {
    return nothing;
  }
  const n = hits().length;
  return html`<search class="find"><input type="text" .value=${app.find.text} aria-label=${t('find')} placeholder=${t('find.hint')} @input=${(/** @type {any} */ e) => search(e.target.value)}>
    <output aria-live="polite">${app.find.text.trim() ? t(n ? 'find.of' : 'find.none', { at: n ? app.find.at + 1 : 0, n }) : ''}</output>
    <button class="button quiet icon" aria-label=${t('find.before')} ?disabled=${!n} @click=${() => turn(-1)}>${icon('up')}</button>
    <button class="button quiet icon" aria-label=${t('find.next')} ?disabled=${!n} @click=${() => turn(1)}>${icon('down')}</button>
    <button class="button quiet icon" aria-label=${t('close')} @click=${closeFind}>${icon('close')}</button></search>`;
}
