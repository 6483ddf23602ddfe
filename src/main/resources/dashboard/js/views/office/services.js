/** Which services run, and what they wait for. */
import { html, nothing } from '../../../lib/lit-html.js';
import { t } from '../../i18n.js';
import { get } from '../../api.js';
import { loaded, reload, when } from '../../office.js';

export function services() {
  const it = loaded('services', () => get('/api/v1/office/services'));
  return html`<p><button class="button" @click=${() => reload('services')}>${t('office.again')}</button></p>
    ${when(it, (data) => html`<ul class="tiles">${data.services.map(tile)}</ul>`)}`;
}

/** @param {any} s */
function tile(s) {
  const trouble = Object.entries(s.dependencies ?? {}).filter(([, state]) => state !== 'ready');
  return html`<li class="tile"><div class="head"><h2 class="small">${s.name}</h2><span class="chip ${s.status === 'ready' ? 'good' : 'failed'}">${t(s.status === 'ready' ? 'services.ready' : s.status === 'down' ? 'services.down' : 'services.waiting')}</span></div>
    <p>${t(`service.${s.name}`)}</p><p class="hint"><code>${s.address}</code>${s.ms === undefined ? nothing : html` · ${s.ms} ms`}</p>
    ${trouble.map(([name, state]) => html`<p class="trouble">${name}: ${state}</p>`)} ${s.error ? html`<p class="trouble">${s.error}</p>` : nothing}</li>`;
}
