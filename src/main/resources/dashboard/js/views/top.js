/** The bar on top: which session, its state as the server reports it, how far, what can be done. */
import { html, nothing } from '../../lib/lit-html.js';
import { app, changed, has } from '../store.js';
import { ended, turns } from '../fold.js';
import { t, LANGUAGES, currentLanguage, chooseLanguage } from '../i18n.js';
import { dial, icon } from '../glyphs.js';
import { steer } from '../actions.js';
import { currentTheme, chooseTheme } from '../theme.js';

export function topBar() {
  return html`<header class="top">
    <a class="brand" href="#" aria-label="Heist"><img src="icon.svg" width="24" height="24" alt="">Heist</a>
    ${app.id ? what() : nothing}
    <div class="corner">
      <button class="button quiet icon to-sessions" aria-label=${t('sessions')} aria-expanded=${app.pane === 'sessions'}
        @click=${() => { app.pane = app.pane === 'sessions' ? 'talk' : 'sessions'; changed(); }}>${icon('list')}</button>
      ${menu()}
    </div>
  </header>`;
}

function what() {
  const s = app.session;
  const all = turns(s);
  const progress = s.round ? t('progress', { round: s.round, rounds: s.rounds, turn: s.turn, turns: all }) : '';
  return html`<div class="what">
    ${s.members.length ? dial(s.turn, all, t('progress.dial', { turn: s.turn, turns: all })) : nothing}
    <div class="title"><h1>${s.title || app.id}</h1><span>${progress}</span></div>
    <span class="chip ${s.state}" role="status">${t(`state.${s.state}`)}</span>
    <span class="line ${app.live === false ? 'lost' : ''}">${t(app.live === false ? 'line.lost' : ended(s) ? 'line.closed' : 'line.live')}</span>
    ${has('control') && s.members.length && !ended(s) ? controls(s) : nothing}
  </div>`;
}

/** @param {import('../fold.js').Session} s */
function controls(s) {
  return html`<div class="controls">
    ${s.state === 'paused'
      ? html`<button class="button main" @click=${() => steer('resume')}>${icon('resume')} ${t('resume')}</button>
          <button class="button" @click=${() => steer('step')}>${icon('step')} ${t('step')}</button>`
      : html`<button class="button" ?disabled=${s.state !== 'running' && s.state !== 'created'} @click=${() => steer('pause')}>${icon('pause')} ${t('pause')}</button>`}
    <button class="button grave" @click=${() => { app.dialog = { kind: 'stop' }; changed(); }}>${icon('stop')} ${t('stop')}</button>
  </div>`;
}

function menu() {
  return html`<div class="menu">
    <button class="button quiet icon" aria-label=${t('menu')} aria-expanded=${app.menu} @click=${() => { app.menu = !app.menu; changed(); }}>${icon('menu')}</button>
    ${app.menu
      ? html`<div>
          <label class="field"><span>${t('theme')}</span>
            <select @change=${(/** @type {any} */ e) => { chooseTheme(e.target.value); changed(); }}>
              ${['system', 'light', 'dark'].map((name) => html`<option value=${name} ?selected=${name === currentTheme()}>${t(`theme.${name}`)}</option>`)}
            </select></label>
          <label class="field"><span>${t('menu.language')}</span>
            <select @change=${(/** @type {any} */ e) => { chooseLanguage(e.target.value); changed(); }}>
              ${Object.entries(LANGUAGES).map(([code, texts]) => html`<option value=${code} ?selected=${code === currentLanguage()}>${texts.language}</option>`)}
            </select></label>
        </div>`
      : nothing}
  </div>`;
}
