/** Scenarios: what they are about and their text, to try and to copy. */
import { html, nothing } from '../../../lib/lit-html.js';
import { app } from '../../store.js';
import { t, tOr } from '../../i18n.js';
import { get } from '../../api.js';
import { start } from '../../actions.js';
import { loaded, reload, when } from '../../office.js';
import { editor } from './editor.js';
import { jobTitle } from '../start.js';

export function scenarios() {
  const it = loaded('scenarios', () => get('/api/v1/scenarios'));
  return when(it, (data) => {
    const name = app.args[0] ?? data.scenarios[0]?.name;
    return html`<nav class="pills" aria-label=${t('page.scenarios')}>${data.scenarios.map((/** @type {any} */ s) => html`<a href=${`#/scenarios/${encodeURIComponent(s.name)}`} aria-current=${s.name === name ? 'page' : 'false'}>${jobTitle(s)} <small>${s.own ? `${s.name}, ${t('edit.own')}` : tOr(`language.${s.language}`, s.language)}</small></a>`)}</nav>
      ${name ? source(name, data.scenarios.find((/** @type {any} */ s) => s.name === name)?.own === true) : nothing}`;
  });
}

/** @param {string} name @param {boolean} own */
function source(name, own) {
  const it = loaded(`scenarios/${name}`, () => get(`/api/v1/scenarios/${encodeURIComponent(name)}`));
  return when(it, (data) => html`<p class="lead">${data.briefing ?? ''}</p>
    <details class="documents"><summary>${t('scenario.documents', { n: data.documents.length })}</summary>
      ${data.documents.map((/** @type {any} */ d) => html`<h2 class="small"><code>${d.name}</code></h2><pre tabindex="0">${d.text}</pre>`)}</details>
    ${editor({ kind: 'scenarios', name, own, text: data.text, start: () => start({ scenario: name }), saved: async () => { reload('scenarios'); app.server = await get('/api/v1/dashboard'); } })}`);
}
