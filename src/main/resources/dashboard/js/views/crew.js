/** Who is in the crew, who speaks, who has left. */
import { html, nothing } from '../../lib/lit-html.js';
import { app, changed } from '../store.js';
import { t } from '../i18n.js';
import { glyph, tint } from '../glyphs.js';

/** Puts somebody in the spotlight; an order then goes to them, too. @param {string} name */
function pick(name) {
  app.spotlight = app.spotlight === name ? null : name;
  app.office.orderTo = name;
  changed();
}

export function crewList() {
  const s = app.session;
  if (!s.members.length) {
    return nothing;
  }
  return html`<section><div class="head"><h2>${t('crew.title')}</h2></div>
    <ul class="crew">${s.members.map((m, i) => html`<li class="${tint(i)} ${m.gone ? 'gone' : ''}">
      <button aria-pressed=${app.spotlight === m.name} title=${t('crew.spotlight')} @click=${() => { pick(m.name); }}>${glyph(i)} <b>${m.name}</b>
      ${m.role === m.name ? nothing : html`<span>${m.role}</span>`}
      ${(app.about?.humans ?? []).includes(m.name) ? html`<span class="person">${t(m.name === app.seat?.view?.agent ? 'crew.you' : 'crew.person')}</span>` : nothing}
      ${s.speaker === m.name && !m.gone ? html`<span class="now">${t('crew.speaks')}</span>` : nothing}</button></li>`)}</ul></section>`;
}
