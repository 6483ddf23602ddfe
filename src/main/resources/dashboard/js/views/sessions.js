/** The list of sessions. */
import { html } from '../../lib/lit-html.js';
import { repeat } from '../../lib/directives/repeat.js';
import { app, changed } from '../store.js';
import { t, currentLanguage } from '../i18n.js';

export function sessionList() {
  return html`
    <div class="head"><h2>${t('sessions')}</h2><a class="button quiet" href="#" @click=${talk}>${t('new')}</a></div>
    ${app.sessions?.length
      ? html`<ul>${repeat(app.sessions, (s) => s.id, row)}</ul>`
      : html`<ul><li><small>${t('sessions.none')}</small></li></ul>`}`;
}

function talk() {
  app.pane = 'talk';
  changed();
}

/** @param {any} s */
function row(s) {
  const here = s.id === app.id;
  const state = here && app.session.last ? app.session.state : s.state;
  return html`<li><a href="#${encodeURIComponent(s.id)}" aria-current=${here ? 'page' : 'false'} @click=${talk}>
    <b>${s.title ?? s.id}</b>
    <small><i class=${state}>${t(`state.${state}`)}</i> <span>${when(s.created ?? s.createdAt ?? s.created_at)}</span></small>
  </a></li>`;
}

/** @param {string|undefined} iso */
function when(iso) {
  const at = iso ? new Date(iso) : null;
  if (!at || Number.isNaN(at.getTime())) {
    return '';
  }
  const today = at.toDateString() === new Date().toDateString();
  return new Intl.DateTimeFormat(currentLanguage(), today ? { timeStyle: 'short' } : { dateStyle: 'medium' }).format(at);
}
