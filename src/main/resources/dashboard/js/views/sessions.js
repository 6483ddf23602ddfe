/** Left: the sessions, with search and filters, and the ways to the other pages. */
import { html, nothing } from '../../lib/lit-html.js';
import { repeat } from '../../lib/directives/repeat.js';
import { app, changed } from '../store.js';
import { t, tOr, currentLanguage } from '../i18n.js';
import { attempt, loadSessions } from '../actions.js';
import { pageAddress, sessionAddress } from '../router.js';
import { PAGES } from './office.js';
import { holdsSeat } from '../seat.js';

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
    <select aria-label=${t('sessions.state')} @change=${set('state')}>${[['', t('sessions.any_state')], ['open', t('sessions.open')], ['over', t('sessions.over')], ['verdict.SUCCESS', t('overview.found')], ['verdict.FAILURE', t('verdict.FAILURE')], ['verdict.BUSTED', t('verdict.BUSTED')]]
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
  const over = s.verdict && !['running', 'accusing'].includes(state);
  const waits = here ? (app.now.approval ? 'leave' : app.now.awaited ? 'seat' : null) : s.waits;
  const agent = here ? app.now.awaited?.agent : s.awaited_agent;
  const words = over ? verdictText(s) : waits ? (waits === 'leave' ? t('state.leave') : holdsSeat(s.id) ? t('sessions.your_turn') : t('state.seat', { agent })) : tOr(`state.${state}`, state);
  const from = s.forked_from ? app.sessions?.find((x) => x.id === s.forked_from) : null;
  return html`<li><a href=${sessionAddress(s.id)} aria-current=${here ? 'page' : 'false'} title=${`${s.title ?? s.id} · ${s.id}`} @click=${toMiddle}>
    <b>${s.title ?? s.id}</b>
    ${s.forked_from ? html`<small class="fork-of">${t('fork.of', { name: from ? from.id.slice(0, 4) : s.forked_from.slice(0, 4), turn: s.forked_turns })}</small>` : nothing}
    <small><i class=${over ? `v-${s.verdict}` : waits ? 'accusing' : state}>${words}</i> <span>${when(s.created ?? s.created_at)}</span> <span class="id">${s.id.slice(0, 4)}</span></small>
  </a></li>`;
}

/** That nobody was the mole, rightly said, is no mole found. @param {any} s */
export function verdictText(s) {
  return t(s.verdict === 'SUCCESS' && s.suspect === null ? 'verdict.SUCCESS.none' : `verdict.${s.verdict}`);
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
