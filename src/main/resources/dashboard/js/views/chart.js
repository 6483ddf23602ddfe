/** A chart and, behind a switch, the same figures as a table. */
import { html, nothing } from '../../lib/lit-html.js';
import { app, changed } from '../store.js';
import { t } from '../i18n.js';
import { declare } from '../charts/draw.js';

/**
 * @param {{id: string, title: string, note?: string, version: string, config?: () => any, picture?: unknown, head: string[], rows: (string|number)[][], tall?: boolean}} it
 */
export function chart(it) {
  const tables = (app.office.tables ??= {});
  const asTable = tables[it.id] === true;
  if (it.config) {
    declare(it.id, it.version, it.config);
  }
  return html`<section class="chart">
    <div class="head"><h2 class="small">${it.title}</h2>
      <label class="switch"><input type="checkbox" .checked=${asTable} @change=${(/** @type {any} */ e) => { tables[it.id] = e.target.checked; changed(); }}> ${t('chart.table')}</label></div>
    ${it.note ? html`<p class="hint">${it.note}</p>` : nothing}
    ${!it.rows.length
      ? html`<p class="hint">${t('chart.empty')}</p>`
      : asTable
        ? table(it.head, it.rows, it.title)
        : it.picture ?? html`<div class="canvas ${it.tall ? 'tall' : ''}"><canvas data-chart=${it.id} role="img" aria-label=${`${it.title}. ${t('chart.see_table')}`}></canvas></div>`}
  </section>`;
}

/** @param {string[]} head @param {(unknown)[][]} rows @param {string} [caption] */
export function table(head, rows, caption) {
  return html`<div class="sheet" tabindex="0" role="region" aria-label=${caption ?? ''}><table>
    ${caption ? html`<caption class="unseen">${caption}</caption>` : nothing}
    <thead><tr>${head.map((h) => html`<th scope="col">${h}</th>`)}</tr></thead>
    <tbody>${rows.map((row) => html`<tr>${row.map((cell, i) => i === 0 ? html`<th scope="row">${cell}</th>` : html`<td class=${typeof cell === 'number' ? 'n' : ''}>${cell}</td>`)}</tr>`)}</tbody>
  </table></div>`;
}
