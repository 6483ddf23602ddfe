/** The first visit: one button, and choices for those who want them. */
import { html, nothing } from '../../lib/lit-html.js';
import { app, changed, has } from '../store.js';
import { t, tOr } from '../i18n.js';
import { vault } from '../glyphs.js';
import { start } from '../actions.js';
import { get } from '../api.js';
import { loaded } from '../office.js';

export function empty() {
  return html`<form class="empty" @submit=${submit}>
    ${vault()}
    <h1>${t('empty.title')}</h1>
    <p>${t('empty.text')}</p>
    <button class="button main big" ?disabled=${app.starting}>${t(app.starting ? 'starting' : 'start')}</button>
    <p class="model">${model()}</p>
    ${offers()}
    <details class="choices"><summary>${t('choices')}</summary><div>${choices()}</div></details>
  </form>`;
}

function model() {
  const m = app.server.model;
  return m ? t(m.name ? 'model.named' : 'model.at', { name: m.name, url: m.base_url }) : t('model.offline');
}

/** Model servers found where they usually listen; each one a button. */
function offers() {
  const it = app.server.model || app.server.may?.steer === false ? null : loaded('models', () => get('/api/v1/models/found'));
  const ready = (it?.data?.found ?? []).filter((/** @type {any} */ f) => f.state === 'READY');
  return ready.length
    ? html`<div class="offers">${ready.map((/** @type {any} */ f) => html`<p>${t('model.found', { url: f.base_url })}
        <button type="button" class="button" @click=${() => start({ llm: { base_url: f.base_url, model: f.models[0] } })}>${t('model.use', { name: f.models[0] })}</button></p>`)}</div>`
    : nothing;
}

function choices() {
  const scenarios = app.server.scenarios ?? [];
  const crews = app.server.crews ?? [];
  return html`
    ${select('scenario', scenarios.map((/** @type {any} */ s) => [s.name, `${jobTitle(s)} (${tOr(`language.${s.language}`, s.language)})`]))}
    ${select('crew', crews.map((/** @type {any} */ c) => [c.name, c.name]))}
    <label class="field"><span>${t('choice.rounds')}</span><input type="number" name="rounds" min="1" max="50" placeholder=${app.server.defaults?.rounds ?? 5}></label>
    <label class="field"><span>${t('choice.pace')}</span><input type="number" name="pace" min="0" max="60" step="0.1" placeholder=${app.server.defaults?.pace ?? 1.5}></label>
    ${has('mole_game') ? select('mole', ['random', 'nobody', 'off'].map((m) => [m, t(`mole.${m}`)])) : nothing}
    ${select('human', [['', t('choice.human.none')], ...members(crews)])}
    ${has('mole_game') ? select('accuse', ['person', 'vote', ...(has('detection') ? ['hybrid'] : []), 'none'].map((a) => [a, t(`accuse.by.${a}`)])) : nothing}
    ${select('difficulty', ['normal', 'easy', 'hard'].map((d) => [d, t(`difficulty.${d}`)]))}`;
}

/** Who can be played in the chosen crew. @param {any[]} crews */
function members(crews) {
  const name = app.office.crew ?? app.server.defaults?.crew;
  return (crews.find((c) => c.name === name)?.agents ?? []).map((/** @type {any} */ a) => [a.name, a.name]);
}

/** A title whose facts are not drawn yet keeps what is certain. @param {any} s */
export function jobTitle(s) {
  const title = String(s.title ?? '').replace(/\{\{[^}]*\}\}[\s:,-]*/g, '').trim();
  return title ? title.charAt(0).toUpperCase() + title.slice(1) : s.name;
}

/** @param {string} name @param {string[][]} options */
function select(name, options) {
  return options.length
    ? html`<label class="field"><span>${t(`choice.${name}`)}</span><select name=${name} @change=${(/** @type {any} */ e) => { if (name === 'crew') { app.office.crew = e.target.value; changed(); } }}>
        ${options.map(([value, text]) => html`<option value=${value} ?selected=${value === app.server.defaults?.[name]}>${text}</option>`)}</select></label>`
    : nothing;
}

/** @param {SubmitEvent} e */
function submit(e) {
  e.preventDefault();
  const form = /** @type {HTMLFormElement} */ (e.target);
  /** @type {Record<string, unknown>} */
  const config = {};
  // Only what was chosen is sent; the server has the defaults.
  if (form.querySelector('details')?.open) {
    for (const [name, value] of new FormData(form)) {
      if (value !== '') {
        config[name] = name === 'rounds' || name === 'pace' ? Number(value) : value;
      }
    }
  }
  if (config.human && config.accuse === 'person') {
    delete config.accuse; // whoever plays does not accuse; then the crew votes
  }
  start(config);
}
