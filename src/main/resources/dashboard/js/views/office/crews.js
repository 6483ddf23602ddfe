/** Crews: who is in them, with which tools and rights; the text, to try and to copy. */
import { html } from '../../../lib/lit-html.js';
import { app } from '../../store.js';
import { t } from '../../i18n.js';
import { get } from '../../api.js';
import { start } from '../../actions.js';
import { loaded, reload, when } from '../../office.js';
import { glyph, tint } from '../../glyphs.js';
import { editor } from './editor.js';

export function crews() {
  const it = loaded('crews', () => get('/api/v1/crews'));
  return when(it, (data) => {
    const name = app.args[0] ?? data.crews[0]?.name;
    const crew = data.crews.find((/** @type {any} */ c) => c.name === name);
    return html`<nav class="pills" aria-label=${t('page.crews')}>${data.crews.map((/** @type {any} */ c) => html`<a href=${`#/crews/${encodeURIComponent(c.name)}`} aria-current=${c.name === name ? 'page' : 'false'}>${c.name}${c.own ? html` <small>${t('edit.own')}</small>` : ''}</a>`)}</nav>
      ${crew ? html`${members(crew)} ${source(crew)}` : html`<p class="missing">${t('edit.unknown', { name })}</p>`}`;
  });
}

/** @param {any} crew */
function members(crew) {
  return html`<ul class="tiles">${crew.agents.map((/** @type {any} */ a, /** @type {number} */ i) => html`<li class="tile ${tint(i)}"><h2 class="small">${glyph(i)} ${a.name}</h2>
    ${a.role === a.name ? '' : html`<p>${a.role}</p>`}${a.persona ? html`<p>${a.persona}</p>` : ''}<p class="hint">${a.tools.join(', ')}</p><p>${a.scopes.map((/** @type {string} */ s) => html`<code class="scope">${s}</code> `)}</p></li>`)}</ul>`;
}

/** @param {any} crew */
function source({ name, own }) {
  const it = loaded(`crews/${name}`, () => get(`/api/v1/crews/${encodeURIComponent(name)}`));
  return when(it, (data) => editor({
    kind: 'crews', name, own: own === true, text: data.text, start: (text) => start({ crew: text === data.text ? name : text }),
    saved: async () => { reload('crews'); app.server = await get('/api/v1/dashboard'); },
  }));
}
