/** What every service noted of what was done and refused, in chains that show when a line is missing. */
import { html } from '../../../lib/lit-html.js';
import { app, changed } from '../../store.js';
import { t } from '../../i18n.js';
import { get } from '../../api.js';
import { loaded, reload, when } from '../../office.js';
import { when as at } from '../sessions.js';

const SERVICES = ['dashboard', 'auth', 'calculator', 'files', 'database', 'memory', 'game', 'discovery'];

export function audit() {
  const service = app.args[0] && SERVICES.includes(app.args[0]) ? app.args[0] : 'auth';
  const key = `audit ${service}`;
  const it = loaded(key, () => get(`/api/v1/office/audit/${service}?limit=100`));
  const only = app.office.refused === true;
  return html`<div class="bar"><nav class="pills" aria-label=${t('audit.service')}>${SERVICES.map((s) => html`<a href=${`#/audit/${s}`} aria-current=${s === service ? 'page' : 'false'}>${s}</a>`)}</nav>
      <label class="check"><input type="checkbox" .checked=${only} @change=${(/** @type {any} */ e) => { app.office.refused = e.target.checked; changed(); }}> ${t('audit.refused')}</label>
      <button class="button" @click=${() => reload(key)}>${t('office.again')}</button></div>
    ${when(it, (data) => show(data, only))}`;
}

/** @param {any} data @param {boolean} only */
function show(data, only) {
  const whole = data.verify?.valid ?? data.verify?.intact ?? data.verify?.ok;
  const rows = (data.entries ?? []).map((/** @type {any} */ e) => ({ ...e, ...(e.entry ?? {}) })).filter((/** @type {any} */ e) => !only || e.outcome === 'refused').reverse();
  return html`<p class="seal-line ${whole === false ? 'bad' : 'good'}" role="status">${t(whole === false ? 'audit.broken' : 'audit.whole', { n: data.verify?.entries ?? data.verify?.count ?? rows.length })}</p>
    ${rows.length
      ? html`<div class="sheet" tabindex="0" role="region" aria-label=${t('page.audit')}><table class="entries"><thead><tr><th scope="col">${t('audit.when')}</th><th scope="col">${t('audit.action')}</th><th scope="col">${t('audit.actor')}</th><th scope="col">${t('audit.what')}</th><th scope="col">${t('audit.outcome')}</th><th scope="col">${t('audit.detail')}</th></tr></thead>
          <tbody>${rows.map((/** @type {any} */ e) => html`<tr class=${e.outcome === 'refused' ? 'refused' : ''}><td class="time">${at(e.at)}</td><td><code>${e.action}</code></td><td>${e.actor ?? ''}</td><td>${String(e.what ?? '').replaceAll('urn:heist:', '')}</td><td>${e.outcome}</td><td>${[e.scope, e.session, e.detail].filter(Boolean).join(' · ')}</td></tr>`)}</tbody></table></div>`
      : html`<p class="hint">${t('audit.none')}</p>`}`;
}
