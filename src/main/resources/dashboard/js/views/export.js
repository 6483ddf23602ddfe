/** The record as a file: for spreadsheets, for reading, for replay elsewhere. */
import { html } from '../../lib/lit-html.js';
import { app } from '../store.js';
import { t } from '../i18n.js';
import { session } from '../api.js';

const FORMATS = ['md', 'csv', 'jsonl'];

export function exportLinks() {
  return html`<span class="exports">${t('export')} ${FORMATS.map((f) => html`<a href=${`${session(app.id ?? '', 'export')}?format=${f}`} download=${`heist-${app.id}.${f}`}>${f}</a> `)}</span>`;
}
