/** Left: the sessions, with search and filters, and the ways to the other pages. */
import { html, nothing } from '../../lib/lit-html.js';
import { repeat } from '../../lib/directives/repeat.js';
import { app, changed } from '../store.js';
import { t, tOr, currentLanguage } from '../i18n.js';
import { attempt, loadSessions } from '../actions.js';
import { pageAddress, sessionAddress } from '../router.js';
import { PAGES } from './office.js';

const FEW = 6;

export function sessionList() {
  const all = app.sessions ?? [];
  const found = all.filter(fits);
  return html`
    <div class="head"><h2>${t('sessions')}</h2><a class="button quiet" href="#" @click=${toMiddle}>${t('new')}</a></div>
    ${all.length >= FEW ? filters(all) : nothing}
    ${all.length
      ? html`<ul>${repeat(found, (s) => s.id, row)}</ul>
          ${found.length ? nothing : html`<p class="none">${t('sessions.no_hit')}</p>`}
          ${all.length < app.total ? html`<button class="textual more" @click=${() => attempt(() => loadSessions(all.length + 200))}>${t('sessions.more', { n: app.total - all.length })}</button>` : nothing}`
      : app.sessions ? html`<p class="none">${t('sessions.none')}</p>` : nothing}
    <ul class="office-links">${PAGES.map((p) => html`<li><a href=${pageAddress(p)} aria-current=${app.page === p ? 'page' : 'false'} @click=${toMiddle}>${t(`page.${p}`)}</a></li>`)}</ul>`;
}

/** @param {any} s */
function fits(s) {
  const { text, state, scenario } = app.filter;
  const low = text.trim().toLowerCase();
  return (!low || `${s.title} ${s.id} ${s.crew_name ?? ''} ${s.model ?? ''}`.toLowerCase().includes(low)) && (!state || group(s) === state) && (!scenario || s.scenario === scenario);
}

/** @param {any} s */
function group(s) {
  return ['completed', 'stopped', 'failed'].includes(s.state) ? (s.verdict ? `verdict.${s.verdict}` : 'over') : 'open';
}

/** @param {any[]} all */
function filters(all) {
  const scenarios = [...new Set(all.map((s) => s.scenario).filter(Boolean))];
  const set = (/** @type {'text'|'state'|'scenario'} */ name) => (/** @type {any} */ e) => { app.filter[name] = e.target.value; changed(); };
  return html`<div class="filters"><input type="text" aria-label=${t('sessions.search')} placeholder=${t('sessions.search')} .value=${app.filter.text} @input=${set('text')}>
    <select aria-label=${t('sessions.state')} @change=${set('state')}>${[['', t('sessions.any_state')], ['open', t('sessions.open')], ['over', t('sessions.over')], ['verdict.SUCCESS', t('verdict.SUCCESS')], ['verdict.FAILURE', t('verdict.FAILURE')], ['verdict.BUSTED', t('verdict.BUSTED')]]
      .map(([v, words]) => html`<option value=${v} ?selected=${v === app.filter.state}>${words}</option>`)}</select>
    ${scenarios.length > 1 ? html`<select aria-label=${t('choice.scenario')} @change=${set('scenario')}><option value="">${t('sessions.any_job')}</option>${scenarios.map((s) => html`<option ?selected=${s === app.filter.scenario}>${s}</option>`)}</select>` : nothing}</div>`;
}

function toMiddle() {
  app.pane = 'talk';
  changed();
}

/** @param {any} s */
function row(s) {
  const here = s.id === app.id;
  const state = here && app.now.last ? app.now.state : s.state;
  const verdict = s.verdict && !['running', 'accusing'].includes(state) ? t(`verdict.${s.verdict}`) : tOr(`state.${state}`, state);
  return html`<li><a href=${sessionAddress(s.id)} aria-current=${here ? 'page' : 'false'} @click=${toMiddle}>
    <b>${s.title ?? s.id}</b>
    <small><i class=${s.verdict ? `v-${s.verdict}` : state}>${verdict}</i> <span>${when(s.created ?? s.created_at)}</span></small>
  </a></li>`;
}

/** @param {string|undefined} iso */
export function when(iso) {
  const at = iso ? new Date(iso) : null;
  if (!at || Number.isNaN(at.getTime())) {
    return '';
  }
  const today = at.toDateString() === new Date().toDateString();
  return new Intl.DateTimeFormat(currentLanguage(), today ? { timeStyle: 'short' } : { dateStyle: 'medium' }).format(at);
}
