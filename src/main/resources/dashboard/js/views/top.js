/** The bar on top: which session, its state as the server reports it, how far, what can be done. */
import { html, nothing } from '../../lib/lit-html.js';
import { app, changed, has } from '../store.js';
import { ended, turns } from '../fold.js';
import { t, tOr, LANGUAGES, currentLanguage, chooseLanguage } from '../i18n.js';
import { dial, icon } from '../glyphs.js';
import { steer } from '../actions.js';
import { currentTheme, chooseTheme, THEMES } from '../theme.js';
import { signedIn } from './login.js';
import { seated } from '../seat.js';

export function topBar() {
  return html`<header class="top">
    <a class="brand" href="#" aria-label="Heist"><img src="icon.svg" width="24" height="24" alt="">Heist</a>
    ${app.id ? what() : html`<div class="what"></div>`}
    <div class="corner">
      <button class="button quiet icon to-sessions" aria-label=${t('sessions')} title=${t('sessions')} aria-expanded=${app.pane === 'sessions'}
        @click=${() => { app.pane = app.pane === 'sessions' ? 'talk' : 'sessions'; changed(); }}>${icon('list')}</button>
      ${menu()}
    </div>
  </header>`;
}

function what() {
  const s = app.now;
  const at = app.session; // in a replay the place in it
  const all = turns(s);
  const progress = at.round ? t('progress', { round: at.round, rounds: s.rounds, turn: at.turn, turns: all }) : '';
  const model = app.about?.model ? t(app.about.model === 'offline' ? 'top.offline' : 'top.model', { name: app.about.model }) : '';
  const badges = [s.forked ? t('fork.of', { name: s.forked.from.slice(0, 4), turn: s.forked.turns }) : '', app.cursor === null ? '' : t('replay'), s.unblinded ? t('top.unblinded') : '', s.rerunnable ? t('top.rerunnable') : ''].filter(Boolean);
  return html`<div class="what">
    ${s.members.length ? dial(at.turn, all, t('progress.dial', { turn: at.turn, turns: all })) : nothing}
    <div class="title"><h1>${s.title || app.id}</h1><span>${[progress, model, ...badges].filter(Boolean).join(' · ')}</span></div>
    <span class="chip ${s.approval || s.awaited ? 'accusing' : s.state}" role="status">${stateText(s)}</span>
    ${s.failing !== null && !ended(s) ? html`<span class="line lost" role="status" title=${s.failing}>${t('top.failing')}</span>` : nothing}
    ${app.live === false ? html`<span class="line lost" role="status">${t('line.lost')}</span>` : nothing}
    ${has('control') && s.members.length && !ended(s) && app.server?.may?.steer !== false ? controls(s) : nothing}
  </div>`;
}

/** @param {import('../fold.js').Session} s */
function stateText(s) {
  if (s.approval || s.awaited) {
    return s.approval ? t('state.leave') : s.awaited.agent === seated() ? t('sessions.your_turn') : t('state.seat', { agent: s.awaited.agent });
  }
  if (s.state === 'accusing' && s.accuse !== 'person') {
    return t('state.voting');
  }
  return s.state === 'paused' && s.pausedAfter ? t('state.paused.after', { turn: s.pausedAfter }) : tOr(`state.${s.state}`, s.state.replaceAll('_', ' '));
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
    <button class="button quiet icon" aria-label=${t('menu')} title=${t('menu')} aria-expanded=${app.menu} @click=${() => { app.menu = !app.menu; changed(); }}>${icon('menu')}</button>
    ${app.menu
      ? html`<div>
          <label class="field"><span>${t('theme')}</span>
            <select @change=${(/** @type {any} */ e) => { chooseTheme(e.target.value); changed(); }}>
              ${THEMES.map((name) => html`<option value=${name} ?selected=${name === currentTheme()}>${t(`theme.${name}`)}</option>`)}
            </select></label>
          <label class="field"><span>${t('menu.language')}</span>
            <select @change=${(/** @type {any} */ e) => { chooseLanguage(e.target.value); changed(); }}>
              ${Object.entries(LANGUAGES).map(([code, texts]) => html`<option value=${code} ?selected=${code === currentLanguage()}>${texts.language}</option>`)}
            </select></label>
          ${signedIn()}
        </div>`
      : nothing}
  </div>`;
}
