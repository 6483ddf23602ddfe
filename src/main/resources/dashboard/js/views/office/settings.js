/** The model that plays: its address, tried before it is used; what is switched on. */
import { html, nothing } from '../../../lib/lit-html.js';
import { app, changed } from '../../store.js';
import { currentLanguage, t } from '../../i18n.js';
import { get, post } from '../../api.js';
import { start } from '../../actions.js';
import { loaded, when } from '../../office.js';

export function settings() {
  const found = loaded('models', () => get('/api/v1/models/found'));
  const result = app.office.probe;
  return html`<h2>${t('settings.model')}</h2>
    <p>${app.server?.model ? t('settings.now', { url: app.server.model.base_url, name: app.server.model.name ?? '' }) : t('model.offline')}</p>
    <form class="panel" @submit=${test} @input=${stale}>
      <label class="field"><span>${t('settings.url')}</span><input type="text" name="base_url" required placeholder="http://127.0.0.1:1234/v1" value=${result?.asked?.base_url ?? ''}></label>
      <label class="field"><span>${t('settings.name')}</span><input type="text" name="model" placeholder=${t('settings.any')} value=${result?.asked?.model ?? ''}></label>
      <label class="field"><span>${t('settings.key')}</span><input type="password" name="api_key" autocomplete="off"></label>
      <button class="button main" ?disabled=${result?.busy}>${t(result?.busy ? 'settings.testing' : 'settings.test')}</button>
    </form>
    ${result?.finding ? outcome(result) : nothing}
    ${result?.error ? html`<div class="outcome bad" role="status"><b>${t('probe.refused')}</b><p>${result.error}</p></div>` : nothing}
    <h2>${t('settings.found')}</h2>
    ${when(found, (data) => html`<ul class="plain">${data.found.map((/** @type {any} */ f) => html`<li><code>${f.base_url}</code>: ${t(`probe.${f.state}`)} <span class="hint">${f.models.join(', ')}</span></li>`)}</ul>`)}
    <h2>${t('settings.features')}</h2>
    <ul class="plain">${Object.entries(app.server?.features ?? {}).map(([name, on]) => html`<li>${on ? '✓' : '–'} ${t(`feature.${name}`)}</li>`)}</ul>
    <p class="hint">${t('settings.file')}</p>`;
}

/** @param {any} r */
function outcome(r) {
  const f = r.finding;
  const good = f.state === 'READY';
  const needs = f.state === 'WRONG_KEY' && !r.key;
  return html`<div class="outcome ${good ? 'good' : 'bad'}" role="status"><b>${t(needs ? 'probe.NO_KEY' : `probe.${f.state}`)}</b>
    <p>${currentLanguage() === 'en' && !needs ? f.says : html`<code>${r.asked.base_url}</code>`}</p>
    ${f.models.length ? html`<p class="hint">${t('settings.models')} ${f.models.join(', ')}</p>` : nothing}
    <p class="hint">${t(needs ? 'probe.NO_KEY.do' : `probe.${f.state}.do`)}</p>
    ${good ? html`<button class="button main" @click=${() => start({ llm: { base_url: f.base_url, model: r.asked.model || f.models[0], ...(r.key ? { api_key: r.key } : {}) } })}>${t('settings.start')}</button>` : nothing}</div>`;
}

/** What was found is about other values now. */
function stale() {
  if (app.office.probe?.finding || app.office.probe?.error) {
    app.office.probe = null;
    changed();
  }
}

/** @param {SubmitEvent} e */
function test(e) {
  e.preventDefault();
  const form = new FormData(/** @type {HTMLFormElement} */ (e.target));
  const asked = { base_url: String(form.get('base_url')).trim(), model: String(form.get('model')).trim() };
  const key = String(form.get('api_key'));
  app.office.probe = { asked, busy: true };
  changed();
  post('/api/v1/models/test', { base_url: asked.base_url, model: asked.model || null, api_key: key || null })
    .then((finding) => { app.office.probe = { asked, key, finding }; }, (problem) => { app.office.probe = { asked, error: problem.message }; })
    .finally(changed);
}
