/** Who may do what: OAuth clients, their scopes, and taking rights back. */
import { html, nothing } from '../../../lib/lit-html.js';
import { app, changed } from '../../store.js';
import { t } from '../../i18n.js';
import { call, get } from '../../api.js';
import { attempt } from '../../actions.js';
import { loaded, reload, when } from '../../office.js';
import { icon } from '../../glyphs.js';

export function access() {
  const it = loaded('access', () => get('/api/v1/office/clients'));
  return when(it, (data) => {
    const agents = data.clients.filter((/** @type {any} */ c) => c.kind === 'agent');
    const services = data.clients.filter((/** @type {any} */ c) => c.kind !== 'agent');
    return html`<h2>${t('access.agents')}</h2>${agents.length ? list(agents, true) : html`<p class="hint">${t('access.none')}</p>`}
      <h2>${t('access.services')}</h2>${list(services, false)}`;
  });
}

/** @param {any[]} clients @param {boolean} revocable */
function list(clients, revocable) {
  return html`<div class="sheet" tabindex="0" role="region" aria-label=${t(revocable ? 'access.agents' : 'access.services')}><table class="clients"><thead><tr><th scope="col">${t('access.client')}</th><th scope="col">${t('access.scopes')}</th><th scope="col">${t('access.where')}</th>${revocable ? html`<th scope="col"><span class="unseen">${t('revoke')}</span></th>` : nothing}</tr></thead>
    <tbody>${clients.map((c) => html`<tr><th scope="row"><code>${c.client_id}</code>${c.agent && !c.client_id.endsWith(c.agent) ? html`<br>${c.agent}` : nothing}</th>
      <td>${(c.scopes ?? []).map((/** @type {string} */ s) => html`<code class="scope">${s}</code> `)}</td>
      <td>${(c.audiences ?? []).map((/** @type {string} */ a) => a.replace('urn:heist:', '')).join(', ')}</td>
      ${revocable ? html`<td>${c.revoked ? html`${t('access.out')} <button class="button quiet" @click=${() => restore(c.client_id)}>${t('access.restore')}</button>` : html`<button class="button quiet grave" @click=${() => ask(c.client_id)}>${icon('denied')} ${t('revoke.short')}</button>`}</td>` : nothing}</tr>`)}</tbody></table></div>`;
}

/** @param {string} client */
function ask(client) {
  app.dialog = {
    kind: 'ask', title: t('access.revoke.title', { client }), text: t('access.revoke.text'), yes: t('revoke.short'),
    work: () => tell(client, 'revoke'),
  };
  changed();
}

/** @param {string} client */
function restore(client) {
  return tell(client, 'restore');
}

/** @param {string} client @param {string} deed */
function tell(client, deed) {
  return attempt(async () => {
    await call('POST', `/api/v1/office/clients/${encodeURIComponent(client)}/${deed}`);
    reload('access');
  });
}
