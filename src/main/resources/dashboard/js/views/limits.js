/** More rounds, hard limits and the pace, while a session goes on. */
import { html, nothing } from '../../lib/lit-html.js';
import { app, has } from '../store.js';
import { ended } from '../fold.js';
import { t } from '../i18n.js';
import { budget, extend, pace } from '../actions.js';

const BUDGETS = ['model_calls', 'tokens', 'tool_calls', 'seconds', 'tool_calls_per_turn', 'agent_model_calls', 'agent_tokens'];

export function limits() {
  const s = app.now;
  if (!has('control') || app.server?.may?.steer === false || !s.members.length || ended(s) || s.outcome || s.locked) {
    return nothing;
  }
  return html`<section class="limits"><details><summary><h2>${t('limits.title')}</h2></summary>
    <form class="inline" @submit=${more}><label class="field"><span>${t('limits.rounds', { n: s.rounds })}</span><input type="number" name="more" min="1" max="50" value="1" required></label>
      <button class="button">${t('limits.extend')}</button></form>
    <form class="inline" @submit=${limit}><label class="field"><span>${t('limits.budget')}</span><select name="name">${BUDGETS.map((b) => html`<option value=${b}>${t(`budget.${b}`)}</option>`)}</select></label>
      <label class="field"><span>${t('limits.limit')}</span><input type="number" name="limit" min="0" step="1" required></label><button class="button">${t('limits.set')}</button></form>
    ${app.about && app.about.model !== 'offline' && !app.about.pace ? nothing : html`<form class="inline" @submit=${speed}><label class="field"><span>${t('limits.pace')}</span><input type="number" name="pace" min="0" max="600" step="0.1" required value=${app.about?.pace ?? 0}></label>
      <button class="button">${t('limits.set')}</button></form>`}
  </details></section>`;
}

/** @param {SubmitEvent} e */
function values(e) {
  e.preventDefault();
  return new FormData(/** @type {HTMLFormElement} */ (e.target));
}

/** @param {SubmitEvent} e */
function more(e) {
  extend(Number(values(e).get('more')));
}

/** @param {SubmitEvent} e */
function speed(e) {
  pace(Number(values(e).get('pace')));
}

/** @param {SubmitEvent} e */
function limit(e) {
  const form = values(e);
  budget(String(form.get('name')), Number(form.get('limit')));
}
